import { BlockList, isIP } from "node:net";
import type { NetworkSettings } from "../options.ts";
import { isLoopback } from "../../common/serverUrl.ts";

export interface ProxyChoice {
  readonly url: URL;
  /** Value of the `Proxy-Authorization` header. */
  readonly authorization?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that a connection to `target` goes through; undefined: directly. The setting `http.proxy` wins over
 * `HTTPS_PROXY`/`HTTP_PROXY`, `http.noProxy` over `NO_PROXY`. This machine is never reached through a proxy.
 * @throws TypeError when the configured proxy is not an http(s) URL.
 */
export function chooseProxy(
  target: URL,
  settings: NetworkSettings,
  environment: Environment = process.env,
): ProxyChoice | undefined {
  if (isLoopback(target.hostname)) return undefined;
  const fromEnvironment = (name: string): string | undefined =>
    environment[name.toLowerCase()] || environment[name] || undefined;
  const byScheme = target.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const configured = settings.proxy?.trim() || fromEnvironment(byScheme) || fromEnvironment("ALL_PROXY");
  if (!configured) return undefined;
  const exceptions = settings.noProxy?.length
    ? settings.noProxy
    : (fromEnvironment("NO_PROXY") ?? "").split(/[\s,]+/);
  if (exceptions.some((entry) => matchesNoProxy(target, entry))) return undefined;

  const url = new URL(configured.includes("://") ? configured : `http://${configured}`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new TypeError(`Proxies of the kind "${url.protocol}" are not supported`);
  }
  return { url, authorization: settings.proxyAuthorization?.trim() || basicFrom(url) };
}

/**
 * One entry of a no-proxy list: `*`, a host, a domain (`.example.com`, `*.example.com` or `example.com` with its
 * subdomains), an address or a CIDR block, each with an optional port.
 */
export function matchesNoProxy(target: URL, entry: string): boolean {
  const text = entry.trim().toLowerCase();
  if (text === "") return false;
  if (text === "*") return true;
  const host = target.hostname.toLowerCase().replace(/^\[|\]$/g, "");
  if (text.includes("/")) return inBlock(host, text);
  const [, name = "", port] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(text) ?? [];
  if (port !== undefined && port !== (target.port || (target.protocol === "https:" ? "443" : "80")))
    return false;
  const domain = name.replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
  if (domain === "") return false;
  return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`));
}

function inBlock(host: string, block: string): boolean {
  const version = isIP(host);
  const [network = "", bits = ""] = block.split("/");
  if (version === 0 || isIP(network) !== version || !/^\d+$/.test(bits)) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  if (Number(bits) > (version === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(host, family);
}

function basicFrom(url: URL): string | undefined {
  if (url.username === "") return undefined;
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}
