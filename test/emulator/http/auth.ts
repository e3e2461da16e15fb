import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Checks the key of a request. Base URLs want `Authorization: Bearer`; instance URLs want `X-Agent37-Key` and take
 * a bearer only when that header is absent. The bare gateway asks for nothing.
 */
export function authenticate(x: Exchange): void {
  const { world, plane } = x;
  if (plane === "gateway" || world.mutations.has("acceptAnyKey")) return;
  const bearer = /^Bearer\s+(\S+)$/i.exec(x.header("authorization") ?? "")?.[1];
  const raw = plane === "agent" ? x.header("x-agent37-key") : undefined;
  let key = raw ?? bearer;
  if (world.mutations.has("secondKeyHeader") && bearer !== undefined && world.keys.get(key ?? "") !== "valid")
    key = bearer;
  const state = key === undefined ? undefined : world.keys.get(key);
  if (state === "valid") return;
  if (state === "ip_not_allowed" && plane !== "unified") {
    const ip = x.req.socket.remoteAddress ?? "unknown";
    throw new ApiError("ip_not_allowed", { message: `Requests from ${ip} are not allowed for this key.` });
  }
  if (plane === "agent" && key === undefined) {
    throw new ApiError("invalid_api_key", {
      message: "No credential was sent.",
      docs: "https://www.agent37.com/docs",
    });
  }
  throw new ApiError("invalid_api_key");
}
