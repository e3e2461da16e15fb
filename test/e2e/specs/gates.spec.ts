/** What stands between a user and a chat: each state says in one sentence what to do next, with the button for it. */
import { expect, test } from "../fixtures/test.ts";

test.describe("without a key", () => {
  test.use({ signedIn: false });

  test("the view asks for the key and opens up once it is set", async ({ workbench, emulator }) => {
    const chat = await workbench.openChat();
    await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: set API key");
    await expect(chat.frame.getByRole("heading", { name: "Connect to Agent37" })).toBeVisible();
    await expect(chat.sendButton).toBeDisabled();
    await workbench.screenshot("gate-no-key");
    await chat.button("Set API Key").click();
    await workbench.quickInput.enter("not a key");
    await expect(workbench.quickInput.message).toContainText("An API key has no spaces.");
    await workbench.quickInput.enter("sk_live_wrong");
    await expect(workbench.quickInput.message).toContainText("invalid_api_key");
    await workbench.quickInput.enter(emulator.key);
    await expect(workbench.quickInput.widget).toBeHidden();
    await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");
    expect(await chat.ask("echo connected")).toBe("connected");
  });

  test("removing the key brings the question back", async ({ workbench, emulator }) => {
    await workbench.setApiKey(emulator.key);
    const chat = await workbench.openChat();
    expect(await chat.ask("echo before")).toBe("before");
    await workbench.runCommand("Agent37: Remove API Key");
    await workbench.answerDialog("Remove");
    await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: set API key");
    await expect(chat.frame.getByText("Connect to Agent37", { exact: true })).toBeVisible();
    await expect(chat.agentMessages.last()).toContainText("before");
    await chat.composer.fill("kept");
    await expect(chat.sendButton).toBeDisabled();
  });
});

test("without an instance the view leads to selecting one, and from there to creating one", async ({
  openWindow,
  emulator,
}) => {
  await emulator.control.seed("empty");
  const workbench = await openWindow();
  const chat = await workbench.openChat();
  await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: select instance");
  await expect(chat.frame.getByRole("heading", { name: "Select an instance" })).toBeVisible();
  await expect(chat.frame.getByRole("region", { name: "Select an instance" }).getByRole("button")).toHaveText(
    ["Create Instance", "Select Instance"],
  );
  await workbench.screenshot("gate-no-instance");
  await chat.button("Select Instance").click();
  await expect(workbench.quickInput.title).toContainText("Select Instance");
  await workbench.quickInput.pick(/Create Instance/);
  await expect(workbench.quickInput.title).toContainText("Create Instance");
});

test.describe("in a window that knows its instance", () => {
  test.use({ window: "shared" });

  test("while the instance starts the view waits, and opens up by itself", async ({
    workbench,
    emulator,
  }) => {
    await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");
    await workbench.untilStored("demo000001");
    await emulator.control.instances.set("demo000001", { status: "starting" });
    await workbench.reloadWindow();
    const chat = await workbench.openChat();
    await expect(chat.frame.getByText("Demo agent is starting", { exact: true })).toBeVisible();
    await expect(chat.sendButton).toBeDisabled();
    await workbench.screenshot("gate-starting");
    await emulator.control.instances.set("demo000001", { status: "running" });
    await expect(chat.frame.getByText("Demo agent is starting", { exact: true })).toBeHidden();
    expect(await chat.ask("echo up")).toBe("up");
  });

  test("offline, the view says so and what is typed stays", async ({ workbench, emulator }) => {
    await emulator.control.faults.add({
      path: "/v1/",
      times: -1,
      action: { kind: "drop", when: "request" },
    });
    await workbench.reloadWindow();
    const chat = await workbench.openChat();
    await chat.composer.fill("echo back");
    await expect(chat.frame.getByText("Agent37 cannot be reached", { exact: true })).toBeVisible({
      timeout: 20_000,
    });
    await workbench.screenshot("gate-offline");
    await emulator.control.faults.clear();
    await chat.button("Retry").click();
    await expect(chat.frame.getByText("Agent37 cannot be reached", { exact: true })).toBeHidden();
    await expect(chat.composer).toHaveValue("echo back");
    await chat.sendButton.click();
    await expect(chat.agentMessages.last()).toContainText("back");
  });
});
