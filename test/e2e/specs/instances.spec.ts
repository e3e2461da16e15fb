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

  test("an instance is created step by step, with a way back", async ({ workbench, emulator }) => {
    const { quickInput } = workbench;
    await workbench.runCommand("Agent37: Create Instance…");
    await expect(quickInput.title).toContainText("(1/6)");
    await expect(quickInput.item("agent37-n8n")).toContainText("no chat");
    await workbench.screenshot("create-1");
    await quickInput.pick("agent37-openclaw");
    await expect(quickInput.title).toContainText("(2/6)");
    await expect(quickInput.item(/Prices/)).toBeVisible();
    await quickInput.back();
    await expect(quickInput.title).toContainText("(1/6)");
    // What was answered is offered again.
    await expect(quickInput.widget.locator(".monaco-list-row.focused")).toContainText("agent37-openclaw");
    await quickInput.pick("agent37-hermes");
    await expect(quickInput.title).toContainText("(2/6)");
    await workbench.screenshot("create-2");
    await quickInput.pick("4 vCPU");
    await expect(quickInput.title).toContainText("(3/6)");
    await quickInput.pick("12 GB disk");
    await expect(quickInput.title).toContainText("(4/6)");
    await quickInput.type("Made here");
    await quickInput.back();
    await quickInput.pick("8 GB disk");
    await expect(quickInput.input).toHaveValue("Made here");
    await quickInput.accept();
    await expect(quickInput.title).toContainText("(5/6)");
    await expect(quickInput.input).toHaveValue("1");
    await expect(quickInput.message).toContainText("With 0 the first message fails");
    await workbench.screenshot("create-5");
    await quickInput.accept();
    await expect(quickInput.title).toContainText("(6/6)");
    await expect(quickInput.input).toHaveAttribute(
      "placeholder",
      /Made here · agent37-hermes · 4 vCPU, 8 GB disk · \$1\.00/,
    );
    await workbench.screenshot("create-6");
    await quickInput.pick("Sleep after 30 minutes without work");
    await expect(workbench.statusBarItem("Agent37: Made here, running")).toBeVisible({ timeout: 30_000 });
    const chat = await workbench.openChat();
    expect(await chat.ask("echo made and ready")).toBe("made and ready");
    const [sent] = await emulator.control.requests.list({ method: "POST", path: "/v1/instances" });
    expect(JSON.parse(sent?.body ?? "")).toMatchObject({
      name: "Made here",
      template: "agent37-hermes",
      resources: { cpu: 4, memory: 8, disk: 8 },
      budget: { monthly_cap_micros: 1_000_000 },
      auto_sleep: true,
      idle_timeout_seconds: 1_800,
    });
  });
});
