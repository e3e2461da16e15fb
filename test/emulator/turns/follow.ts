import type { Exchange } from "../http/exchange.ts";
import { SseReader } from "../http/sseReader.ts";
import { frameOf, isTerminal } from "./turn.ts";
import type { Turn, TurnEvent, TurnReader } from "./turn.ts";
import { synthesisedEvents } from "./turnEvents.ts";

/** Whether the API still answers for a turn (cancel and stream). */
export function isExpired(turn: Turn, world: Exchange["world"]): boolean {
  return (
    turn.forgotten ||
    (turn.finishedAt !== null && world.clock.now() - turn.finishedAt > world.settings.synthesisMs)
  );
}

/**
 * Answers a request with the stream of a turn: everything so far, then what comes. `replay` marks a reattachment
 * as opposed to the call that started the turn.
 */
export async function followTurn(x: Exchange, turn: Turn, replay: boolean): Promise<void> {
  const { world, fault } = x;
  const action = fault?.action;
  if (action?.kind === "drop" && action.when === "beforeCreated") {
    x.destroy();
    return;
  }
  if (!(await x.held())) return;
  const first = turn.firstReader;
  turn.firstReader = null;
  const drop = action?.kind === "drop" ? action : undefined;
  const stallAfter = action?.kind === "stall" ? action.afterEvent : first?.stallAfterEvent;
  const stallMs = action?.kind === "stall" ? action.ms : undefined;
  const sse = new SseReader(x, {
    dropAfterEvent: drop ? dropEvent(drop) : first?.dropAfterEvent,
    dropAfterByte: drop?.afterByte,
    stall: stallAfter === undefined ? undefined : { afterEvent: stallAfter, ms: stallMs },
  });
  world.streams.add(sse);
  x.res.on("close", () => {
    world.streams.delete(sse);
    turn.readers.delete(reader);
  });
  const reader = new RuleBreaker(sse, world.mutations, replay);
  const ended = turn.status !== "in_progress";
  for (const event of snapshot(x, turn, replay)) reader.event(frameOf(event));
  if (ended || (replay && turn.eventCount > turn.buffer.length)) reader.end();
  else turn.readers.add(reader);
}

/** A drop in the stream without numbers comes right after `response.created`. */
function dropEvent({
  afterEvent,
  afterByte,
}: {
  afterEvent?: number;
  afterByte?: number;
}): number | undefined {
  return afterEvent ?? (afterByte === undefined ? 1 : undefined);
}

/** What a client gets at once when it attaches. */
function snapshot(x: Exchange, turn: Turn, replay: boolean): TurnEvent[] {
  const { settings, clock, mutations } = x.world;
  const old = turn.finishedAt !== null && clock.now() - turn.finishedAt > settings.retentionMs;
  const events = old ? synthesisedEvents(turn, mutations.has("wrongOutputText")) : [...turn.buffer];
  if (!replay) return events;
  if (mutations.has("replayFromMiddle")) return events.slice(Math.floor(events.length / 2));
  if (mutations.has("replayDoubles")) {
    const at = events.findIndex((event) => event.event === "response.output_text.delta");
    const event = events[at];
    if (event) events.splice(at, 0, event);
  }
  return events;
}

/** Passes events on, except for what the active mutations break. */
class RuleBreaker implements TurnReader {
  readonly #reader: TurnReader;
  readonly #mutations: ReadonlySet<string>;
  readonly #live: boolean;
  #held: string | undefined;
  #deltas = 0;

  constructor(reader: TurnReader, mutations: ReadonlySet<string>, replay: boolean) {
    this.#reader = reader;
    this.#mutations = mutations;
    this.#live = !replay;
  }

  get closed(): boolean {
    return this.#reader.closed;
  }

  event(frame: string): void {
    const name = /^event: (\S+)/.exec(frame)?.[1] ?? "";
    if (this.#mutations.has("createdMissing") && name === "response.created") return;
    if (this.#mutations.has("noTerminalEvent") && isTerminal(name)) return;
    if (name === "response.output_text.delta" && this.#live) {
      this.#deltas += 1;
      if (this.#mutations.has("deltaLost") && this.#deltas === 2) return;
      if (this.#mutations.has("deltasSwapped") && this.#deltas === 2) {
        this.#held = frame;
        return;
      }
    }
    this.#reader.event(frame);
    if (this.#held !== undefined) {
      this.#reader.event(this.#held);
      this.#held = undefined;
    }
    if (this.#mutations.has("doneMarker") && isTerminal(name)) this.#reader.comment("data: [DONE]\n\n");
  }

  comment(text: string): void {
    this.#reader.comment(text);
  }

  end(): void {
    this.#reader.end();
  }

  abort(): void {
    this.#reader.abort();
  }
}
