import * as tls from "node:tls";
import type { buildConnector } from "undici";
import type { NetworkSettings } from "../options.ts";
import { ConnectFailure } from "./connectionError.ts";
import { chooseProxy, type ProxyChoice } from "./proxy.ts";

type Connect = buildConnector.connector;
type ConnectOptions = buildConnector.Options;

/** Milliseconds for TCP, TLS, and a proxy's tunnel, each. */
const connectTimeoutMs = 10_000;

/**
 * Makes connections for the dispatcher: directly or through the proxy's tunnel, as the settings say at that moment.
 * Whatever fails here is a {@link ConnectFailure}: proof that the request was not sent.
 */
export function createConnector(
  undici: typeof import("./undici.ts"),
  network: () => NetworkSettings,
): Connect {
  return (options, callback) => {
    const fail = (caught: unknown): void => {
      const failure = caught instanceof ConnectFailure ? caught : new ConnectFailure("server", caught);
      callback(failure, null);
    };
    const settings = network();
    const target = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
    let proxy: ProxyChoice | undefined;
    try {
      proxy = chooseProxy(target, settings);
    } catch (caught) {
      fail(new ConnectFailure("proxy", caught));
      return;
    }
    const connect = undici.buildConnector({ timeout: connectTimeoutMs, ...tlsOptions(settings) });
    const finish = (via: ConnectOptions): void => {
      connect(via, (...[error, socket]) => (error ? fail(error) : callback(null, socket)));
    };
    if (!proxy) {
      finish(options);
      return;
    }
    openTunnel(undici, proxy, target, settings).then(
      (socket) => {
        if (options.protocol === "https:") finish({ ...options, httpSocket: socket });
        else callback(null, socket);
      },
      (caught: unknown) => fail(new ConnectFailure("proxy", caught)),
    );
  };
}

type TunnelSocket = NonNullable<ConnectOptions["httpSocket"]>;

async function openTunnel(
  undici: typeof import("./undici.ts"),
  proxy: ProxyChoice,
  target: URL,
  settings: NetworkSettings,
): Promise<TunnelSocket> {
  const client = new undici.Client(proxy.url.origin, {
    connect: { timeout: connectTimeoutMs, ...tlsOptions(settings) },
  });
  try {
    const authority = `${target.hostname}:${target.port || (target.protocol === "https:" ? "443" : "80")}`;
    const { statusCode, socket } = await client.connect({
      path: authority,
      headers: {
        host: authority,
        ...(proxy.authorization ? { "proxy-authorization": proxy.authorization } : {}),
      },
      signal: AbortSignal.timeout(connectTimeoutMs),
    });
    if (statusCode !== 200) {
      socket.on("error", () => {}).destroy();
      throw new Error(`The proxy answered CONNECT with status ${statusCode}`);
    }
    return socket as TunnelSocket;
  } finally {
    // The tunnel's socket has left the client by now.
    void client.close().catch(() => undefined);
  }
}

function tlsOptions(settings: NetworkSettings): { rejectUnauthorized: boolean; ca?: string[] } {
  const ca = systemCertificates();
  return { rejectUnauthorized: settings.strictSsl !== false, ...(ca ? { ca } : {}) };
}

let certificates: string[] | undefined;

/** Node's own roots and the operating system's; undefined (Node's alone) before Node 22.15. Read once: it is slow. */
function systemCertificates(): string[] | undefined {
  // The type declarations describe a newer Node than the oldest one this runs on.
  const read = (tls as Partial<typeof tls>).getCACertificates;
  if (!read) return undefined;
  try {
    certificates ??= [...new Set([...read("default"), ...read("system")])];
  } catch {
    // An unreadable store leaves Node's own roots.
    certificates = [];
  }
  return certificates.length > 0 ? certificates : undefined;
}
