/** Bytes of a stream → typed events → reducer, in memory: the way of every event, without a network. */
import { readEvents } from "../../../src/api/stream/events.ts";
import { silentLogger } from "../../../src/common/logger.ts";
import { reduce } from "../../../src/core/conversation/reduce.ts";
import { type Conversation, emptyConversation } from "../../../src/core/conversation/state.ts";
import { frameOf } from "../../emulator/turns/turn.ts";
import type { Section } from "../table.ts";
import { cutDeltas, mixedAnswer } from "../workloads.ts";
import { costCells, measureTurns, type Step } from "./slices.ts";

const context = { plane: "agent", host: "bench.test", logger: silentLogger } as const;

interface Stream {
  readonly chunks: readonly Uint8Array[];
  readonly events: number;
  readonly bytes: number;
}

/** @param times how often each turn is played, beyond what makes a number of it */
export async function benchDecoding(times: number): Promise<Section> {
  const small = streamOf(1_000, 1);
  const large = streamOf(1_000_000, 1);
  const burst = streamOf(1_000_000, 500);
  // The engine warms up.
  await measureTurns(1, (step) => decode(large, step));
  const rows = [];
  for (const [title, stream, turns] of [
    ["1 KB turn, a network packet per event", small, 1_000],
    ["1 MB turn, a network packet per event", large, 2],
    ["1 MB turn, 500 events per network packet", burst, 2],
  ] as const) {
    const costs = await measureTurns(turns * times, (step) => decode(stream, step));
    const bytesPerEvent = stream.bytes / stream.events;
    rows.push([
      title,
      stream.events,
      (bytesPerEvent / 2 ** 20 / costs.meanMicros) * 1e6,
      ...costCells(costs),
    ]);
  }
  return {
    title: "Stream in memory: bytes → events → reducer",
    columns: ["turn", "events", "MB/s", "µs per event", "first tenth", "last tenth", "last ÷ first"],
    rows,
    notes: [
      "MB are those of the stream with its frames, about seven times the text. Last ÷ first: 1 is flat.",
    ],
  };
}

async function decode({ chunks }: Stream, step: Step): Promise<void> {
  let conversation: Conversation = reduce(emptyConversation, {
    type: "turnStarted",
    turnId: "t1",
    input: "Go",
    at: 0,
  });
  for await (const signal of readEvents(inTurn(chunks), context)) {
    conversation = reduce(conversation, { type: "signal", signal, at: 0 });
    step();
  }
  if (conversation.settled.length !== 1) throw new Error("The turn did not end");
}

async function* inTurn(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}

/** @param perChunk events in each chunk of bytes */
function streamOf(length: number, perChunk: number): Stream {
  const text = mixedAnswer("stream", length);
  const created = { event: "response.created", data: { id: "resp_1", session_id: "sess_1" } };
  const completed = { event: "response.completed", data: { output_text: text } };
  const deltas = cutDeltas("stream", text).map((delta) => ({
    event: "response.output_text.delta",
    data: { text: delta },
  }));
  const frames = [created, ...deltas, completed].map(frameOf);
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < frames.length; start += perChunk)
    chunks.push(Buffer.from(frames.slice(start, start + perChunk).join("")));
  return { chunks, events: frames.length, bytes: chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) };
}
