/** The unified API: one base URL and one key header for everything; money in USD, times in seconds. */
import * as v from "valibot";
import { Agent37Error } from "../errors/agent37Error.ts";
import { localError } from "../errors/localError.ts";
import type { AgentResponse, Spend, TurnRequest } from "../wire.ts";
import { withAttachedFiles, withoutAttachedFiles } from "./attachedFiles.ts";
import type { AgentApi, Call, Dialect, HostingApi } from "./dialect.ts";
import { unifiedFiles } from "./files.ts";
import { readInstance, readInstanceIfAny } from "./instance.ts";
import { execCall, surfaceCall } from "./observe.ts";
import {
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
  ShapeError,
  text,
} from "./shapes.ts";
import { postUpload } from "./uploads.ts";

const plane = "unified";

function call<T>(fields: Omit<Call<T>, "place" | "patience"> & Partial<Pick<Call<T>, "patience">>): Call<T> {
  return { place: "base", patience: fields.method === "GET" ? "read" : "lifecycle", ...fields };
}

function lifecycle(name: string, instanceId: string, action: string): Call<void> {
  return call({ name, method: "POST", path: ["instances", instanceId, action], decode: ignore });
}

const readUnified = (json: unknown) => readInstance(json, plane);

const noBackups = "Instances of this account have no backups.";
const noUsage = "This account keeps no figures beyond each instance's cap and spend.";

function unavailable(message: string): never {
  throw localError("not_supported", message);
}

function spendOf(json: unknown): Spend {
  const { spend } = readUnified(json);
  if (spend) return spend;
  throw new ShapeError("balance", "expected an object");
}

const hosting: HostingApi = {
  getInstance: (instanceId) =>
    call({ name: "read the instance", method: "GET", path: ["instances", instanceId], decode: readUnified }),
  createInstance: (request) =>
    call({
      name: "create an instance",
      method: "POST",
      path: ["instances"],
      body: {
        template: request.template,
        vcpu: request.vcpu,
        user: request.user,
        managed_credit_cap_usd: request.spendCapUsd,
        name: request.name,
      },
      decode: readUnified,
    }),
  patchInstance(instanceId, { name, user, autoSleep, idleTimeoutMs }) {
    if (autoSleep !== undefined || idleTimeoutMs !== undefined) {
      throw localError("not_supported", "Instances of this account have no sleep settings.");
    }
    return call({
      name: "change the instance",
      method: "PATCH",
      path: ["instances", instanceId],
      body: { name, user },
      decode: (json) => readInstanceIfAny(json, plane),
    });
  },
  deleteInstance: (instanceId) =>
    call({ name: "delete the instance", method: "DELETE", path: ["instances", instanceId], decode: ignore }),
  startInstance: (instanceId) => lifecycle("start the instance", instanceId, "start"),
  stopInstance: (instanceId) => lifecycle("stop the instance", instanceId, "stop"),
  restartInstance: (instanceId) => lifecycle("restart the instance", instanceId, "restart"),
  updateInstance: (instanceId) => lifecycle("update the instance", instanceId, "update"),
  resizeInstance(instanceId, { vcpu, diskGb }) {
    if (vcpu === undefined || diskGb !== undefined) {
      throw localError("not_supported", "The disk of this account's instances comes with their vCPUs.");
    }
    return call({
      name: "resize the instance",
      method: "PATCH",
      path: ["instances", instanceId],
      body: { vcpu },
      decode: ignore,
    });
  },
  undeleteInstance: (instanceId) => lifecycle("restore the instance", instanceId, "restore"),
  forkInstance: () => unavailable("Instances of this account cannot be copied."),
  listBackups: () => unavailable(noBackups),
  createBackup: () => unavailable(noBackups),
  restoreBackup: () => unavailable(noBackups),
  getSpend: (instanceId) =>
    call({ name: "read the spend", method: "GET", path: ["instances", instanceId], decode: spendOf }),
  setSpendCap: (instanceId, capUsd) =>
    call({
      name: "set the spend cap",
      method: "PATCH",
      path: ["instances", instanceId],
      body: { managed_credit_cap_usd: capUsd },
      decode: (json) => readInstanceIfAny(json, plane)?.spend,
    }),
  topUpSpend() {
    throw localError("not_supported", "This account has spend caps only; raise the cap instead.");
  },
  getUsage: () => unavailable(noUsage),
  getAccountUsage: () => unavailable(noUsage),
  exec: execCall,
  getLogs: () => unavailable("Instances of this account have no log to read."),
  getMetrics: () => unavailable("Instances of this account have no metrics."),
  getPageAddress: surfaceCall,
};

const sessionRow = v.object({
  id,
  agent: maybe(text),
  title: maybe(text),
  preview: maybe(text),
  last_active: maybe(number),
  updated_at: maybe(number),
  created_at: maybe(number),
  created: maybe(number),
  message_count: maybe(number),
});

const session = v.object({ id, agent: maybe(text), history: maybe(v.array(v.unknown())) });

const model = v.object({ id, provider: maybe(text), label: maybe(text), is_default: maybe(v.boolean()) });

const agent: AgentApi = {
  getHealth: (instanceId) =>
    call({
      name: "check the agent",
      method: "GET",
      path: ["instances", instanceId],
      decode(json) {
        const { status, agents } = readUnified(json);
        return { healthy: status === "running", agent: agents[0] };
      },
    }),
  listModels: (instanceId) =>
    call({
      name: "list models",
      method: "GET",
      path: ["models"],
      query: { instance_id: instanceId },
      decode(json) {
        const models = readRows(readPage(json).rows, (row) => {
          const raw = read(model, row);
          return {
            id: raw.id,
            label: raw.label ?? raw.id,
            provider: raw.provider,
            isDefault: raw.is_default ?? false,
          };
        });
        return { models };
      },
    }),
  listSessions: (instanceId, _agent, cursor) =>
    call({
      name: "list sessions",
      method: "GET",
      path: ["instances", instanceId, "sessions"],
      query: { cursor },
      decode(json) {
        const { rows, nextCursor } = readPage(json);
        const items = readRows(rows, (row) => {
          const raw = read(sessionRow, row);
          const active = raw.last_active ?? raw.updated_at ?? raw.created_at ?? raw.created;
          return {
            id: raw.id,
            agent: raw.agent,
            title: raw.title,
            preview: withoutAttachedFiles(raw.preview),
            lastActiveAt: epochMs(active),
            messageCount: raw.message_count,
          };
        });
        return { items, nextCursor };
      },
    }),
  getSession: (sessionId) =>
    call({
      name: "read the session",
      method: "GET",
      path: ["sessions", sessionId],
      decode(json) {
        const raw = read(session, json);
        return { id: raw.id, agent: raw.agent, history: readHistory(raw.history ?? []) };
      },
    }),
  renameSession() {
    throw new Agent37Error({
      code: "rename_unsupported",
      message: "Sessions of this account have no titles.",
      plane,
    });
  },
  deleteSession: (sessionId) =>
    call({ name: "delete the session", method: "DELETE", path: ["sessions", sessionId], decode: ignore }),
  uploadFile: postUpload,
  createResponse: (instanceId, request, stream) =>
    call({
      name: "send the message",
      method: "POST",
      path: ["responses"],
      patience: "turn",
      body: turnBody(instanceId, request, stream),
      decode: (json, { host }) => readResponse(json, plane, host),
    }),
  streamResponse: (responseId) =>
    call({
      name: "attach to the turn",
      method: "GET",
      path: ["responses", responseId, "stream"],
      patience: "agent",
      decode: ignore,
    }),
  cancelResponse: (responseId) =>
    call({
      name: "cancel the turn",
      method: "POST",
      path: ["responses", responseId, "cancel"],
      decode: (json, { host }) => readResponseIfAny(json, plane, host),
    }),
  getResponse: (responseId) => readStored(responseId),
  finalResponse: (responseId) => readStored(responseId),
};

function readStored(responseId: string): Call<AgentResponse> {
  return call({
    name: "read the turn",
    method: "GET",
    path: ["responses", responseId],
    decode: (json, { host }) => readResponse(json, plane, host),
  });
}

/** This dialect has no attachment field: files are named in the text. The agent is fixed by a session's first message. */
function turnBody(instanceId: string, request: TurnRequest, stream: boolean): Record<string, unknown> {
  const { sessionId } = request;
  return {
    input: withAttachedFiles(request.input, request.files),
    ...(sessionId === undefined
      ? { instance_id: instanceId, agent: request.agent }
      : { session_id: sessionId }),
    stream,
    model: request.model,
    provider: request.provider,
    reasoning_effort: request.reasoningEffort,
    metadata: request.metadata,
  };
}

export const unified: Dialect = {
  id: "unified",
  plane: { base: plane, instance: plane },
  authorize: (_place, key) => ({ authorization: `Bearer ${key}` }),
  needsKey: true,
  keepsStreamsAlive: false,
  hosting,
  agent,
  files: unifiedFiles,
};
