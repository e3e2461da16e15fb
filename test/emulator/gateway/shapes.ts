import type { Session } from "../state/session.ts";
import type { GatewayVersion } from "../state/settings.ts";
import type { Turn } from "../turns/turn.ts";

/** Response object of the agent plane; times in epoch ms. */
export function responseObject(turn: Turn) {
  const newest = turn.version === "T3";
  return {
    id: turn.id,
    session_id: turn.sessionId,
    status: turn.status,
    agent: turn.agent,
    ...(newest && { profile: turn.profile }),
    model: turn.model,
    provider: turn.provider,
    ...(newest && { reasoning_effort: turn.status === "cancelled" ? null : turn.reasoningEffort }),
    output_text: turn.outputText,
    usage: turn.usage,
    ...(newest && { context: turn.context }),
    error: turn.error,
    metadata: turn.metadata,
    created: turn.createdAt,
  };
}

/** Row of the session list in the shape of a version. */
export function sessionRow(session: Session, version: GatewayVersion) {
  const { id, agent, title, model, provider, history, createdAt, lastActiveAt } = session;
  const preview = history.find((item) => item.role === "user")?.content.slice(0, 120) ?? null;
  if (version === "T1")
    return { id, agent, model, provider, created: createdAt, last_response_at: lastActiveAt };
  if (version === "T2") {
    if (agent !== "hermes") return { id };
    return {
      id,
      title,
      model,
      message_count: history.length,
      started_at: createdAt,
      last_active: lastActiveAt,
      preview,
    };
  }
  return { id, title, last_active: lastActiveAt, message_count: history.length, preview };
}
