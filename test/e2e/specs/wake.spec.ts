/** Messages to an instance that sleeps, comes up, is stopped or is suspended: they wait with words, and go out once. */
import { demoInstance } from "../checks.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import type { InstancePatch } from "../../emulator/control/controlTypes.ts";
import { expect, test } from "../fixtures/test.ts";
import type { ChatView } from "../pages/chatView.ts";
import type { Workbench } from "../pages/workbench.ts";

const responses = "/v1/responses";

const posts = async (emulator: Emulator): Promise<readonly number[]> =>
  (await emulator.control.requests.list({ method: "POST" }))
    .filter(({ path }) => path === responses)
    .map(({ status }) => status);

/** Something happens to the instance where this window cannot know of it. */
async function change(
  emulator: Emulator,
  dialect: "unified" | "two-plane",
  patch: InstancePatch,
): Promise<void> {
  await emulator.control.instances.set(demoInstance[dialect], patch);
}

/** The window reads its list and shows this status. */
async function expectSeen(workbench: Workbench, status: string): Promise<void> {
  await workbench.execute("agent37.refreshInstances");
  await expect(workbench.statusBarItem()).toHaveAccessibleName(`Agent37: Demo agent, ${status}`);
}

async function expectAnswer(chat: ChatView, text: string): Promise<void> {
  await expect.poll(() => chat.lastAnswerText(), { timeout: 30_000 }).toBe(text);
  await chat.waitUntilIdle();
}

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`on the ${dialect} dialect`, () => {
    test.use({ dialect, window: "shared" });

    test("stopped: Start Instance, and the message goes out by itself", async ({ workbench, emulator }) => {
      const chat = await workbench.openChat();
      await change(emulator, dialect, { status: "stopped" });
      await emulator.control.settings.set({ transitionMs: 3_000 });
      await chat.send("echo after the start");
      const code = dialect === "unified" ? "instance_not_running" : "container_unavailable";
      const card = chat.alert(code);
      await expect(card.getByRole("button")).toHaveText(["Start Instance", "Retry"]);
      await expect(chat.composer).toHaveValue("echo after the start");
      await workbench.screenshot(`wake-stopped-${dialect}`);
      await card.getByRole("button", { name: "Start Instance" }).click();
      await expect(chat.conversation).toContainText(
        "Demo agent is starting. The message goes out when it is ready.",
      );
      await expect(chat.alerts).toHaveCount(0);
      await expect(chat.composer).toHaveValue("");
      await workbench.screenshot(`wake-starting-${dialect}`);
      await expectAnswer(chat, "after the start");
      await expect(chat.userMessages).toHaveCount(1);
      await expect(workbench.notifications).toHaveCount(0);
      expect((await posts(emulator)).filter((status) => status === 200)).toHaveLength(1);
    });

    test("stopped, and started elsewhere: the message goes out by itself, but not once it was edited", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await change(emulator, dialect, { status: "stopped" });
      await chat.send("echo from the dashboard");
      await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, stopped");
      await change(emulator, dialect, { status: "running" });
      await expectSeen(workbench, "running");
      await expectAnswer(chat, "from the dashboard");
      await expect(chat.composer).toHaveValue("");
      await expect(workbench.notifications).toHaveCount(0);

      await change(emulator, dialect, { status: "stopped" });
      await chat.send("echo edited");
      await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, stopped");
      await expect(chat.composer).toHaveValue("echo edited");
      await chat.composer.fill("echo something else");
      // The view tells the host of it a moment later.
      await workbench.untilStored("echo something else");
      const before = await posts(emulator);
      await change(emulator, dialect, { status: "running" });
      await expectSeen(workbench, "running");
      await chat.sendButton.click();
      await expectAnswer(chat, "something else");
      expect(await posts(emulator)).toHaveLength(before.length + 1);
    });

    test("starting: the message waits; Cancel gives it back, and it is never sent twice", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await change(emulator, dialect, { status: "starting" });
      await expectSeen(workbench, "starting");
      await chat.send("echo patient");
      await expect(chat.conversation).toContainText("Demo agent is starting.");
      await chat.conversation.getByRole("button", { name: "Cancel" }).click();
      await expect(chat.composer).toHaveValue("echo patient");
      await expect(chat.stopButton).toBeHidden();
      await chat.sendButton.click();
      await expect(chat.conversation.getByRole("button", { name: "Cancel" })).toBeVisible();
      expect(await posts(emulator)).toEqual([]);

      await workbench.untilStored("awaiting");
      await workbench.reloadWindow();
      await workbench.openChat();
      await expect(chat.userMessages.last()).toContainText("echo patient");
      await expect(chat.conversation.getByRole("button", { name: "Cancel" })).toBeVisible();
      await workbench.screenshot(`wake-reloaded-${dialect}`);
      expect(await posts(emulator)).toEqual([]);
      await change(emulator, dialect, { status: "running" });
      await expectAnswer(chat, "patient");
      expect(await posts(emulator)).toHaveLength(1);
      await expect(chat.composer).toHaveValue("");
    });

    test("starting, in a session: after a reload the message waits in sight, and goes out behind its session", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await chat.send("echo the first");
      await expectAnswer(chat, "the first");
      await change(emulator, dialect, { status: "starting" });
      await expectSeen(workbench, "starting");
      await chat.send("echo the second");
      await expect(chat.conversation.getByRole("button", { name: "Cancel" })).toBeVisible();
      await workbench.untilStored("awaiting");
      await workbench.reloadWindow();
      await workbench.openChat();
      await expect(chat.conversation).toContainText(
        "Demo agent is starting. The message goes out when it is ready.",
      );
      await chat.conversation.getByRole("button", { name: "Cancel" }).click();
      await expect(chat.composer).toHaveValue("echo the second");
      // The unified API has its sessions apart from the instance, and tells them already.
      const gate = dialect === "unified" ? "Demo agent is starting" : "Waiting for Demo agent…";
      await expect(chat.frame.getByText(gate, { exact: true })).toBeVisible();
      await change(emulator, dialect, { status: "running" });
      await expect(chat.userMessages).toHaveText([/the first/]);

      await change(emulator, dialect, { status: "starting" });
      await expectSeen(workbench, "starting");
      await chat.sendButton.click();
      await expect(chat.conversation.getByRole("button", { name: "Cancel" })).toBeVisible();
      await workbench.untilStored("awaiting");
      await workbench.reloadWindow();
      await workbench.openChat();
      await expect(chat.conversation.getByRole("button", { name: "Cancel" })).toBeVisible();
      await workbench.screenshot(`wake-session-${dialect}`);
      await change(emulator, dialect, { status: "running" });
      await expectAnswer(chat, "the second");
      await expect(chat.userMessages).toHaveText([/the first/, /the second/]);
      await workbench.screenshot(`wake-session-answered-${dialect}`);
      expect(await posts(emulator)).toHaveLength(2);
    });
  });
}

test.describe("an instance that sleeps by itself", () => {
  test.use({ dialect: "two-plane", window: "shared" });

  test("wakes with words, and answers; the message goes out once it is awake", async ({
    workbench,
    emulator,
  }) => {
    const chat = await workbench.openChat();
    await emulator.control.settings.set({ transitionMs: 4_000 });
    await change(emulator, "two-plane", { status: "sleeping" });
    await expectSeen(workbench, "sleeping");
    await chat.send("echo awake");
    await expect(chat.conversation).toContainText("Waking Demo agent…");
    await expect(chat.stopButton).toBeVisible();
    await workbench.screenshot("wake-waking");
    await expectAnswer(chat, "awake");
    await expect(chat.alerts).toHaveCount(0);
    await expect(workbench.notifications).toHaveCount(0);
    expect(await posts(emulator)).toEqual([200]);

    await change(emulator, "two-plane", { status: "sleeping" });
    await expectSeen(workbench, "sleeping");
    await chat.send("echo stopped");
    await expect(chat.conversation).toContainText("Waking Demo agent…");
    await chat.stopButton.click();
    await expect(chat.composer).toHaveValue("echo stopped");
    await expect(chat.stopButton).toBeHidden();
    expect(await posts(emulator)).toEqual([200]);
  });

  test("says so as well where the list did not know, and sits out a wake that takes too long", async ({
    workbench,
    emulator,
  }) => {
    const chat = await workbench.openChat();
    await emulator.control.settings.set({ transitionMs: 6_000 });
    await change(emulator, "two-plane", { status: "sleeping" });
    await chat.send("echo unannounced");
    await expect(chat.conversation).toContainText("Waking Demo agent…");
    await expectAnswer(chat, "unannounced");
    expect(await posts(emulator)).toEqual([200]);

    await emulator.control.settings.set({ transitionMs: 400 });
    for (const code of ["wake_timeout", "wake_failed"])
      await emulator.control.faults.add({ method: "POST", path: responses, action: { kind: "error", code } });
    await chat.send("echo in the end");
    await expectAnswer(chat, "in the end");
    await expect(chat.alerts).toHaveCount(0);
    await expect(workbench.notifications).toHaveCount(0);
    expect(await posts(emulator)).toEqual([200, 503, 503, 200]);
  });

  test("suspended: billing first, before a message goes out as well as after", async ({
    workbench,
    emulator,
  }) => {
    const chat = await workbench.openChat();
    await change(emulator, "two-plane", { pastDue: true });
    await chat.send("echo paid");
    const card = chat.alert("instance_suspended");
    await expect(card.getByRole("button")).toHaveText(["Open Billing Dashboard", "Retry"]);
    await workbench.screenshot("wake-suspended");
    await card.getByRole("button", { name: "Open Billing Dashboard" }).click();
    await expect(workbench.dialog).toContainText("https://www.agent37.com/dashboard/cloud/billing");
    await workbench.answerDialog("Cancel");

    await workbench.execute("agent37.refreshInstances");
    await expect(chat.frame.getByText("Demo agent is suspended", { exact: true })).toBeVisible();
    const before = await posts(emulator);
    await chat.sendButton.click();
    await expect(chat.alerts.last()).toContainText("instance_suspended");
    await expect(chat.alerts.last().getByRole("button")).toHaveText(["Open Billing Dashboard", "Retry"]);
    expect(await posts(emulator)).toEqual(before);

    await change(emulator, "two-plane", { pastDue: false });
    await chat.alerts.last().getByRole("button", { name: "Retry" }).click();
    await expectAnswer(chat, "paid");
    await expect(workbench.notifications).toHaveCount(0);
  });
});
