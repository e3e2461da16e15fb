import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { insidePath, realPath } from "../files/paths.ts";
import type { Instance } from "../state/instance.ts";
import { isHealthy } from "../state/lifecycle.ts";
import type { Session } from "../state/session.ts";
import { isExpired } from "../turns/follow.ts";
import type { Turn } from "../turns/turn.ts";
import type { World } from "../world.ts";
import type { FileTruth, InstanceTruth, ResponseTruth, SessionTruth } from "./controlTypes.ts";

export function instanceTruth(world: World, instance: Instance): InstanceTruth {
  return {
    id: instance.id,
    dialect: instance.dialect,
    name: instance.name,
    status: instance.status,
    pastDue: instance.pastDue,
    healthy: instance.status === "running" && isHealthy(world, instance, instance.agents[0] ?? "hermes"),
    agents: [...instance.agents],
    archived: instance.archived,
    budget: {
      capUsd: instance.capMicros / 1_000_000,
      usedUsd: instance.usedMicros / 1_000_000,
      creditUsd: instance.creditMicros / 1_000_000,
    },
    url: instance.dialect === "unified" ? null : world.agentUrl(instance),
    home: realPath(world, instance, insidePath("~")),
  };
}

/** Every regular file below the root of an instance. */
export async function fileTruths(world: World, instance: Instance): Promise<FileTruth[]> {
  const root = realPath(world, instance, "/");
  const files: FileTruth[] = [];
  const visit = async (folder: string): Promise<void> => {
    // What was there a moment ago may have been deleted since.
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const real = join(folder, entry.name);
      if (entry.isDirectory()) await visit(real);
      const bytes = entry.isFile() ? await readFile(real).catch(() => undefined) : undefined;
      if (!bytes) continue;
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      files.push({ path: `/${relative(root, real)}`, size: bytes.length, sha256 });
    }
  };
  await visit(root);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function sessionTruth(session: Session): SessionTruth {
  const { id, instanceId, agent, title, activeTurnId, history } = session;
  return {
    id,
    instanceId,
    agent,
    title,
    activeResponseId: activeTurnId,
    history: history.map((item) => ({ ...item })),
    finalText: history.findLast((item) => item.role === "assistant")?.content ?? null,
  };
}

export function responseTruth(world: World, turn: Turn): ResponseTruth {
  const { id, instanceId, sessionId, agent, input, files, model, provider, reasoningEffort, status } = turn;
  const { outputText, reasoning, error, usage, createdAt, finishedAt, startedBy, buffer } = turn;
  return {
    id,
    instanceId,
    sessionId,
    agent,
    input,
    files: [...files],
    model,
    provider,
    reasoningEffort,
    status,
    outputText,
    reasoning,
    error,
    usage,
    events: buffer.map(({ event, data }) => ({ event, data })),
    createdAt,
    finishedAt,
    startedBy,
    expired: isExpired(turn, world),
  };
}
