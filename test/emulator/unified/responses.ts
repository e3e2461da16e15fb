import { ApiError } from "../errors/apiError.ts";
import { badField, textField, turnFields } from "../http/fields.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import { answerWhenDone } from "../turns/answer.ts";
import { beginTurn } from "../turns/begin.ts";
import { followTurn, isExpired } from "../turns/follow.ts";
import type { Turn } from "../turns/turn.ts";
import { responseObject, runningInstance, unifiedInstance } from "./shapes.ts";

export function addUnifiedResponses(router: Router): void {
  router
    .add("POST", "/v1/responses", create)
    .add("GET", "/v1/responses/:id", (x) => x.send(200, responseObject(known(x))))
    .add("GET", "/v1/responses/:id/stream", (x) => {
      const turn = known(x);
      if (isExpired(turn, x.world)) throw new ApiError("response_not_found");
      return followTurn(x, turn, true);
    })
    .add("POST", "/v1/responses/:id/cancel", (x) => {
      const turn = known(x);
      x.world.turns.cancel(turn);
      x.send(200, responseObject(turn));
    });
}

async function create(x: Exchange): Promise<void> {
  const { world } = x;
  const body = x.json();
  const { stream, ...fields } = turnFields(x, body, false);
  const named = textField(x, body, "instance_id");
  const session = fields.sessionId === null ? undefined : world.sessions.find({ id: fields.sessionId });
  if (fields.sessionId !== null && world.instances.get(session?.instanceId ?? "")?.dialect !== "unified") {
    throw new ApiError("session_not_found");
  }
  if (session && named !== null && named !== session.instanceId) {
    throw badField(x, "instance_id", "The session belongs to another instance.");
  }
  const instanceId = session?.instanceId ?? named;
  if (instanceId === null) throw badField(x, "instance_id", "instance_id or session_id is required.");
  const mode = textField(x, body, "mode");
  if (mode !== null && mode !== "chat" && mode !== "goal")
    throw badField(x, "mode", "mode must be chat or goal.");
  const instance = unifiedInstance(x, instanceId);
  const first = instance.agents[0] ?? "hermes";
  const agent =
    session?.agent ?? (instance.agents.length > 1 ? (textField(x, body, "agent") ?? first) : first);
  if (!instance.agents.includes(agent)) throw badField(x, "agent", "The instance has no such agent.");
  runningInstance(x, instanceId);
  if (instance.capMicros - instance.usedMicros <= 0) {
    throw new ApiError("instance_cap_reached", { hint: "Raise managed_credit_cap_usd." });
  }
  if (world.walletMicros <= 0)
    throw new ApiError("insufficient_balance", { hint: "Add funds in the dashboard." });
  const turn = beginTurn(x, instance, { ...fields, agent, files: [], profile: null, startedBy: "http" });
  if (stream) await followTurn(x, turn, false);
  else await answerWhenDone(x, turn, () => responseObject(turn));
}

function known(x: Exchange): Turn {
  const turn = x.world.turns.get(x.param("id"));
  if (turn?.dialect !== "unified" || turn.forgotten) throw new ApiError("response_not_found");
  return turn;
}
