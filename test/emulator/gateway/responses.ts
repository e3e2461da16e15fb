import { stat } from "node:fs/promises";
import { ApiError } from "../errors/apiError.ts";
import { badField, textField, turnFields } from "../http/fields.ts";
import type { Exchange, Json } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import { realPath } from "../files/paths.ts";
import type { Instance } from "../state/instance.ts";
import { answerWhenDone } from "../turns/answer.ts";
import { beginTurn } from "../turns/begin.ts";
import { followTurn, isExpired } from "../turns/follow.ts";
import type { Turn } from "../turns/turn.ts";
import { agentName, profileName } from "./agentParam.ts";
import { throughEdge } from "./edge.ts";
import { responseObject } from "./shapes.ts";

const lateStarters = ["codex", "grok", "opencode", "pi"];

export function addGatewayResponses(router: Router): void {
  router
    .add("POST", "/v1/responses", create)
    .add("GET", "/v1/responses/:id", async (x) => {
      const turn = known(x, await throughEdge(x), "T1");
      x.send(200, responseObject(turn));
    })
    .add("GET", "/v1/responses/:id/stream", async (x) => followTurn(x, known(x, await throughEdge(x)), true))
    .add("POST", "/v1/responses/:id/cancel", async (x) => {
      const turn = known(x, await throughEdge(x));
      x.world.turns.cancel(turn);
      x.send(200, responseObject(turn));
    });
}

async function create(x: Exchange): Promise<void> {
  const instance = await throughEdge(x);
  const body = x.json();
  const { gatewayVersion } = x.world.settings;
  const { stream, ...fields } = turnFields(x, body, gatewayVersion === "T3");
  if (body["session_id"] === "") throw badField(x, "session_id", "session_id must not be empty.");
  const mode = textField(x, body, "mode");
  if (mode === "goal") throw badField(x, "mode", "goal mode is not available.", "Use mode chat.");
  if (mode !== null && mode !== "chat") throw badField(x, "mode", "mode must be chat.");
  const agent = agentName(x, instance, body["agent"]);
  const profile = profileName(x, agent, body["profile"]);
  // Some harnesses are looked for before a turn is accepted; of the others it is the turn that fails.
  if (lateStarters.includes(agent) && !instance.agents.includes(agent))
    throw new ApiError("agent_unavailable");
  const files = await attachedFiles(x, instance, body);
  checkSession(x, instance, agent, fields.sessionId);
  const request = {
    ...fields,
    reasoningEffort: appliedEffort(fields.reasoningEffort, agent),
    ...(files.length > 0 && { historyInput: `${fields.input}\n\n[Attached files:${listed(x, files)}]` }),
    files,
    agent,
    profile,
    startedBy: "http" as const,
  };
  const turn = beginTurn(x, instance, request);
  // OpenClaw takes these words as control input: no run starts, and the record says cancelled.
  if (agent === "openclaw" && /^\s*(stop|exit)\s*$/i.test(fields.input)) x.world.turns.cancelNow(turn);
  if (stream) await followTurn(x, turn, false);
  else await answerWhenDone(x, turn, () => responseObject(turn));
}

function listed(x: Exchange, files: string[]): string {
  return x.world.settings.attachedFilesForm === "commas"
    ? ` ${files.join(", ")}`
    : files.map((path) => `\n- ${path}`).join("");
}

async function attachedFiles(x: Exchange, instance: Instance, body: Json): Promise<string[]> {
  const files = body["files"] ?? [];
  if (!Array.isArray(files)) throw badField(x, "files", "files must be an array of paths.");
  const paths: string[] = [];
  for (const path of files as unknown[]) {
    if (typeof path !== "string" || !/^(\/|~\/)/.test(path)) {
      throw badField(x, "files", "Each file must be an absolute or ~/ path.");
    }
    const info = await stat(realPath(x.world, instance, path)).catch(() => undefined);
    if (!info?.isFile()) throw badField(x, "files", `No regular file at ${path}.`);
    paths.push(path);
  }
  return paths;
}

/** Hermes and its like start a fresh thread under an unknown id; others refuse it, and so did T1. */
function checkSession(x: Exchange, instance: Instance, agent: string, id: string | null): void {
  if (id === null || x.world.sessions.find({ id, instanceId: instance.id, agent })) return;
  if (x.world.settings.gatewayVersion === "T1") throw new ApiError("session_not_found");
  if (lateStarters.includes(agent)) throw badField(x, "session_id", "No such session.");
}

/** Hermes has no level above xhigh; the response tells what was applied. */
function appliedEffort(effort: string | null, agent: string): string | null {
  return agent === "hermes" && (effort === "max" || effort === "ultra") ? "xhigh" : effort;
}

function known(x: Exchange, instance: Instance, only?: "T1"): Turn {
  if (only !== undefined && x.world.settings.gatewayVersion !== only)
    throw new ApiError("not_found", { envelope: "object" });
  const turn = x.world.turns.get(x.param("id"));
  if (turn?.instanceId !== instance.id || isExpired(turn, x.world)) throw new ApiError("response_not_found");
  return turn;
}
