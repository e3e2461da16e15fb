import { knownAgents } from "../agent/models.ts";
import { ApiError } from "../errors/apiError.ts";
import { badField } from "../http/fields.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Instance } from "../state/instance.ts";

/** The profiles of the emulated hermes. */
const profiles = ["work", "research"];

/** Checks a harness name; absent or empty means the instance's default. */
export function agentName(x: Exchange, instance: Instance, value: unknown): string {
  if (value === undefined || value === null || value === "") return instance.agents[0] ?? "hermes";
  const known = x.world.settings.gatewayVersion === "T3" ? knownAgents : ["hermes", "openclaw"];
  if (typeof value !== "string" || !known.includes(value)) {
    throw badField(x, "agent", `agent must be one of ${known.join(", ")}.`);
  }
  return value;
}

/** The harness of a read (`?agent=`), which must be installed. */
export function agentOfRead(x: Exchange, instance: Instance): string {
  const agent = agentName(x, instance, x.query.get("agent"));
  if (!instance.agents.includes(agent)) throw new ApiError("agent_unavailable");
  profileName(x, agent, x.query.get("profile"));
  return agent;
}

/** Checks a profile name (hermes of T3); `default` and empty mean none. */
export function profileName(x: Exchange, agent: string, value: unknown): string | null {
  if (value === undefined || value === null || value === "" || value === "default") return null;
  if (x.world.settings.gatewayVersion !== "T3") return null;
  if (typeof value !== "string" || !/^[a-z0-9][a-z0-9_-]{0,63}$/.test(value) || agent !== "hermes") {
    throw badField(x, "profile", "profile is not valid.");
  }
  if (!profiles.includes(value)) throw new ApiError("profile_not_found", { param: "profile" });
  return value;
}
