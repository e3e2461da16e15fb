import { describe, expect, it } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import { localError } from "../../../../src/api/errors/localError.ts";
import type { InstanceRef, TurnSignal } from "../../../../src/api/wire.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import { ConversationStore } from "../../../../src/core/conversation/conversationStore.ts";
import { TurnRunner } from "../../../../src/core/conversation/turnRunner.ts";

const instance: InstanceRef = { id: "demo000001", dialect: "two-plane" };

describe("a turn whose connection outlives it", () => {
  const endings: [string, () => void][] = [
    ["ends", () => undefined],
    [
      "breaks",
      () => {
        throw localError("connection_lost", "The connection was lost.");
      },
    ],
  ];

  it.each(endings)("leaves the next turn alone when that connection %s", async (_, finish) => {
    const store = new ConversationStore();
    const runner = new TurnRunner({} as Agent37Client, systemClock, store, () => 0);
    store.onDidEndTurn(() => {
      if (store.state.settled.length === 1)
        store.dispatch({ type: "turnStarted", turnId: "second", input: "two", at: 1 });
    });
    store.dispatch({ type: "turnStarted", turnId: "first", input: "one", at: 0 });
    await runner.run(instance, async function* (): AsyncGenerator<TurnSignal> {
      yield { type: "created", responseId: "r1", sessionId: "s1" };
      yield { type: "completed", outputText: "one" };
      finish();
    });
    expect(store.state.active).toMatchObject({ id: "second" });
    expect(store.state.settled.map(({ id, phase }) => [id, phase.kind])).toEqual([["first", "completed"]]);
  });
});
