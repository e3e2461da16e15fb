/**
 * The checks of the other specs can fail: each passes against the emulator as it is, and fails when the emulator breaks
 * the rule that the check is there for.
 */
import {
  demoInstance,
  expectAllThatWasSaid,
  expectAnswerOnOneConnection,
  expectAnswerSurvivesDrop,
  expectCancelRunningTurnWorks,
  expectFinalText,
  expectHistory,
  expectOtherKeyRefused,
  expectRetryAfterKept,
  expectSentOnce,
  expectSpendCapRaised,
  expectStopWorks,
  holdAgent,
  type Patience,
  releaseAgent,
  sendAndHold,
  sessionOf,
} from "../checks.ts";
import type { Emulator, MutationName } from "../../emulator/emulator.ts";
import { expect, test } from "../fixtures/test.ts";
import type { Workbench } from "../pages/workbench.ts";

interface Stage {
  readonly workbench: Workbench;
  readonly emulator: Emulator;
  /** Makes messages unique, so that each run of a check finds its own turns. */
  readonly run: number;
}

interface Rule {
  /** Each of them alone must make the check fail. */
  readonly mutations: readonly MutationName[];
  readonly check: (stage: Stage, options: Patience) => Promise<void>;
  /** Puts right what a broken rule has changed. */
  readonly restore?: (stage: Stage) => Promise<void>;
}

const rules: Readonly<Record<string, Rule>> = {
  "a running answer shows all that was said": {
    mutations: ["deltaLost", "deltasSwapped"],
    check: async ({ workbench: { chat }, emulator, run }, options) => {
      await sendAndHold(chat, emulator, `long ${20 + run}`, 9);
      await expectAllThatWasSaid(chat, emulator, `long ${20 + run}`, options);
    },
  },
  "an answer survives a broken connection": {
    mutations: ["replayDoubles", "replayFromMiddle"],
    check: ({ workbench: { chat }, emulator, run }, options) =>
      expectAnswerSurvivesDrop(chat, emulator, `long ${20 + run}`, options),
  },
  "an answer comes on one connection": {
    mutations: ["noTerminalEvent"],
    check: ({ workbench: { chat }, emulator, run }, options) =>
      expectAnswerOnOneConnection(chat, emulator, `echo ${run} at once`, options),
  },
  "a finished answer is the history's": {
    mutations: ["wrongOutputText"],
    check: async ({ workbench: { chat }, emulator, run }, options) => {
      await chat.send(`long ${20 + run}`);
      await expectFinalText(chat, emulator, `long ${20 + run}`, options);
    },
  },
  "Stop ends the turn at the server": {
    mutations: ["cancelIgnored"],
    check: ({ workbench: { chat }, emulator, run }, options) =>
      expectStopWorks(chat, emulator, `long ${20 + run}`, options),
  },
  "a message that is sent again starts one turn": {
    mutations: ["startsTwice"],
    check: async ({ workbench: { chat }, emulator, run }, options) => {
      const action = { kind: "error", code: "insufficient_capacity", envelope: "object" } as const;
      await emulator.control.faults.add({ method: "POST", path: "/v1/responses", action });
      const input = `echo ${run} again`;
      await chat.send(input);
      await expect.poll(() => chat.lastAnswerText(), options).toBe(`${run} again`);
      await expectSentOnce(emulator, input, { requests: 2 });
    },
  },
  "a session that is opened shows its history": {
    mutations: ["historyLosesLastTurn", "historyDoublesLastTurn"],
    check: async ({ workbench, emulator, run }, options) => {
      const instanceId = demoInstance["two-plane"];
      const turn = { instanceId, input: `echo ${run} from elsewhere` };
      const { responseId, sessionId } = await emulator.control.startTurn(turn);
      await emulator.control.responses.finished(responseId);
      await workbench.openSession(turn.input);
      await expectHistory(workbench.chat, emulator, sessionId, options);
    },
  },
  "a busy session names its turn, so that it can be cancelled": {
    mutations: ["wrongBusyId"],
    check: async ({ workbench, emulator, run }, options) => {
      const { chat } = workbench;
      await chat.ask(`echo ${run} busy`);
      const { id: sessionId } = await sessionOf(emulator, `echo ${run} busy`);
      await holdAgent(emulator);
      const instanceId = demoInstance["two-plane"];
      const running = await emulator.control.startTurn({ instanceId, sessionId, input: "long 60" });
      await emulator.control.settings.set({ chunkDelayMs: 15 });
      const input = `echo ${run} waited`;
      await expectCancelRunningTurnWorks(workbench, emulator, input, running.responseId, options);
    },
  },
  "a raised spend cap is raised at the server": {
    mutations: ["capNotRaised"],
    check: ({ workbench, emulator, run }, options) =>
      expectSpendCapRaised(workbench, emulator, 10 + run, options),
  },
  "a key that the server does not know is refused": {
    mutations: ["acceptAnyKey"],
    check: ({ workbench }, options) => expectOtherKeyRefused(workbench, options),
    restore: ({ workbench, emulator }) => workbench.setApiKey(emulator.key),
  },
  "a message waits as long as Retry-After says, and no longer": {
    mutations: ["retryAfterIgnored"],
    check: ({ workbench: { chat }, emulator, run }, options) =>
      expectRetryAfterKept(chat, emulator, `${run} in time`, options),
  },
};

/** A check that fails is given up after this long; in a quiet run it passes in much less. */
const untilFailed = { timeout: 2_000 } satisfies Patience;
const untilPassed = { timeout: 30_000 } satisfies Patience;

async function cleanUp({ workbench, emulator }: Stage): Promise<void> {
  const { control } = emulator;
  await control.mutations.clear();
  await control.faults.clear();
  for (const { id, status } of await control.responses.list()) {
    if (status !== "in_progress") continue;
    const { instanceId } = (await control.responses.get(id)) ?? { instanceId: "" };
    await fetch(`${(await control.instances.get(instanceId))?.url}/v1/responses/${id}/cancel`, {
      method: "POST",
      headers: { Authorization: `Bearer ${emulator.key}` },
    });
  }
  await releaseAgent(emulator);
  await workbench.page.keyboard.press("Escape");
  await workbench.execute("notifications.clearAll");
  await workbench.runCommand("Agent37: New Chat");
  await expect(workbench.chat.conversation.locator("article")).toHaveCount(0);
  // The focus arrives last, and would close the next palette.
  await expect(workbench.chat.composer).toBeFocused();
}

test("every check passes against the API as it is, and fails where the API breaks its rule", async ({
  workbench,
  emulator,
}) => {
  test.setTimeout(300_000);
  await workbench.openChat();
  await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");
  let run = 0;
  for (const [name, { mutations, check, restore }] of Object.entries(rules)) {
    await test.step(name, async () => {
      const stage = (): Stage => ({ workbench, emulator, run: ++run });
      await check(stage(), untilPassed);
      await cleanUp(stage());
      for (const mutation of mutations) {
        await test.step(`fails with ${mutation}`, async () => {
          await emulator.control.mutations.add(mutation);
          const outcome = await check(stage(), untilFailed).then(
            () => "the check passed",
            (error: unknown) => error,
          );
          expect(outcome, `${name}, although ${mutation}`).toBeInstanceOf(Error);
          await cleanUp(stage());
          await restore?.(stage());
        });
      }
    });
  }
});
