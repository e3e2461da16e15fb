/**
 * Reducer → presenter → diff → what is posted: the host's work for each delta, one batch for each, which is more than
 * there ever is: a view takes one batch a frame.
 */
import "./withoutVsCode.ts";
import type { HistoryItem } from "../../../src/api/wire.ts";
import { reduce } from "../../../src/core/conversation/reduce.ts";
import { type Conversation, emptyConversation } from "../../../src/core/conversation/state.ts";
import { growthOf } from "../../../src/protocol/growth.ts";
import type { HostMessage } from "../../../src/protocol/messages.ts";
import { pack } from "../../../src/protocol/packed.ts";
import type { Section } from "../table.ts";
import { cutDeltas, mixedAnswer, session } from "../workloads.ts";
import { costCells, measureTurns, type Step } from "./slices.ts";

const settledTurns = 5_000;

type Host = typeof import("./hostModules.ts");

/** @param times how often each turn is played, beyond what makes a number of it */
export async function benchHostPath(times: number): Promise<Section> {
  // After the module "vscode" has got a stand-in.
  const host = await import("./hostModules.ts");
  const empty = started(emptyConversation);
  const long = started(longConversation());
  const deltas = (length: number): string[] => cutDeltas("host", mixedAnswer("host", length));
  const whole = deltas(1_000_000);
  // The engine warms up.
  await measureTurns(1, (step) => stream(host, empty, whole, step));
  const rows = [];
  for (const [title, conversation, pieces, turns] of [
    ["1 KB turn", empty, deltas(1_000), 1_000],
    ["100 KB turn", empty, deltas(100_000), 20],
    ["1 MB turn", empty, whole, 2],
    [`1 MB turn behind ${settledTurns} others`, long, whole, 2],
  ] as const) {
    const costs = await measureTurns(turns * times, (step) => stream(host, conversation, pieces, step));
    rows.push([title, pieces.length, ...costCells(costs)]);
  }
  return {
    title: "Host: reducer → presenter → diff → post, a batch per delta",
    columns: ["turn", "deltas", "µs per delta", "first tenth", "last tenth", "last ÷ first"],
    rows,
    notes: ["Last ÷ first: 1 is flat. A view takes one batch a frame, so there are fewer of them than here."],
  };
}

function stream(
  { Presenter, diffTurns }: Host,
  initial: Conversation,
  deltas: readonly string[],
  step: Step,
): void {
  const presenter = new Presenter(() => {
    throw new Error("Nothing fails here");
  });
  let conversation = initial;
  let shown = presenter.turns(conversation);
  let seq = 0;
  let posted = 0;
  for (const text of deltas) {
    conversation = reduce(conversation, { type: "signal", signal: { type: "text", text }, at: seq });
    const next = presenter.turns(conversation);
    const patches = diffTurns(shown, next);
    shown = next;
    seq += 1;
    const [patch] = patches;
    // As the channel does.
    const message: HostMessage =
      patches.length === 1 && patch?.op === "grow"
        ? { type: "growth", payload: growthOf(seq, patch.text) }
        : { type: "patches", payload: { seq, patches } };
    posted += JSON.stringify(pack(message)).length;
    step();
  }
  if (posted < deltas.length) throw new Error("Not every delta was posted");
}

function started(conversation: Conversation): Conversation {
  const sent = reduce(conversation, { type: "turnStarted", turnId: "last", input: "Go on", at: 0 });
  const created = { type: "created", responseId: "resp_1", sessionId: "sess_1" } as const;
  return reduce(sent, { type: "signal", signal: created, at: 0 });
}

function longConversation(): Conversation {
  const history: HistoryItem[] = session("history", settledTurns * 2).map(({ role, text }) => ({
    role,
    text,
  }));
  return reduce(emptyConversation, { type: "historyRead", sessionId: "sess_1", history });
}
