/** A message that finds its session busy with another turn, and the three ways out of it. */
import {
  demoInstance,
  expectAllThatWasSaid,
  expectCancelRunningTurnWorks,
  expectFinalText,
  expectHistory,
  holdAgent,
  plain,
  releaseAgent,
  sendAndHold,
  sessionOf,
  stepAgent,
  turnOf,
  turnsOf,
} from "../checks.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import { expect, test } from "../fixtures/test.ts";
import type { Workbench } from "../pages/workbench.ts";

const running = "long 30";
const waiting = "echo the message that had to wait";

interface Stage {
  readonly workbench: Workbench;
  readonly emulator: Emulator;
  readonly openWindow: () => Promise<Workbench>;
}

for (const dialect of ["two-plane", "unified"] as const) {
  /** A session that this window shows, on which a turn runs that was started elsewhere. Gives its session. */
  const makeBusy = async ({ workbench, emulator, openWindow }: Stage): Promise<string> => {
    const chat = await workbench.openChat();
    await chat.ask("echo first");
    const { id: sessionId } = await sessionOf(emulator, "echo first");
    if (dialect === "two-plane") {
      await holdAgent(emulator);
      await emulator.control.startTurn({ instanceId: demoInstance[dialect], sessionId, input: running });
      await stepAgent(emulator, 6);
    } else {
      // This server does not tell which turn runs: the extension knows it from its other window.
      const other = await openWindow();
      await other.openChat();
      await other.openSession("echo first");
      await expectHistory(other.chat, emulator, sessionId);
      await sendAndHold(other.chat, emulator, running, 6);
      await expectAllThatWasSaid(other.chat, emulator, running);
      await other.untilStored((await turnOf(emulator, running)).id);
      await workbench.page.bringToFront();
    }
    return sessionId;
  };

  test.describe(`a busy session on the ${dialect} dialect`, () => {
    test.use({ dialect, window: "shared" });

    test(`Cancel Running Turn ends the other turn, then the message goes out by itself${dialect === "two-plane" ? " @smoke" : ""}`, async ({
      workbench,
      emulator,
      openWindow,
    }) => {
      const sessionId = await makeBusy({ workbench, emulator, openWindow });
      const { id: runningId } = await turnOf(emulator, running);
      await emulator.control.settings.set({ chunkDelayMs: 15 });
      await expectCancelRunningTurnWorks(workbench, emulator, waiting, runningId);
      expect((await sessionOf(emulator, waiting)).id).toBe(sessionId);
      expect(await workbench.chat.lastAnswerText()).toBe("the message that had to wait");
      await expect(workbench.chat.composer).toHaveValue("");
      await expect(workbench.notifications).toHaveCount(0);
      await expect(workbench.chat.alerts).toHaveCount(0);
      expect(await turnsOf(emulator, waiting)).toHaveLength(1);
    });

    test("Follow Running Turn shows the running answer to its end, and the message waits in the composer", async ({
      workbench,
      emulator,
      openWindow,
    }) => {
      const sessionId = await makeBusy({ workbench, emulator, openWindow });
      const { chat } = workbench;
      await chat.send(waiting);
      await expect(chat.alert("session_busy").getByRole("button")).toHaveText([
        "Cancel Running Turn",
        "Follow Running Turn",
        "New Chat",
      ]);
      await chat.alert("session_busy").getByRole("button", { name: "Follow Running Turn" }).click();
      await expectAllThatWasSaid(chat, emulator, running);
      await expect(chat.stopButton).toBeVisible();
      await expect(chat.composer).toHaveValue(waiting);
      await stepAgent(emulator, 3);
      await expectAllThatWasSaid(chat, emulator, running);
      await releaseAgent(emulator);
      await expectFinalText(chat, emulator, running);
      await expectHistory(chat, emulator, sessionId);
      await expect(chat.alerts).toHaveCount(0);
      await expect(workbench.notifications).toHaveCount(0);
      await expect(chat.composer).toHaveValue(waiting);
      expect(await turnsOf(emulator, waiting)).toHaveLength(0);

      await chat.sendButton.click();
      await expectFinalText(chat, emulator, waiting);
      expect(await chat.lastAnswerText()).toBe("the message that had to wait");
      await expectHistory(chat, emulator, sessionId);
    });

    // It asks nothing about the running turn, so that one dialect is enough.
    if (dialect === "two-plane") {
      test("New Chat takes the message along and leaves the other turn alone", async ({
        workbench,
        emulator,
        openWindow,
      }) => {
        const sessionId = await makeBusy({ workbench, emulator, openWindow });
        const { chat } = workbench;
        await chat.send(waiting);
        await expect(workbench.notification("(session_busy)")).toHaveCount(1);
        await workbench.answerNotification("(session_busy)", "New Chat");
        await expect(chat.conversation.locator("article")).toHaveCount(0);
        await expect(chat.composer).toHaveValue(waiting);
        await expect(workbench.notifications).toHaveCount(0);
        await emulator.control.settings.set({ chunkDelayMs: 15 });
        await chat.sendButton.click();
        await expectFinalText(chat, emulator, waiting);
        const other = await sessionOf(emulator, waiting);
        expect(other.id).not.toBe(sessionId);
        expect(plain(other.finalText)).toBe("the message that had to wait");
        expect((await turnOf(emulator, running)).status).toBe("in_progress");
        await releaseAgent(emulator);
      });
    }
  });
}
