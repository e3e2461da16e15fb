import { ApiError } from "../errors/apiError.ts";
import { badField } from "../http/fields.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import { shownHistory } from "../state/history.ts";
import type { Session } from "../state/session.ts";
import { agentOfRead } from "./agentParam.ts";
import { throughEdge } from "./edge.ts";
import { sessionRow } from "./shapes.ts";

const hermesRows = 100;
const longestTitle = 100;

export function addGatewaySessions(router: Router): void {
  router
    .add("GET", "/v1/sessions", list)
    .add("GET", "/v1/sessions/:id", read)
    .add("PATCH", "/v1/sessions/:id", rename)
    .add("DELETE", "/v1/sessions/:id", async (x) => {
      const { session, id, agent } = await find(x);
      const deletable = !(agent === "openclaw" && x.world.settings.gatewayVersion === "T2");
      if (session && deletable) x.world.sessions.remove(session);
      x.send(200, { id, deleted: session !== undefined && deletable });
    });
}

async function list(x: Exchange): Promise<void> {
  const instance = await throughEdge(x);
  const agent = agentOfRead(x, instance);
  const sessions = x.world.sessions
    .list(instance.id, agent)
    .slice(0, agent === "hermes" ? hermesRows : undefined);
  x.send(200, {
    agent,
    data: sessions.map((session) => sessionRow(session, x.world.settings.gatewayVersion)),
  });
}

async function read(x: Exchange): Promise<void> {
  const { session, id, agent } = await find(x);
  const { gatewayVersion: version } = x.world.settings;
  if (!session && version === "T1") throw new ApiError("session_not_found");
  const history = (session ? shownHistory(x.world, session) : []).map((item, index) => ({
    id: `${agent}:${id}:${String(index + 1)}`,
    session_id: id,
    role: item.role,
    content: item.content,
    ...(item.thinking !== null && { thinking: item.thinking }),
    created_at: item.at,
  }));
  const tokens = session?.contextTokens ?? null;
  x.send(200, {
    id,
    agent,
    ...(version !== "T1" && { active_response_id: session?.activeTurnId ?? null }),
    ...(version === "T3" && {
      context: tokens === null ? null : { used_tokens: tokens, window_tokens: 200_000 },
    }),
    history,
  });
}

async function rename(x: Exchange): Promise<void> {
  const { session, id, agent, instanceId } = await find(x);
  const fixed = x.world.settings.gatewayVersion === "T3" ? ["grok", "pi"] : ["openclaw"];
  if (fixed.includes(agent)) throw new ApiError("rename_unsupported");
  const value = x.json()["title"];
  const title = typeof value === "string" ? value.trim() : "";
  if (title === "") throw badField(x, "title", "title must not be empty.");
  if (title.length > longestTitle)
    throw badField(x, "title", `title takes at most ${String(longestTitle)} characters.`);
  const others = x.world.sessions.list(instanceId).filter((other) => other !== session);
  if (session && others.some((other) => other.title === title)) {
    throw new ApiError("title_conflict", { hint: "Choose another title." });
  }
  if (session) session.title = title;
  x.send(200, { id, agent, renamed: session !== undefined });
}

async function find(
  x: Exchange,
): Promise<{ session: Session | undefined; id: string; agent: string; instanceId: string }> {
  const instance = await throughEdge(x);
  const agent = agentOfRead(x, instance);
  const id = x.param("id");
  return {
    session: x.world.sessions.find({ id, instanceId: instance.id, agent }),
    id,
    agent,
    instanceId: instance.id,
  };
}
