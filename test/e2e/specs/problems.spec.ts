/** The nine codes of the API's errors page: one notification each, and what every one of its buttons does. */
import { expect, test } from "../fixtures/test.ts";
import type { Fault, FaultAction, InstanceTruth } from "../../emulator/control/controlTypes.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import type { ChatView } from "../pages/chatView.ts";
import type { Workbench } from "../pages/workbench.ts";

type ErrorFault = Extract<FaultAction, { kind: "error" }>;

const responses = "/v1/responses";

/** Makes the next message fail with a code, as either dialect's server would say it. */
async function failNext(
  emulator: Emulator,
  error: Omit<ErrorFault, "kind">,
  fault: Omit<Fault, "action"> = {},
): Promise<void> {
  await emulator.control.faults.add({
    method: "POST",
    path: responses,
    ...fault,
    action: { kind: "error", envelope: "object", ...error },
  });
}

/** The one notification of a failure: its severity and exactly its buttons, the natural one first. */
async function expectNotification(
  workbench: Workbench,
  code: string,
  severity: "error" | "warning",
  buttons: readonly string[],
): Promise<void> {
  const toast = workbench.notification(`(${code})`);
  await expect(toast).toHaveCount(1);
  await expect(workbench.notifications).toHaveCount(1);
  await expect(toast.locator(`.codicon-${severity}`)).toBeVisible();
  await expect(toast.locator(".notification-list-item-buttons-container").getByRole("button")).toHaveText([
    ...buttons,
  ]);
}

/** The card says the same as the notification and has the same buttons. */
async function expectCard(chat: ChatView, code: string, buttons: readonly string[]): Promise<void> {
  const card = chat.alerts.last();
  await expect(card).toContainText(code);
  await expect(card.getByRole("button")).toHaveText([...buttons]);
}

/** The turn goes through in the end, and this is its answer. */
async function expectAnswer(chat: ChatView, text: string): Promise<void> {
  await expect.poll(() => chat.lastAnswerText(), { timeout: 30_000 }).toBe(text);
  await chat.waitUntilIdle();
}

async function instanceTruth(emulator: Emulator, id: string): Promise<InstanceTruth> {
  const instance = await emulator.control.instances.get(id);
  if (!instance) throw new Error(`The emulator has no instance ${id}.`);
  return instance;
}

const sentMessages = async (emulator: Emulator): Promise<number> =>
  (await emulator.control.requests.list({ method: "POST" })).filter(({ path }) => path === responses).length;

/** VS Code asks before it opens a page outside; the question names the address. */
async function expectOpens(workbench: Workbench, address: string): Promise<void> {
  await expect(workbench.dialog).toContainText(address);
  await workbench.answerDialog("Cancel");
  await expect(workbench.dialog).toBeHidden();
}

for (const dialect of ["two-plane", "unified"] as const) {
  const instanceId = dialect === "unified" ? "inst_demo" : "demo000001";

  test.describe(`on the ${dialect} dialect`, () => {
    test.use({ dialect, window: "shared" });

    test("invalid_api_key: a new key, then Retry; or the dashboard", async ({ workbench, emulator }) => {
      const chat = await workbench.openChat();
      await failNext(emulator, { code: "invalid_api_key", status: 401, envelope: "auto" }, { times: 2 });
      await chat.send("echo with a new key");
      await expectNotification(workbench, "invalid_api_key", "error", [
        "Set API Key",
        "Open API Keys Dashboard",
      ]);
      await expectCard(chat, "invalid_api_key", ["Set API Key", "Open API Keys Dashboard"]);
      await workbench.answerNotification("invalid_api_key", "Open API Keys Dashboard");
      await expectOpens(workbench, "https://www.agent37.com/dashboard/cloud/api-keys");

      await chat.alerts.last().getByRole("button", { name: "Set API Key" }).click();
      await emulator.control.keys.set("sk_live_second", "valid");
      await expect(workbench.quickInput.title).toContainText("Set API Key");
      await workbench.quickInput.enter("sk_live_second");
      await expect(workbench.quickInput.widget).toBeHidden();
      await emulator.control.faults.clear();
      await chat.alerts.last().getByRole("button", { name: "Retry" }).click();
      await expectAnswer(chat, "with a new key");
      await expect(chat.userMessages).toHaveCount(1);
      await expect(chat.composer).toHaveValue("");
    });

    test("invalid_api_key: the notification goes away when the key is set elsewhere", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await failNext(emulator, { code: "invalid_api_key", status: 401, envelope: "auto" });
      await chat.send("echo hello");
      await expect(workbench.notification("invalid_api_key")).toBeVisible();
      await emulator.control.keys.set("sk_live_second", "valid");
      await workbench.setApiKey("sk_live_second");
      await expect(workbench.notification("invalid_api_key")).toHaveCount(0);
    });

    test("insufficient_balance: billing or Retry", async ({ workbench, emulator }) => {
      const chat = await workbench.openChat();
      await failNext(emulator, { code: "insufficient_balance", status: 402 });
      await chat.send("echo paid");
      await expectNotification(workbench, "insufficient_balance", "error", [
        "Open Billing Dashboard",
        "Retry",
      ]);
      await expectCard(chat, "insufficient_balance", ["Open Billing Dashboard", "Retry"]);
      await chat.alerts.last().getByRole("button", { name: "Open Billing Dashboard" }).click();
      await expectOpens(workbench, "https://www.agent37.com/dashboard/cloud/billing");
      await workbench.answerNotification("insufficient_balance", "Retry");
      await expectAnswer(chat, "paid");
      await expect(workbench.notifications).toHaveCount(0);
      await expect(chat.alerts).toHaveCount(0);
    });

    test("instance_cap_reached: raise the cap and retry in one step", async ({ workbench, emulator }) => {
      const chat = await workbench.openChat();
      await failNext(emulator, { code: "instance_cap_reached", status: 402 });
      await chat.send("echo raised");
      await expectNotification(workbench, "instance_cap_reached", "warning", [
        "Raise Spend Cap",
        "Open Billing Dashboard",
      ]);
      await expectCard(chat, "instance_cap_reached", ["Raise Spend Cap", "Open Billing Dashboard"]);
      await chat.alerts.last().getByRole("button", { name: "Open Billing Dashboard" }).click();
      await expectOpens(workbench, "https://www.agent37.com/dashboard/cloud/billing");
      const { budget: before } = await instanceTruth(emulator, instanceId);
      await workbench.answerNotification("instance_cap_reached", "Raise Spend Cap");
      await expect(workbench.quickInput.widget).toContainText(`$${before.capUsd.toFixed(2)}`);
      await workbench.quickInput.enter("nonsense");
      await expect(workbench.quickInput.widget).toBeVisible();
      await workbench.quickInput.enter("$7.50");
      await workbench.quickInput.pick(/^Raise and Retry/);
      await expectAnswer(chat, "raised");
      const { budget: after } = await instanceTruth(emulator, instanceId);
      expect(after.capUsd).toBe(7.5);
      await expect(workbench.notifications).toHaveCount(0);
    });

    test("instance_not_found: the selection is dropped; select or create another", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await failNext(emulator, { code: "instance_not_found", status: 404 });
      await chat.send("echo found");
      await expectNotification(workbench, "instance_not_found", "error", [
        "Select Instance",
        "Create Instance",
      ]);
      await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: select instance");
      await expect(chat.composer).toHaveValue("echo found");
      await chat.alerts.last().getByRole("button", { name: "Create Instance" }).click();
      await expect(workbench.quickInput.title).toContainText("Create Instance");
      await workbench.quickInput.cancel();
      await workbench.answerNotification("instance_not_found", "Select Instance");
      await workbench.quickInput.pick("Demo agent");
      await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");
      await chat.sendButton.click();
      await expectAnswer(chat, "found");
    });

    test("instance_not_running: start it and the message goes out by itself", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await emulator.control.instances.set(instanceId, { status: "stopped" });
      if (dialect === "two-plane") await failNext(emulator, { code: "instance_not_running", status: 409 });
      await chat.send("echo started");
      await expectNotification(workbench, "instance_not_running", "warning", ["Start Instance", "Retry"]);
      await expectCard(chat, "instance_not_running", ["Start Instance", "Retry"]);
      await workbench.answerNotification("instance_not_running", "Start Instance");
      await expectAnswer(chat, "started");
      expect((await instanceTruth(emulator, instanceId)).status).toBe("running");
      await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");

      await failNext(emulator, { code: "instance_not_running", status: 409 });
      await chat.send("echo once more");
      await workbench.answerNotification("instance_not_running", "Retry");
      await expectAnswer(chat, "once more");
      await expect(workbench.notifications).toHaveCount(0);
    });

    test("insufficient_capacity: retried by itself, at once, or not any more", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await failNext(emulator, { code: "insufficient_capacity", status: 503 });
      expect(await chat.ask("echo by itself")).toBe("by itself");

      await failNext(emulator, { code: "insufficient_capacity", status: 503, retryAfter: "120" });
      await chat.send("echo at once");
      await expectNotification(workbench, "insufficient_capacity", "warning", ["Retry", "Stop Retrying"]);
      await expect(chat.conversation).toContainText(/Retrying in (1 min|1\d\d s|2 min|120)/);
      await workbench.answerNotification("insufficient_capacity", "Retry");
      await expectAnswer(chat, "at once");
      await expect(workbench.notifications).toHaveCount(0);

      await failNext(emulator, { code: "insufficient_capacity", status: 503, retryAfter: "120" });
      await chat.send("echo never");
      const before = await sentMessages(emulator);
      await workbench.answerNotification("insufficient_capacity", "Stop Retrying");
      await expectCard(chat, "insufficient_capacity", ["Retry"]);
      await expect(chat.composer).toHaveValue("echo never");
      await expect(workbench.notifications).toHaveCount(0);
      expect(await sentMessages(emulator)).toBe(before);
    });

    test("rate_limited: waits as long as the server asks, in seconds or until a date", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await failNext(emulator, { code: "rate_limited", status: 429, retryAfter: "4" });
      await chat.send("echo waited");
      await expectNotification(workbench, "rate_limited", "warning", ["Retry", "Stop Retrying"]);
      await expect(chat.conversation).toContainText(/Retrying in \d s/);
      await expectAnswer(chat, "waited");
      await expect(workbench.notifications).toHaveCount(0);
      const posts = (await emulator.control.requests.list({ method: "POST" })).filter(
        ({ path }) => path === responses,
      );
      expect(posts).toHaveLength(2);
      expect((posts[1]?.at ?? 0) - (posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(3_900);

      const date = new Date(Date.now() + 60_000).toUTCString();
      await failNext(emulator, { code: "rate_limited", status: 429, retryAfter: date });
      await chat.send("echo dated");
      await expect(chat.conversation).toContainText(/Retrying in (5\d s|1 min)/);
      await workbench.answerNotification("rate_limited", "Stop Retrying");
      // An instance's own refusal may also come from the model provider, which the log tells.
      await expectCard(chat, "rate_limited", dialect === "two-plane" ? ["Retry", "Show Log"] : ["Retry"]);
      await chat.alerts.last().getByRole("button", { name: "Retry" }).click();
      await expectAnswer(chat, "dated");
    });

    test("validation_error: edit the message, open the setting, or read the log", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      const hint = "Send less.";
      await failNext(emulator, { code: "validation_error", status: 400, param: "input", hint });
      await chat.send("echo too much");
      await expectNotification(workbench, "validation_error", "error", ["Edit Message", "Show Log"]);
      await expect(workbench.notification("validation_error")).toContainText("input");
      await expect(chat.alerts.last()).toContainText(hint);
      await expect(chat.composer).toHaveValue("echo too much");
      await workbench.page.locator(".statusbar").click({ position: { x: 400, y: 10 } });
      await workbench.answerNotification("validation_error", "Edit Message");
      await expect(chat.composer).toBeFocused();
      await chat.composer.fill("echo less");
      await chat.sendButton.click();
      await expectAnswer(chat, "less");

      await failNext(emulator, { code: "validation_error", status: 400, param: "model" });
      await chat.send("echo model");
      await expectNotification(workbench, "validation_error", "error", ["Open Settings", "Show Log"]);
      await workbench.answerNotification("validation_error", "Open Settings");
      await expect(workbench.page.locator(".settings-editor")).toContainText("Agent37");
      await expect(workbench.page.locator(".settings-editor")).toContainText("Model");
      await workbench.page.keyboard.press("Escape");
      await chat.alerts.last().getByRole("button", { name: "Show Log" }).click();
      await expect(workbench.page.locator(".part.panel")).toContainText("Output");
    });
  });
}
