/** Which dialect a piece of data belongs to. Never decided from a host name: an emulator serves all from loopback. */
import * as v from "valibot";
import type { DialectId, InstanceRef } from "../wire.ts";
import { maybe, number, text } from "./shapes.ts";

/** The dialects that an account can have; a bare gateway is configured, not found. */
export type AccountDialect = Exclude<DialectId, "gateway">;

const traits = v.object({
  url: maybe(v.pipe(text, v.nonEmpty())),
  ports: maybe(v.array(v.object({ url: text, default: maybe(v.boolean()) }))),
  balance: maybe(v.record(text, v.unknown())),
  vcpu: maybe(number),
  resources: maybe(v.record(text, v.unknown())),
  image_ref: maybe(text),
  idle_timeout_seconds: maybe(number),
});

/**
 * How the instance of a raw instance object is spoken to. An object without any trait (an acknowledgement) takes what
 * is assumed.
 */
export function detectInstance(
  json: unknown,
  id: string,
  assume: AccountDialect,
): Pick<InstanceRef, "dialect" | "agentUrl"> {
  const twoPlane = (agentUrl: string): Pick<InstanceRef, "dialect" | "agentUrl"> => ({
    dialect: "two-plane",
    agentUrl: agentUrl.replace(/\/+$/, ""),
  });
  const derived = `https://${id}.agent37.app`;
  const raw = v.safeParse(traits, json);
  if (!raw.success) return assume === "unified" ? { dialect: "unified" } : twoPlane(derived);
  const { url, ports, balance, vcpu, resources, image_ref, idle_timeout_seconds } = raw.output;
  if (url !== undefined) return twoPlane(url);
  if (ports) return twoPlane(ports.find((port) => port.default)?.url ?? ports[0]?.url ?? derived);
  if (balance !== undefined || vcpu !== undefined || id.startsWith("inst_")) return { dialect: "unified" };
  if (resources !== undefined || image_ref !== undefined || idle_timeout_seconds !== undefined) {
    return twoPlane(derived);
  }
  return assume === "unified" ? { dialect: "unified" } : twoPlane(derived);
}

const template = v.object({ id: maybe(text), tag: maybe(text), scope: maybe(text) });

/** The dialect that template rows belong to; undefined when they do not tell. */
export function detectTemplates(rows: readonly unknown[]): AccountDialect | undefined {
  for (const row of rows) {
    const raw = v.safeParse(template, row);
    if (!raw.success) continue;
    const { id, tag, scope } = raw.output;
    if (id?.startsWith("tmpl_") || tag !== undefined) return "unified";
    if (scope !== undefined) return "two-plane";
  }
  return undefined;
}
