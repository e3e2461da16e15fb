import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "./exchange.ts";

/** Answers 429 with the seconds left when a key sent more requests than the configured limit. */
export function limitRate(x: Exchange): void {
  const { world } = x;
  const limit = world.settings.rateLimit;
  if (!limit || x.plane === "gateway") return;
  const key = x.header("x-agent37-key") ?? x.header("authorization") ?? "";
  const now = world.clock.now();
  const windowMs = limit.windowMs * (world.mutations.has("retryAfterIgnored") ? 2 : 1);
  const recent = (world.arrivals.get(key) ?? []).filter((at) => now - at < windowMs);
  const oldest = recent[0];
  if (oldest !== undefined && recent.length >= limit.max) {
    const seconds = Math.max(1, Math.ceil((oldest + limit.windowMs - now) / 1000));
    throw new ApiError("rate_limited", { status: 429, retryAfter: String(seconds) });
  }
  recent.push(now);
  world.arrivals.set(key, recent);
}
