import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Answers for `{id}-{port}` hosts, and for the unified dialect's `{id}-embed`: a page for public ports (no credential) and for signed URLs, else flat errors.
 * Returns false for any other request.
 */
export function answersForPort(x: Exchange): boolean {
  const embed = /^(.+)-embed$/.exec(x.entry.instanceId ?? "")?.[1];
  if (embed !== undefined && x.world.instances.get(embed)?.dialect === "unified") {
    sendPage(x, `Page of ${embed}`);
    return true;
  }
  const match = /^([a-z0-9]{10})-(\d+)$/.exec(x.entry.instanceId ?? "");
  if (!match) return false;
  const instance = x.world.instances.get(match[1] ?? "");
  if (instance?.dialect !== "two-plane") throw new ApiError("not_found", { envelope: "flat" });
  const isPublic = instance.publicPorts.some(({ port }) => String(port) === match[2]);
  if (!isPublic && !x.query.has("a37_token")) throw new ApiError("invalid_api_key");
  if (instance.status !== "running" || instance.pastDue) {
    throw new ApiError(isPublic ? "unavailable" : "container_unavailable");
  }
  sendPage(x, `Port ${match[2] ?? ""} of ${instance.id}`);
  return true;
}

function sendPage(x: Exchange, title: string): void {
  const page = `<!doctype html><title>${title}</title><p>${title}.</p>`;
  x.sendBytes(200, { "Content-Type": "text/html; charset=utf-8" }, Buffer.from(page));
}
