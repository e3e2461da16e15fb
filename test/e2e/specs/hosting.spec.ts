/** Every way in which the calls about instances fail, met once: what the user sees. */
import type { FaultAction } from "../../emulator/control/controlTypes.ts";
import { expect, test } from "../fixtures/test.ts";
import type { Workbench } from "../pages/workbench.ts";

type ErrorAction = Extract<FaultAction, { kind: "error" }>;

const running = { instanceId: "demo000001" };
const stopped = { instanceId: "stopped001" };

/** A command on an instance, with the answers to its questions. */
type Step = (workbench: Workbench) => Promise<void>;

const command =
  (id: string, context: object, answer: Step = async () => {}): Step =>
  async (workbench) => {
    // Its promise lasts until the user has answered.
    const done = workbench.execute(id, context);
    await answer(workbench);
    await done;
  };
const sure =
  (button: string): Step =>
  (workbench) =>
    workbench.answerDialog(button);
const pick =
  (...labels: readonly (string | RegExp)[]): Step =>
  async ({ quickInput }) => {
    for (const label of labels) await quickInput.pick(label);
  };

/** What the API says when something does not work on the instance itself. */
const couldNot = {
  error: { code: "provisioning_failed", status: 502 },
  says: /failed/i,
  severity: "error",
  buttons: ["Show What Failed", "Retry", "Show Log"],
} as const;

interface Failure {
  readonly does: Step;
  readonly method: string;
  readonly path: string;
  readonly error: Omit<ErrorAction, "kind">;
  /** What stands in the notification. */
  readonly says: RegExp;
  readonly severity: "error" | "warning";
  readonly buttons: readonly string[];
}

/** Meets each failure once: its notification, its severity and exactly its buttons. */
function meet(title: string, failures: readonly Failure[]): void {
  test(title, async ({ workbench, emulator }) => {
    test.setTimeout(40_000 + failures.length * 20_000);
    await expect(workbench.statusBarItem(/, running$/)).toBeVisible();
    for (const { does, method, path, error, says, severity, buttons } of failures) {
      await test.step(`${method} ${path}: ${error.code}`, async () => {
        await emulator.control.faults.add({
          method,
          path,
          times: -1,
          action: { kind: "error", ...error },
        });
        await does(workbench);
        const toast = workbench.notification(`(${error.code})`);
        // What is refused for a change that has not ended is tried again for half a minute.
        await expect(toast).toHaveCount(1, { timeout: 60_000 });
        await expect(toast).toContainText(says);
        await expect(toast.locator(`.codicon-${severity}`)).toBeVisible();
        await expect(
          toast.locator(".notification-list-item-buttons-container").getByRole("button"),
        ).toHaveText([...buttons]);
        await emulator.control.faults.clear();
        await workbench.execute("notifications.clearAll");
        await expect(workbench.notifications).toHaveCount(0);
        // Of more than three notifications in 800 ms VS Code shows the others in the bell alone.
        await workbench.page.waitForTimeout(800);
      });
    }
  });
}

test.describe("what the hosting API refuses", () => {
  test.use({ window: "shared" });

  const create: Step = command("agent37.createInstance", {}, async ({ quickInput }) => {
    await quickInput.pick("agent37-hermes");
    for (const step of ["(2/6)", "(3/6)", "(4/6)", "(5/6)", "(6/6)"]) {
      await expect(quickInput.title).toContainText(step);
      await quickInput.accept();
    }
  });
  const createFails = (
    code: string,
    says: RegExp,
    severity: Failure["severity"],
    ...buttons: string[]
  ): Failure => {
    const error = { code };
    return { does: create, method: "POST", path: "/v1/instances", error, says, severity, buttons };
  };

  meet("a creation that fails says why, and what can be done about it", [
    createFails("insufficient_balance", /balance/i, "error", "Open Billing Dashboard", "Retry"),
    createFails("tier_limit", /plan|limit/i, "error", "Open Billing Dashboard", "Retry", "Show Log"),
    createFails(
      "instance_limit_reached",
      /limit/i,
      "error",
      "Open Billing Dashboard",
      "Show Instances",
      "Retry",
    ),
    createFails("no_capacity", /room|capacity/i, "warning", "Retry"),
    createFails("provisioning_failed", /failed/i, "error", "Retry", "Show Log"),
    createFails("invalid_request", /request/i, "error", "Retry", "Show Log"),
    createFails("ip_not_allowed", /address|IP/, "error", "Open API Keys Dashboard", "Retry", "Show Log"),
  ]);

  meet("an action on an instance that fails says why, and what can be done about it", [
    {
      does: command("agent37.stopInstance", running, sure("Stop")),
      method: "POST",
      path: "/v1/instances/*/stop",
      error: { code: "try_again", status: 409 },
      says: /in the middle of a change/,
      severity: "warning",
      buttons: ["Retry", "Show Log"],
    },
    {
      does: command("agent37.startInstance", stopped),
      method: "POST",
      path: "/v1/instances/*/start",
      error: { code: "capacity_unavailable" },
      says: /room|capacity/i,
      severity: "warning",
      buttons: ["Retry", "Resize Instance"],
    },
    {
      does: command("agent37.startInstance", stopped),
      method: "POST",
      path: "/v1/instances/*/start",
      error: { code: "insufficient_balance" },
      says: /balance/i,
      severity: "error",
      buttons: ["Open Billing Dashboard", "Retry"],
    },
    {
      does: command("agent37.restartInstance", running, sure("Restart")),
      method: "POST",
      path: "/v1/instances/*/restart",
      error: { code: "provisioning_failed", detail: "exit 137" },
      says: /failed/i,
      severity: "error",
      buttons: ["Show What Failed", "Retry", "Show Log"],
    },
    {
      does: command("agent37.updateInstance", running, sure("Update")),
      method: "POST",
      path: "/v1/instances/*/update",
      error: { code: "invalid_request", message: "The instance cannot be updated now." },
      says: /cannot be updated now/,
      severity: "error",
      buttons: ["Retry", "Show Log"],
    },
    {
      does: command("agent37.resizeInstance", running, pick("8 vCPU", /^As it is|Default|GB disk/)),
      method: "POST",
      path: "/v1/instances/*/resize",
      error: { code: "tier_limit" },
      says: /plan|limit/i,
      severity: "error",
      buttons: ["Open Billing Dashboard", "Retry", "Show Log"],
    },
    {
      does: command("agent37.renameInstance", running, ({ quickInput }) => quickInput.enter("Other")),
      method: "PATCH",
      path: "/v1/instances/*",
      error: { code: "invalid_request", message: "The name is taken." },
      says: /The name is taken/,
      severity: "error",
      buttons: ["Retry", "Show Log"],
    },
    {
      does: command("agent37.deleteInstance", running, sure("Delete")),
      method: "DELETE",
      path: "/v1/instances/*",
      error: { code: "not_found", status: 404 },
      says: /does not know this instance|does not exist/,
      severity: "error",
      buttons: ["Select Instance", "Create Instance"],
    },
  ]);

  meet("a copy that fails says why, and what can be done about it", [
    {
      does: command("agent37.forkInstance", running, async ({ quickInput }) => {
        await quickInput.accept();
        await expect(quickInput.title).toContainText("(2/2)");
        await quickInput.accept();
      }),
      method: "POST",
      path: "/v1/instances/*/fork",
      error: { code: "no_capacity" },
      says: /room|capacity/i,
      severity: "warning",
      buttons: ["Retry"],
    },
    {
      does: command("agent37.createBackup", running),
      method: "POST",
      path: "/v1/instances/*/backups",
      ...couldNot,
    },
    {
      does: command("agent37.restoreBackup", running),
      method: "GET",
      path: "/v1/instances/*/backups",
      ...couldNot,
    },
    {
      does: command("agent37.restoreBackup", running, async (workbench) => {
        await workbench.quickInput.pick(/./);
        await workbench.answerDialog("Restore");
      }),
      method: "POST",
      path: "/v1/instances/*/restore",
      ...couldNot,
    },
  ]);

  meet("money and the computer: a call that fails says why, and what can be done about it", [
    {
      does: command("agent37.raiseSpendCap", running),
      method: "GET",
      path: "/v1/instances/*/budget",
      error: { code: "internal_error", status: 500 },
      says: /Agent37/,
      severity: "error",
      buttons: ["Retry", "Show Log"],
    },
    {
      does: command("agent37.raiseSpendCap", running, ({ quickInput }) => quickInput.enter("30")),
      method: "PATCH",
      path: "/v1/instances/*/budget",
      error: { code: "invalid_request", message: "The cap is too high." },
      says: /The cap is too high/,
      severity: "error",
      buttons: ["Retry", "Show Log"],
    },
    {
      does: command("agent37.showInstanceLog", running),
      method: "GET",
      path: "/v1/instances/*/logs",
      ...couldNot,
    },
    {
      does: command("agent37.openInstancePage", running, pick(/Terminal/)),
      method: "POST",
      path: "/v1/instances/*/signed-url",
      error: { code: "invalid_request", message: "The instance must be running." },
      says: /must be running/,
      severity: "error",
      buttons: ["Retry", "Show Log"],
    },
    {
      does: command("agent37.runCommand", running, ({ quickInput }) => quickInput.enter("uname")),
      method: "POST",
      path: "/v1/instances/*/exec",
      error: { code: "ip_not_allowed", message: "203.0.113.7 is not allowed." },
      says: /203\.0\.113\.7/,
      severity: "error",
      // A command may have run although it failed, so it is for the user to enter it again.
      buttons: ["Open API Keys Dashboard", "Show Log"],
    },
    {
      does: command("agent37.showInstanceMetrics", running),
      method: "GET",
      path: "/v1/instances/*/metrics",
      error: { code: "try_again", status: 503 },
      says: /in the middle of a change/,
      severity: "warning",
      buttons: ["Retry", "Show Log"],
    },
  ]);

  test("an action waits until another change of the instance has ended", async ({ workbench, emulator }) => {
    await expect(workbench.statusBarItem(/, running$/)).toBeVisible();
    await emulator.control.faults.add({
      method: "POST",
      path: "/v1/instances/*/stop",
      times: 2,
      action: { kind: "error", code: "try_again", status: 409 },
    });
    await command("agent37.stopInstance", running, sure("Stop"))(workbench);
    await expect(workbench.statusBarItem(/, stopped$/)).toBeVisible();
    await expect(workbench.notifications).toHaveCount(0);
    const asked = await emulator.control.requests.list({ method: "POST", path: "/v1/instances/*/stop" });
    expect(asked.map(({ status }) => status)).toEqual([409, 409, 200]);
  });

  test("figures that cannot be read are told of on their page, and not beside it", async ({
    workbench,
    emulator,
  }) => {
    await emulator.control.faults.add({
      method: "GET",
      path: "/v1/instances/*/usage",
      times: -1,
      action: { kind: "error", code: "ip_not_allowed" },
    });
    await workbench.execute("agent37.showSpend", running);
    const page = workbench.page
      .frameLocator(
        'iframe.webview[src*="extensionId=agent37.agent37-chat"]:visible:not(:left-of(.part.editor))',
      )
      .frameLocator("iframe#active-frame");
    await expect(page.getByText("(ip_not_allowed)")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Spend of Demo agent");
    await expect(workbench.notifications).toHaveCount(0);
  });
});
