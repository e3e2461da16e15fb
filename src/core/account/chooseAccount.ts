import type { ApiAccount } from "../../api/client.ts";
import { parseServerUrl, type ServerUrl } from "../../common/serverUrl.ts";
import { checkKey } from "./keyFormat.ts";

/** The URL a key belongs to when nothing else is said. */
export const defaultApiUrl = "https://api.agent37.com/v1";

/** Where the key in use comes from. */
export type KeySource = "stored" | "environment" | "none";

/** `AGENT37_API_KEY` and `AGENT37_API_URL`. */
export interface AccountEnvironment {
  readonly key?: string | undefined;
  readonly url?: string | undefined;
}

export interface AccountState {
  readonly source: KeySource;
  /** Base of the API in use; undefined when the configured URL cannot be used. */
  readonly baseUrl: string | undefined;
}

export interface ChosenAccount {
  readonly state: AccountState;
  readonly account: ApiAccount | undefined;
}

/**
 * Which key is sent where. A stored key comes first. The environment's pair is used without one; a key that stands
 * alone there belongs to the default URL, so it is not used while another server is configured.
 */
export function chooseAccount(
  configured: ServerUrl | undefined,
  storedKey: string | undefined,
  environment: AccountEnvironment,
): ChosenAccount {
  if (configured && storedKey !== undefined) return chosen("stored", configured, storedKey);
  const key = environment.key?.trim() ?? "";
  const url = parseServerUrl(environment.url?.trim() || defaultApiUrl);
  const belongs = Boolean(environment.url?.trim()) || url?.origin === configured?.origin;
  if (configured && url && belongs && checkKey(key) === undefined) return chosen("environment", url, key);
  return { state: { source: "none", baseUrl: configured?.href }, account: undefined };
}

function chosen(source: KeySource, url: ServerUrl, key: string): ChosenAccount {
  return { state: { source, baseUrl: url.href }, account: { baseUrl: url.href, key } };
}
