import type { Caller, OpenAnswer } from "./caller.ts";
import { dialects } from "./dialects/dialects.ts";
import { readPages } from "./dialects/pages.ts";
import { Agent37Error } from "./errors/agent37Error.ts";
import { parseErrorAnswer } from "./errors/parse.ts";
import { isEventStream, readText } from "./http/body.ts";
import type { Agent37ClientOptions } from "./options.ts";
import type { StartPort } from "./stream/startTurn.ts";
import type { InstanceRef } from "./wire.ts";

/** A session that became idle this recently may still be reported as busy. */
const idleEchoMs = 1_000;
/** How long the question for a turn's final status may hold back its last event. */
const finalStatusMs = 5_000;
const errorLimit = 64 * 1024;
/** Ids that are remembered of each kind. */
const memory = 200;

export interface TurnPorts {
  /** @param agent the harness whose sessions are read; undefined: the instance's default */
  of(ref: InstanceRef, agent?: string): StartPort;
  /** Remembers that the user asked for the end of a turn; `forget` when the server did not hear it. */
  noteCancel(responseId: string): { forget(): void };
}

/** Ties the calls of an instance to the stream code, with what the client remembers between calls. */
export function createTurnPorts({ clock, logger }: Agent37ClientOptions, caller: Caller): TurnPorts {
  const cancelled = new Set<string>();
  const idleSince = new Map<string, number>();

  return {
    noteCancel(responseId) {
      cancelled.add(responseId);
      trim(cancelled);
      return { forget: () => cancelled.delete(responseId) };
    },
    of(ref, agent) {
      const dialect = dialects[ref.dialect];
      const target = { dialect, ref };
      const api = dialect.agent;
      const plane = dialect.plane.instance;
      return {
        clock,
        logger,
        plane,
        keepsStreamsAlive: dialect.keepsStreamsAlive,
        start: (request, stream, signal) =>
          caller.open(api.createResponse(ref.id, request, stream), target, { signal, stream }),
        decodeTurn: (body, answer) =>
          caller.decode(api.createResponse(ref.id, { input: "" }, false), target, body, factsOf(answer)),
        async attach(responseId, signal) {
          const answer = await caller.open(api.streamResponse(responseId), target, { signal, stream: true });
          if (isEventStream(answer.response)) return answer;
          const body = await readText(answer.response, errorLimit, "cut");
          throw parseErrorAnswer({ ...factsOf(answer), body, plane });
        },
        getSession: (sessionId, signal) => caller.send(api.getSession(sessionId, agent), target, signal),
        listSessions: (signal) =>
          readPages((cursor) => caller.send(api.listSessions(ref.id, agent, cursor), target, signal)),
        async getResponse(responseId, signal) {
          if (!api.getResponse) return undefined;
          try {
            return await caller.send(api.getResponse(responseId), target, signal);
          } catch (caught) {
            if (isUnknownResponse(caught)) return undefined;
            throw caught;
          }
        },
        wasCancelRequested: (responseId) => cancelled.has(responseId),
        async finalStatus(responseId) {
          try {
            const signal = AbortSignal.timeout(finalStatusMs);
            return (await caller.send(api.finalResponse(responseId), target, signal))?.status;
          } catch {
            // Asking is a courtesy: without an answer the turn counts as what the user asked for.
            return undefined;
          }
        },
        onSessionIdle(sessionId) {
          idleSince.set(sessionId, clock.now());
          trim(idleSince);
        },
        hasJustEnded(sessionId) {
          const since = idleSince.get(sessionId);
          return since !== undefined && clock.now() - since <= idleEchoMs;
        },
      };
    },
  };
}

/** Whether the server has no (or no more) object of a turn; the instance itself being unknown is another matter. */
export function isUnknownResponse(caught: unknown): boolean {
  return (
    caught instanceof Agent37Error &&
    caught.status === 404 &&
    caught.plane !== "transport" &&
    caught.code !== "instance_not_found"
  );
}

function factsOf({ response, host, requestId }: OpenAnswer) {
  return { host, status: response.status, requestId };
}

/** Forgets the oldest entries. */
function trim(entries: Set<string> | Map<string, unknown>): void {
  for (const key of entries.keys()) {
    if (entries.size <= memory) return;
    entries.delete(key);
  }
}
