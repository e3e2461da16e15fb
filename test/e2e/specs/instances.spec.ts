import { expect, test } from "../fixtures/test.ts";

test.describe("without a key", () => {
  test.use({ signedIn: false });

  test("a refused key leaves the box open with the server's words, a good one leads to the instances", async ({
    workbench,
    emulator,
  }) => {
    await expect(workbench.statusBarItem("Agent37: set API key")).toBeVisible();
    await workbench.statusBarItem().click();
    const { quickInput } = workbench;
    await expect(quickInput.title).toContainText("Set API Key");
    await quickInput.enter("password");
    await expect(quickInput.message).toContainText("starts with sk_live_");
    await quickInput.enter("sk_live_wrong");
    await expect(quickInput.message).toContainText("(invalid_api_key)");
    await workbench.screenshot("account-refused");
    await quickInput.enter(emulator.key);
    await expect(quickInput.title).toContainText("Select Instance");
    await expect(quickInput.item(/Sleeping agent/)).toBeVisible();
    await workbench.screenshot("select-instance");
    await quickInput.pick(/Sleeping agent/);
    await expect(workbench.statusBarItem("Agent37: Sleeping agent, sleeping")).toBeVisible();
    await workbench.screenshot("status-bar");
  });
});

test.describe("with a key", () => {
  test.use({ window: "shared" });

  test("the spend cap is raised with old and new in view", async ({ workbench }) => {
    const { quickInput } = workbench;
    await expect(workbench.statusBarItem(/, running$/)).toBeVisible();
    await workbench.runCommand("Agent37: Raise Spend Cap…");
    await expect(quickInput.title).toContainText(/Raise Spend Cap of .+: \$[\d.]+ of \$[\d.]+ spent/);
    await quickInput.type("nonsense");
    await expect(quickInput.message).toContainText("Enter an amount");
    await quickInput.type("$25.50");
    await expect(quickInput.message).toContainText(/From \$[\d.]+ to \$25\.50/);
    await workbench.screenshot("raise-spend-cap");
    await quickInput.accept();
    await expect(workbench.notification(/is \$25\.50 now/)).toBeVisible();
  });

  test("stopping asks first, starting waits until the agent is ready", async ({ workbench }) => {
    await expect(workbench.statusBarItem(/, running$/)).toBeVisible();
    await workbench.runCommand("Agent37: Stop Instance");
    await expect(workbench.dialog).toContainText("Stop Demo agent?");
    await workbench.screenshot("stop-dialog");
    await workbench.answerDialog("Stop");
    await expect(workbench.statusBarItem(/, stopped$/)).toBeVisible({ timeout: 30_000 });
    await workbench.runCommand("Agent37: Start Instance");
    await expect(workbench.statusBarItem(/, running$/)).toBeVisible({ timeout: 30_000 });
  });

  test("the diagnosis names every link of the chain and no secret", async ({ workbench, emulator }) => {
    await expect(workbench.statusBarItem(/, running$/)).toBeVisible();
    await workbench.runCommand("Agent37: Diagnose Connection");
    const editor = workbench.page.locator(".editor-instance");
    await expect(editor).toContainText("Connection to the API", { timeout: 20_000 });
    await expect(editor).toContainText("Ready to take a message.");
    await expect(editor).not.toContainText(emulator.key);
    await workbench.screenshot("diagnosis");
  });

  test("an instance is created step by step, with a way back", async ({ workbench }) => {
    const { quickInput } = workbench;
    await workbench.runCommand("Agent37: Create Instance…");
    await expect(quickInput.title).toContainText("(1/4)");
    await workbench.screenshot("create-1");
    await quickInput.items.nth(0).click();
    await expect(quickInput.title).toContainText("(2/4)");
    await quickInput.back();
    await expect(quickInput.title).toContainText("(1/4)");
    await quickInput.items.nth(0).click();
    await expect(quickInput.title).toContainText("(2/4)");
    await workbench.screenshot("create-2");
    await quickInput.items.nth(0).click();
    await expect(quickInput.title).toContainText("(3/4)");
    await quickInput.enter("Made here");
    await expect(quickInput.title).toContainText("(4/4)");
    await expect(quickInput.input).toHaveValue("1");
    await workbench.screenshot("create-4");
    await quickInput.accept();
    await expect(workbench.statusBarItem("Agent37: Made here, running")).toBeVisible({ timeout: 30_000 });
  });
});
