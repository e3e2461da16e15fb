import { Agent37Error, type Agent37ErrorFields } from "./agent37Error.ts";

/** Codes of failures that no Agent37 answer stands behind. `http_<status>` comes on top, one for each status. */
export const localCodes = [
  "missing_api_key",
  "untrusted_instance_url",
  "insecure_url",
  "invalid_url",
  "not_supported",
  "connection_refused",
  "dns_failed",
  "connect_timeout",
  "tls_failed",
  "proxy_failed",
  "connection_lost",
  "stream_silent",
  "malformed_response",
  "turn_unconfirmed",
  "turn_lost",
  "attachment_unreadable",
] as const;
export type LocalCode = (typeof localCodes)[number];

/** Makes an error of this side of the wire. `message` is a sentence for a person: it names the host and what to do. */
export function localError(
  code: LocalCode | `http_${number}`,
  message: string,
  fields: Partial<Omit<Agent37ErrorFields, "code" | "message" | "plane">> = {},
): Agent37Error {
  return new Agent37Error({ ...fields, code, message, plane: "local" });
}

/** Failures before or of the connecting itself: they prove that the request never reached a server. */
const neverSentCodes: ReadonlySet<string> = new Set<LocalCode>([
  "missing_api_key",
  "untrusted_instance_url",
  "insecure_url",
  "invalid_url",
  "not_supported",
  "connection_refused",
  "dns_failed",
  "connect_timeout",
  "tls_failed",
  "proxy_failed",
  "attachment_unreadable",
]);

/** Whether an error proves that its request never reached the server. */
export function wasNeverSent(error: Agent37Error): boolean {
  return error.plane === "local" && neverSentCodes.has(error.code);
}
