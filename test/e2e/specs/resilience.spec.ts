/** A connection that breaks, a window that closes, a server that forgets: the answer on screen is the server's. */
import {
  demoInstance,
  expectAllThatWasSaid,
  expectAnswerSurvivesDrop,
  expectFinalText,
  expectHistory,
  expectSentOnce,
  holdAgent,
  postsOf,
  releaseAgent,
  sendAndHold,
  sessionOf,
  stepAgent,
  turnOf,
  turnsOf,
} from "../checks.ts";
import type { Fault, FaultAction } from "../../emulator/control/controlTypes.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import { expect, test } from "../fixtures/test.ts";

type Drop = Omit<Extract<FaultAction, { kind: "drop" }>, "kind">;

const responses = "/v1/responses";
const streams = "/v1/responses/*/stream";

/** Where the connection of a message breaks: in the answer to it, and in the replays that follow. */
const places: readonly { readonly where: string; readonly drops: readonly [Drop, ...Drop[]] }[] = [
  { where: "before the first byte", drops: [{ when: "beforeCreated" }] },
  { where: "after the first byte", drops: [{ afterByte: 1 }] },
  { where: "within the first frame", drops: [{ afterByte: 40 }] },
  { where: "after response.created", drops: [{ afterEvent: 1 }] },
  { where: "after the first text", drops: [{ afterEvent: 2 }] },
  { where: "within a later frame", drops: [{ afterByte: 333 }] },
  { where: "in the middle", drops: [{ afterEvent: 12 }] },
  { where: "just before the end", drops: [{ afterByte: 2_000 }] },
  { where: "in the replay as well", drops: [{ afterEvent: 3 }, { afterEvent: 2 }] },
  { where: "before the replay begins", drops: [{ afterEvent: 4 }, { when: "request" }, { afterByte: 1 }] },
];

async function breakConnections({ control }: Emulator, drops: readonly [Drop, ...Drop[]]): Promise<void> {
  const [first, ...later] = drops;
  await control.faults.add({ method: "POST", path: responses, action: { kind: "drop", ...first } });
  for (const drop of later) {
    const fault: Fault = { method: "GET", path: streams, action: { kind: "drop", ...drop } };
    await control.faults.add(fault);
  }
}

// This is the longest file: another worker may take one of the two groups.
test.describe.configure({ mode: "parallel" });

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`on the ${dialect} dialect`, () => {
    test.describe.configure({ mode: "default" });
    test.use({ dialect, window: "shared" });

    test(`a turn that runs while the window reloads goes on where it is${dialect === "two-plane" ? " @smoke" : ""}`, async ({
      workbench,
      emulator,
    }) => {
      const input = "long 40";
      const chat = await workbench.openChat();
      await sendAndHold(chat, emulator, input, 10);
      await expectAllThatWasSaid(chat, emulator, input);

      await workbench.untilStored((await turnOf(emulator, input)).id);
      await workbench.reloadWindow();
      await workbench.openChat();
      await expectAllThatWasSaid(chat, emulator, input);
      await expect(chat.stopButton).toBeVisible();
      await stepAgent(emulator, 5);
      await expectAllThatWasSaid(chat, emulator, input);
      await releaseAgent(emulator);
      await expectFinalText(chat, emulator, input);
      await expectSentOnce(emulator, input);
      await expectHistory(chat, emulator, (await sessionOf(emulator, input)).id);
    });

    test("broken connections leave every answer whole; what never arrived is sent again only when the user says so", async ({
      workbench,
      emulator,
    }) => {
      test.setTimeout(240_000);
      const { control } = emulator;
      const chat = await workbench.openChat();
      // Silence is silence in both dialects, and it takes 90 s: so in one of them, and while other things happen.
      const silent = dialect === "two-plane" ? "stall 4" : undefined;
      if (silent !== undefined) {
        await chat.send(silent);
        await expect(chat.agentMessages.last().locator(".answer")).not.toBeEmpty();
        await workbench.runCommand("Agent37: New Chat");
        await expect(chat.userMessages).toHaveCount(0);
        await expect(chat.composer).toBeFocused();
      }

      const inputs: string[] = [];
      for (const [index, { where, drops }] of places.entries()) {
        await test.step(where, async () => {
          const input = `long ${20 + index}`;
          inputs.push(input);
          await breakConnections(emulator, drops);
          await chat.send(input);
          await expectFinalText(chat, emulator, input);
          expect((await control.faults.list()).map(({ hits }) => hits)).toEqual(drops.map(() => 1));
          await control.faults.clear();
        });
      }
      await expectAnswerSurvivesDrop(chat, emulator, "long 50");
      for (const input of [...inputs, "long 50"]) await expectSentOnce(emulator, input);
      const { id: sessionId } = await sessionOf(emulator, "long 50");
      await expectHistory(chat, emulator, sessionId);
      await expect(workbench.notifications).toHaveCount(0);

      await test.step("a message that never arrived", async () => {
        // It is looked for twice, some fifteen seconds each: before it counts as lost, and before it is sent again.
        const input = "echo lost on the way";
        await control.faults.add({ method: "POST", path: responses, action: { kind: "drop" } });
        await chat.send(input);
        await expect(chat.alert("turn_unconfirmed")).toBeVisible({ timeout: 30_000 });
        expect(await postsOf(emulator, input)).toBe(1);
        expect(await turnsOf(emulator, input)).toHaveLength(0);
        await chat.alert("turn_unconfirmed").getByRole("button", { name: "Retry" }).click();
        await expectFinalText(chat, emulator, input, { timeout: 60_000 });
        expect(await turnsOf(emulator, input)).toHaveLength(1);
        await expectHistory(chat, emulator, sessionId);
      });

      if (silent === undefined) return;
      await test.step("a connection that is silent for 90 s", async () => {
        const silentSession = await sessionOf(emulator, silent);
        const { id } = await turnOf(emulator, silent);
        await workbench.openSession(silent);
        await expect
          .poll(() => control.requests.list({ path: `${responses}/${id}/stream` }), { timeout: 120_000 })
          .not.toHaveLength(0);
        await expectFinalText(chat, emulator, silent);
        await expectHistory(chat, emulator, silentSession.id);
        await expectSentOnce(emulator, silent);
      });
    });

    test.describe("with windows that close", () => {
      test.use({ window: "own" });

      test("a turn goes on while no window is open, whatever the server remembers of it later", async ({
        workbench,
        openWindow,
        emulator,
      }) => {
        test.setTimeout(180_000);
        const { control } = emulator;
        let window = workbench;

        await test.step("closed before the first byte", async () => {
          const input = "long 20";
          const chat = await window.openChat();
          await holdAgent(emulator);
          await control.faults.add({ method: "POST", path: responses, action: { kind: "stall" } });
          await chat.send(input);
          await expect.poll(() => turnsOf(emulator, input)).toHaveLength(1);
          await window.untilStored(input);
          await window.close();

          // Only the two-plane server tells which turn runs. The other one tells of a turn when it is over, and a message
          // that it does not know of counts as lost after a while, which can be less than a window takes to open.
          const isToldOf = dialect === "two-plane";
          if (!isToldOf) await releaseAgent(emulator);
          window = await openWindow();
          await window.openChat();
          if (isToldOf) {
            await stepAgent(emulator, 6);
            await expectAllThatWasSaid(window.chat, emulator, input);
            await releaseAgent(emulator);
          }
          await expectFinalText(window.chat, emulator, input);
          await expectSentOnce(emulator, input);
          await expectHistory(window.chat, emulator, (await sessionOf(emulator, input)).id);
        });

        const away = [
          { what: "over meanwhile", input: "long 12", meanwhile: async () => {} },
          {
            what: "the replay is synthesised: one delta, no reasoning, no tools",
            input: "long 13",
            meanwhile: () => control.clock.advance(61_000),
          },
          {
            what: "the gateway keeps one response, and that is another one",
            input: "long 14",
            meanwhile: async () => {
              await control.settings.set({ maxResponses: 1 });
              await control.startTurn({ instanceId: demoInstance[dialect], input: "echo other" });
            },
          },
        ];
        for (const { what, input, meanwhile } of away) {
          await test.step(what, async () => {
            const { chat } = window;
            await sendAndHold(chat, emulator, input, 5);
            await expectAllThatWasSaid(chat, emulator, input);
            const { id } = await turnOf(emulator, input);
            await window.untilStored(id);
            await window.close();
            await releaseAgent(emulator);
            await control.responses.finished(id);
            await meanwhile();

            window = await openWindow();
            await window.openChat();
            await expectFinalText(window.chat, emulator, input);
            await expectSentOnce(emulator, input);
            await expectHistory(window.chat, emulator, (await sessionOf(emulator, input)).id);
          });
        }
      });
    });
  });
}
