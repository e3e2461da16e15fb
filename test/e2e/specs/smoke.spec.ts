import { expect, test } from "../fixtures/test.ts";

test("a message gets its answer @smoke", async ({ workbench, emulator }) => {
  await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");
  const chat = await workbench.openChat();
  const answer = await chat.ask("echo It works");
  expect(answer).toBe("It works");
  await expect(chat.userMessages).toHaveText(["echo It works"]);
  const [session] = await emulator.control.sessions.list();
  expect(session?.finalText).toBe("It works");
});

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
