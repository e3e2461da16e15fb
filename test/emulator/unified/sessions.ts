import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import { modelCatalogue } from "../agent/models.ts";
import { shownHistory } from "../state/history.ts";
import type { Session } from "../state/session.ts";
import { unifiedInstance } from "./shapes.ts";

export function addUnifiedSessions(router: Router): void {
  router
    .add("GET", "/v1/instances/:id/sessions", (x) => {
      const instance = unifiedInstance(x);
      x.send(200, { data: x.world.sessions.list(instance.id).map(row), has_more: false, next_cursor: null });
    })
    .add("GET", "/v1/sessions/:id", (x) => {
      const session = known(x);
      const history = shownHistory(x.world, session).map(({ role, content, at }) => ({
        role,
        content,
        created_at: Math.floor(at / 1000),
      }));
      x.send(200, { ...row(session), history });
    })
    .add("DELETE", "/v1/sessions/:id", (x) => {
      const session = known(x);
      x.world.sessions.remove(session);
      x.send(200, { id: session.id, deleted: true });
    })
    .add("GET", "/v1/models", (x) => {
      const id = x.query.get("instance_id");
      const agent = id === null ? "hermes" : (unifiedInstance(x, id).agents[0] ?? "hermes");
      const data = modelCatalogue(agent).models.map(({ id, provider, label }) => ({ id, provider, label }));
      x.send(200, { data });
    });
}

function row({ id, instanceId, agent }: Session) {
  return { id, instance_id: instanceId, agent };
}

function known(x: Exchange): Session {
  const session = x.world.sessions.find({ id: x.param("id") });
  if (!session || x.world.instances.get(session.instanceId)?.dialect !== "unified") {
    throw new ApiError("session_not_found");
  }
  return session;
}
