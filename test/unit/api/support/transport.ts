import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { beforeEach, onTestFinished, vi, afterEach } from "vitest";
import type { HttpRequest, Transport } from "../../../../src/api/http/exchange.ts";
import { createTransport } from "../../../../src/api/http/transport.ts";
import type { NetworkSettings } from "../../../../src/api/options.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { tlsIdentity } from "./tls.ts";

export function makeTransport(settings: NetworkSettings | (() => NetworkSettings) = {}): Transport {
  const network = typeof settings === "function" ? settings : () => settings;
  const transport = createTransport({ network, logger: silentLogger });
  onTestFinished(() => transport.dispose());
  return transport;
}

export function request(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "GET",
    url: new URL(url),
    headers: {},
    headersTimeoutMs: 5_000,
    bodyTimeoutMs: 5_000,
    ...more,
  };
}

export async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export async function startTlsServer(): Promise<number> {
  const server = createTlsServer(tlsIdentity, (incoming, response) => {
    response.end(`secure ${incoming.headers.host ?? ""}`);
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Takes the place of VS Code's fetch. */
export function stubFetch(answer: (url: string) => Response | Error): ReturnType<typeof vi.fn> {
  const fake = vi.fn((url: URL) => {
    const result = answer(url.href);
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  });
  vi.stubGlobal("fetch", fake);
  return fake;
}

/** The way `fetch` reports: a TypeError around the system's error. */
export const fetchFailure = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });

/** Keeps out what the machine that runs the tests has configured, and takes stubs away again. */
export function isolateNetwork(): void {
  beforeEach(() => {
    for (const name of ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]) {
      vi.stubEnv(name, undefined);
      vi.stubEnv(name.toLowerCase(), undefined);
    }
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });
}
