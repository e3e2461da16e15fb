import type { Caller, Target } from "./caller.ts";
import type { Agent37Client } from "./contract.ts";
import type { AgentApi } from "./dialects/dialect.ts";
import { dialects } from "./dialects/dialects.ts";
import { Agent37Error } from "./errors/agent37Error.ts";
import type { Agent37ClientOptions } from "./options.ts";
import { resumeTurn } from "./stream/resumable.ts";
import { completeTurn, runTurn, recoverTurn } from "./stream/startTurn.ts";
import { createTurnPorts } from "./turnPorts.ts";
import type { InstanceRef, SessionSummary } from "./wire.ts";

export type AgentCalls = Pick<
  Agent37Client,
  | "getHealth"
  | "listModels"
  | "listSessions"
  | "getSession"
  | "renameSession"
  | "deleteSession"
  | "createResponse"
  | "getResponse"
  | "cancelResponse"
  | "runTurn"
  | "followTurn"
  | "recoverTurn"
>;

/** Turns, sessions, models and health of an instance. */
export function createAgentCalls(options: Agent37ClientOptions, caller: Caller): AgentCalls {
  const ports = createTurnPorts(options, caller);
  const at = (ref: InstanceRef): { api: AgentApi; target: Target } => {
    const dialect = dialects[ref.dialect];
    return { api: dialect.agent, target: { dialect, ref } };
  };

  return {
    async getHealth(ref, { agent, signal } = {}) {
      const { api, target } = at(ref);
      return caller.send(api.getHealth(ref.id, agent), target, signal);
    },
    async listModels(ref, { agent, signal } = {}) {
      const { api, target } = at(ref);
      return caller.send(api.listModels(ref.id, agent), target, signal);
    },
    async listSessions(ref, { agent, signal } = {}) {
      return newestFirst(await ports.of(ref, agent).listSessions(signal));
    },
    async getSession(ref, sessionId, { agent, signal } = {}) {
      return ports.of(ref, agent).getSession(sessionId, signal);
    },
    async renameSession(ref, sessionId, title, { agent, signal } = {}) {
      const { api, target } = at(ref);
      if (await caller.send(api.renameSession(sessionId, title, agent), target, signal)) return;
      throw new Agent37Error({
        code: "session_not_found",
        message: "The session does not exist any more.",
        plane: target.dialect.plane.instance,
      });
    },
    async deleteSession(ref, sessionId, { agent, signal } = {}) {
      const { api, target } = at(ref);
      await caller.send(api.deleteSession(sessionId, agent), target, signal);
    },

    createResponse: (ref, request, turnOptions = {}) =>
      completeTurn(ports.of(ref, request.agent), request, turnOptions),
    async getResponse(ref, responseId, { signal } = {}) {
      return ports.of(ref).getResponse(responseId, signal);
    },
    async cancelResponse(ref, responseId, { signal } = {}) {
      const { api, target } = at(ref);
      // Before the call: the turn's last event may overtake its answer.
      const note = ports.noteCancel(responseId);
      try {
        const response = await caller.send(api.cancelResponse(responseId), target, signal);
        if (response) return response;
      } catch (caught) {
        note.forget();
        throw caught;
      }
      const stored = await ports.of(ref).getResponse(responseId, signal);
      return stored ?? { id: responseId, sessionId: "", status: "in_progress", outputText: "" };
    },
    runTurn: (ref, request, turnOptions = {}) => runTurn(ports.of(ref, request.agent), request, turnOptions),
    followTurn: (ref, { agent, ...known }, { signal } = {}) => {
      const { responseId, sessionId, input, sentAt, knownUserMessages } = known;
      const turn = { responseId, sessionId, input, sentAt, knownUserMessages };
      return resumeTurn(ports.of(ref, agent), turn, undefined, signal);
    },
    recoverTurn: (ref, lost, { signal } = {}) =>
      recoverTurn(ports.of(ref, lost.agent), lost, undefined, signal),
  };
}

/** Servers list the newest first; where every row has a time that is made sure of. */
function newestFirst(sessions: readonly SessionSummary[]): readonly SessionSummary[] {
  const time = ({ lastActiveAt }: SessionSummary): number => lastActiveAt ?? Number.NaN;
  if (sessions.some((session) => Number.isNaN(time(session)))) return sessions;
  return sessions.toSorted((a, b) => time(b) - time(a));
}
