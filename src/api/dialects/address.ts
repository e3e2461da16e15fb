import { localError } from "../errors/localError.ts";
import { isLoopback } from "../../common/serverUrl.ts";
import { joinUrl, parseHttpUrl } from "../http/url.ts";
import type { InstanceRef } from "../wire.ts";
import type { Call } from "./dialect.ts";

/** What an address is made from; the gateway dialect has no base. */
export interface AddressFacts {
  readonly baseUrl: string | undefined;
  readonly ref: InstanceRef | undefined;
}

/**
 * The URL of a call. The URL of an instance is data that decides where the key goes, so it is believed only for the
 * service's own host names, the account's own origin, and loopback when the account itself is on loopback.
 * @throws `untrusted_instance_url`, `insecure_url` (plain http beyond loopback), `invalid_url`
 */
export function addressOf(call: Call<unknown>, { baseUrl, ref }: AddressFacts): URL {
  if (call.place === "base") {
    return joinUrl(secure(baseUrl ?? "").href, call.path, call.query);
  }
  const agentUrl = ref?.agentUrl ?? "";
  if (ref?.apiOrigin !== undefined && ref.apiOrigin !== parseHttpUrl(baseUrl ?? "").origin) {
    throw localError(
      "untrusted_instance_url",
      `Instance ${ref.id} belongs to another server (${hostOf(ref.apiOrigin)}) than the one that is configured, ` +
        "so nothing was sent to it.",
    );
  }
  if (ref?.dialect !== "gateway" && ref !== undefined && !isTrusted(agentUrl, ref.id, baseUrl ?? "")) {
    throw localError(
      "untrusted_instance_url",
      `The server names ${hostOf(agentUrl)} as the address of instance ${ref.id}. ` +
        "That is not an Agent37 host, so nothing was sent there.",
    );
  }
  // A URL that already ends in /v1 is taken as it is meant.
  const base = secure(agentUrl).href.replace(/\/+$/, "").replace(/\/v1$/, "");
  return joinUrl(base, ["v1", ...call.path], call.query);
}

function isTrusted(agentUrl: string, id: string, baseUrl: string): boolean {
  const url = parseHttpUrl(agentUrl);
  const base = parseHttpUrl(baseUrl);
  if (url.username !== "" || url.password !== "") return false;
  if (url.origin === base.origin) return true;
  if (isLoopback(base.hostname) && isLoopback(url.hostname)) return true;
  return (
    url.protocol === "https:" &&
    url.port === "" &&
    /^[a-z0-9-]{1,63}$/.test(id) &&
    url.hostname === `${id}.agent37.app`
  );
}

function secure(text: string): URL {
  const url = parseHttpUrl(text);
  if (url.protocol === "https:" || isLoopback(url.hostname)) return url;
  throw localError(
    "insecure_url",
    `${url.host} is configured with plain http, which would send the key unprotected. Use https.`,
  );
}

function hostOf(text: string): string {
  return URL.canParse(text) ? new URL(text).host : "an unreadable URL";
}
