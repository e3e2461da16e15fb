import type { Agent37Client } from "../../api/client.ts";
import type { Instance, InstanceRef } from "../../api/wire.ts";
import { isAbortError } from "../../common/clock.ts";
import { parseServerUrl } from "../../common/serverUrl.ts";
import { unreadInstance } from "./instanceState.ts";

/** The id of the gateway that the user runs; at most one is configured. */
export const gatewayId = "gateway";

/** The reference of the gateway at a configured URL; undefined when the URL is empty or cannot be used. */
export function gatewayRef(url: string): InstanceRef | undefined {
  const parsed = parseServerUrl(url);
  return parsed && { id: gatewayId, dialect: "gateway", agentUrl: parsed.href };
}

/** The gateway as a row of the list. It has no lifecycle: it answers, or it does not. */
export async function readGateway(
  client: Pick<Agent37Client, "getHealth">,
  ref: InstanceRef,
  signal: AbortSignal,
): Promise<Instance> {
  const row = unreadInstance(ref, undefined);
  try {
    const { agent } = await client.getHealth(ref, { signal });
    return { ...row, status: "running", statusText: "running", agents: agent === undefined ? [] : [agent] };
  } catch (error) {
    if (isAbortError(error)) throw error;
    return { ...row, statusText: "unreachable" };
  }
}
