import type { OpenAnswer } from "../caller.ts";
import { Agent37Error } from "../errors/agent37Error.ts";
import { localError } from "../errors/localError.ts";
import type { TurnEvent, TurnSignal } from "../wire.ts";
import { readEvents } from "./events.ts";
import type { Turn, TurnPort } from "./turnPort.ts";
import { startWatchdog } from "./watchdog.ts";

/** Silence after which a connection is taken for dead. The server writes a keepalive every 30 s; 90 s is our number. */
export const silenceMs = 90_000;
/** Without a promise of keepalives and without an id to ask for, waiting goes on for this many silences. */
const blindSilences = 10;

/** How one connection of a turn ended. */
export type StreamEnd =
  | { readonly kind: "terminal" }
  | {
      readonly kind: "dropped";
      readonly error: Agent37Error;
      /** Events that came, the repeated ones of a replay included. */
      readonly events: number;
      readonly bytes: number;
      /** The server closed the stream in good order, though without the end of the turn. */
      readonly clean: boolean;
      readonly lastedMs: number;
    };

/**
 * Reads one connection's events. Leaving the loop closes the connection; the turn itself goes on.
 * @param replay the connection repeats the turn from its start: `replay` is said before its first event
 * @throws AbortError when the caller aborted; a drop is returned, not thrown
 */
export async function* readConnection(
  port: TurnPort,
  { response, host }: OpenAnswer,
  turn: Turn,
  replay: boolean,
): AsyncGenerator<TurnSignal, StreamEnd> {
  const startedAt = port.clock.now();
  let bytes = 0;
  let events = 0;
  const watchdog = startWatchdog({
    clock: port.clock,
    silenceMs,
    keepWaiting: port.keepsStreamsAlive ? undefined : askServer(port, turn),
    onSilent: () =>
      response.close(
        localError("stream_silent", `${host} has said nothing for ${silenceMs / 1000} seconds.`),
      ),
  });
  const counted = async function* (): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of response.body) {
      watchdog.touch();
      bytes += chunk.byteLength;
      yield chunk;
    }
  };
  const dropped = (error: Agent37Error, clean: boolean): StreamEnd => ({
    kind: "dropped",
    error,
    events,
    bytes,
    clean,
    lastedMs: port.clock.now() - startedAt,
  });
  try {
    for await (const event of readEvents(counted(), { plane: port.plane, host, logger: port.logger })) {
      events += 1;
      if (event.type === "created") {
        turn.responseId = event.responseId;
        turn.sessionId = event.sessionId || turn.sessionId;
      }
      if (replay && events === 1) {
        yield { type: "replay" };
        if (event.type !== "created") yield createdOf(turn);
      }
      if (event.type === "completed" || event.type === "failed") {
        watchdog.stop();
        if (turn.sessionId !== undefined) port.onSessionIdle(turn.sessionId);
        yield await settle(port, turn, event);
        return { kind: "terminal" };
      }
      yield event.type === "created" ? createdOf(turn) : event;
    }
    const error = localError("connection_lost", `The connection to ${host} ended before the turn did.`);
    return dropped(error, true);
  } catch (caught) {
    if (caught instanceof Agent37Error) return dropped(caught, false);
    throw caught;
  } finally {
    watchdog.stop();
    response.close();
  }
}

/** The event that opens a turn, from what is known of it. */
export function createdOf(turn: Turn): TurnEvent {
  return { type: "created", responseId: turn.responseId ?? "", sessionId: turn.sessionId ?? "" };
}

/** A stream cannot tell cancelled from completed: where a cancel was asked for, the server is asked how it went. */
async function settle(port: TurnPort, turn: Turn, event: TurnEvent): Promise<TurnEvent> {
  const { responseId } = turn;
  if (event.type !== "completed" || responseId === undefined || !port.wasCancelRequested(responseId))
    return event;
  const status = event.cancelled ? "cancelled" : await port.finalStatus(responseId);
  return { ...event, cancelled: status !== "completed" };
}

/** Whether to wait on in silence: as long as the server says that the turn is running. */
function askServer(port: TurnPort, turn: Turn): () => Promise<boolean> {
  let blind = 0;
  return async () => {
    if (turn.responseId === undefined) return ++blind < blindSilences;
    const stored = await port.getResponse(turn.responseId, undefined);
    return stored?.status === "in_progress";
  };
}
