import { expect, test } from "../fixtures/test.ts";

test.describe("without a key", () => {
  test.use({ signedIn: false });

  test("a key can be set and survives a reload @smoke", async ({ workbench, emulator }) => {
    await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: set API key");
    await workbench.setApiKey(emulator.key);
    await expect(workbench.statusBarItem()).not.toHaveAccessibleName("Agent37: set API key");
    await workbench.reloadWindow();
    await expect(workbench.statusBarItem()).not.toHaveAccessibleName("Agent37: set API key");
  });
});
