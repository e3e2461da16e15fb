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

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`on the ${dialect} dialect`, () => {
    test.use({ dialect });

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

    test("a window that closes before the first byte finds its turn when it opens again", async ({
      workbench,
      openWindow,
      emulator,
    }) => {
      const input = "long 20";
      const chat = await workbench.openChat();
      await holdAgent(emulator);
      await emulator.control.faults.add({ method: "POST", path: responses, action: { kind: "stall" } });
      await chat.send(input);
      await expect.poll(() => turnsOf(emulator, input)).toHaveLength(1);
      await workbench.untilStored(input);
      await workbench.close();

      const later = await openWindow();
      await later.openChat();
      await stepAgent(emulator, 6);
      // Only the two-plane server tells which turn runs; the other one tells of a turn when it is over.
      if (dialect === "two-plane") await expectAllThatWasSaid(later.chat, emulator, input);
      await releaseAgent(emulator);
      await expectFinalText(later.chat, emulator, input);
      await expectSentOnce(emulator, input);
      await expectHistory(later.chat, emulator, (await sessionOf(emulator, input)).id);
    });

    test("a turn that ends while no window is open is there in full, also when the server remembers less", async ({
      workbench,
      openWindow,
      emulator,
    }) => {
      test.setTimeout(120_000);
      const { control } = emulator;
      const away = [
        { input: "long 12", meanwhile: async () => {} },
        // The replay is synthesised: one delta, no reasoning, no tools.
        { input: "long 13", meanwhile: () => control.clock.advance(61_000) },
        // The gateway keeps one response, and that is another one.
        {
          input: "long 14",
          meanwhile: async () => {
            await control.settings.set({ maxResponses: 1 });
            await control.startTurn({ instanceId: demoInstance[dialect], input: "echo other" });
          },
        },
      ];
      let window = workbench;
      for (const { input, meanwhile } of away) {
        const chat = await window.openChat();
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
      }
    });

    test("ten broken connections and a silent one leave every answer whole and every message sent once", async ({
      workbench,
      emulator,
    }) => {
      // A connection counts as dead after 90 s of silence.
      test.setTimeout(240_000);
      const { control } = emulator;
      const chat = await workbench.openChat();
      const silent = "stall 4";
      await chat.send(silent);
      await expect(chat.agentMessages.last().locator(".answer")).not.toBeEmpty();
      const silentSession = await sessionOf(emulator, silent);
      await workbench.runCommand("Agent37: New Chat");
      await expect(chat.userMessages).toHaveCount(0);
      await expect(chat.composer).toBeFocused();

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
      await expectHistory(chat, emulator, (await sessionOf(emulator, "long 50")).id);
      await expect(workbench.notifications).toHaveCount(0);

      const { id } = await turnOf(emulator, silent);
      await workbench.openSession(silent);
      await expect
        .poll(() => control.requests.list({ path: `${responses}/${id}/stream` }), { timeout: 120_000 })
        .not.toHaveLength(0);
      await expectFinalText(chat, emulator, silent);
      await expectHistory(chat, emulator, silentSession.id);
      await expectSentOnce(emulator, silent);
    });

    test("a message that never arrived is not sent again unless the user says so", async ({
      workbench,
      emulator,
    }) => {
      // The message is looked for twice, some fifteen seconds each: before it counts as lost, and before it is sent again.
      test.setTimeout(120_000);
      const chat = await workbench.openChat();
      await chat.ask("echo before");
      const input = "echo lost on the way";
      await emulator.control.faults.add({ method: "POST", path: responses, action: { kind: "drop" } });
      await chat.send(input);
      await expect(chat.alert("turn_unconfirmed")).toBeVisible({ timeout: 30_000 });
      expect(await postsOf(emulator, input)).toBe(1);
      expect(await turnsOf(emulator, input)).toHaveLength(0);
      await chat.alert("turn_unconfirmed").getByRole("button", { name: "Retry" }).click();
      await expectFinalText(chat, emulator, input, { timeout: 60_000 });
      expect(await turnsOf(emulator, input)).toHaveLength(1);
      await expectHistory(chat, emulator, (await sessionOf(emulator, input)).id);
    });
  });
}
