/** The Agent API of an instance (the gateway), shared by the two-plane dialect and a bare gateway. Times are ms. */
import * as v from "valibot";
import type { ModelList, SessionSummary, TurnRequest } from "../wire.ts";
import { withoutAttachedFiles } from "./attachedFiles.ts";
import type { AgentApi, Call, Page } from "./dialect.ts";
import {
  context,
  epochMs,
  id,
  ignore,
  maybe,
  number,
  read,
  readHistory,
  readPage,
  readResponse,
  readResponseIfAny,
  readRows,
  text,
  toContext,
} from "./shapes.ts";
import { putUpload } from "./uploads.ts";

const plane = "agent";

function call<T>(fields: Omit<Call<T>, "place" | "patience"> & Partial<Pick<Call<T>, "patience">>): Call<T> {
  return { place: "instance", patience: "agent", ...fields };
}

const health = v.object({ agent: maybe(text), healthy: maybe(v.boolean()), hermes: maybe(v.boolean()) });

const modelList = v.object({
  agent: maybe(text),
  default_model: maybe(text),
  data: v.array(v.unknown()),
});
const model = v.object({
  id,
  label: maybe(text),
  owned_by: maybe(text),
  provider: maybe(text),
  description: maybe(text),
  is_default: maybe(v.boolean()),
});

const sessionList = v.object({ agent: maybe(text) });
const sessionRow = v.object({
  id,
  agent: maybe(text),
  title: maybe(text),
  preview: maybe(text),
  last_active: maybe(number),
  last_response_at: maybe(number),
  started_at: maybe(number),
  created: maybe(number),
  message_count: maybe(number),
});

const session = v.object({
  id,
  agent: maybe(text),
  // Absent and null differ here: a gateway before 0.5.0 does not tell.
  active_response_id: v.optional(v.nullable(text)),
  history: maybe(v.array(v.unknown())),
  context: maybe(context),
});

const renamed = v.object({ renamed: maybe(v.boolean()) });

export const agentApi: AgentApi = {
  getHealth: (_instanceId, agent) =>
    call({
      name: "check the agent",
      method: "GET",
      path: ["health"],
      query: { agent },
      decode(json) {
        const raw = read(health, json);
        return { healthy: raw.healthy ?? raw.hermes ?? false, agent: raw.agent };
      },
    }),
  listModels: (_instanceId, agent) =>
    call({ name: "list models", method: "GET", path: ["models"], query: { agent }, decode: readModels }),
  listSessions: (_instanceId, agent, cursor) =>
    call({
      name: "list sessions",
      method: "GET",
      path: ["sessions"],
      query: { agent, cursor },
      decode: readSessions,
    }),
  getSession: (sessionId, agent) =>
    call({
      name: "read the session",
      method: "GET",
      path: ["sessions", sessionId],
      query: { agent },
      decode(json) {
        const raw = read(session, json);
        return {
          id: raw.id,
          agent: raw.agent,
          activeResponseId: raw.active_response_id,
          history: readHistory(raw.history ?? []),
          context: toContext(raw.context),
        };
      },
    }),
  renameSession: (sessionId, title, agent) =>
    call({
      name: "rename the session",
      method: "PATCH",
      path: ["sessions", sessionId],
      query: { agent },
      body: { title },
      decode: (json) => read(renamed, json).renamed ?? true,
    }),
  deleteSession: (sessionId, agent) =>
    call({
      name: "delete the session",
      method: "DELETE",
      path: ["sessions", sessionId],
      query: { agent },
      decode: ignore,
    }),
  uploadFile: (_instanceId, file, token) => putUpload(file, token),
  createResponse: (_instanceId, request, stream) =>
    call({
      name: "send the message",
      method: "POST",
      path: ["responses"],
      patience: "turn",
      body: turnBody(request, stream),
      decode: (json, { host }) => readResponse(json, plane, host),
    }),
  streamResponse: (responseId) =>
    call({
      name: "attach to the turn",
      method: "GET",
      path: ["responses", responseId, "stream"],
      decode: ignore,
    }),
  cancelResponse: (responseId) =>
    call({
      name: "cancel the turn",
      method: "POST",
      path: ["responses", responseId, "cancel"],
      decode: (json, { host }) => readResponseIfAny(json, plane, host),
    }),
  // The call was in the first gateways and was removed: the stream's replay and the session replace it.
  getResponse: undefined,
  // Cancelling a finished turn changes nothing and gives its object.
  finalResponse: (responseId) => agentApi.cancelResponse(responseId),
};

function readModels(json: unknown): ModelList {
  const raw = read(modelList, json);
  const models = readRows(raw.data, (row) => {
    const entry = read(model, row);
    return {
      id: entry.id,
      label: entry.label ?? entry.id,
      provider: entry.provider ?? entry.owned_by,
      description: entry.description,
      isDefault: entry.is_default ?? entry.id === raw.default_model,
    };
  });
  return { agent: raw.agent, models };
}

function readSessions(json: unknown): Page<SessionSummary> {
  const { agent } = read(sessionList, json);
  const { rows, nextCursor } = readPage(json);
  const items = readRows(rows, (row) => {
    const raw = read(sessionRow, row);
    return {
      id: raw.id,
      agent: raw.agent ?? agent,
      title: raw.title,
      preview: withoutAttachedFiles(raw.preview),
      lastActiveAt: epochMs(raw.last_active ?? raw.last_response_at ?? raw.started_at ?? raw.created),
      messageCount: raw.message_count,
    };
  });
  return { items, nextCursor };
}

function turnBody(request: TurnRequest, stream: boolean): Record<string, unknown> {
  return {
    input: request.input,
    files: request.files?.length ? request.files : undefined,
    session_id: request.sessionId,
    stream,
    model: request.model,
    provider: request.provider,
    reasoning_effort: request.reasoningEffort,
    agent: request.agent,
    metadata: request.metadata,
  };
}
