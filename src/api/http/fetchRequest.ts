import { Readable } from "node:stream";
import { contentOf, headersOf, type HttpRequest, type RawResponse } from "./exchange.ts";

/**
 * Sends a request through the global `fetch`, as it is at this moment (VS Code replaces it by one that knows its proxy
 * and certificate settings). Redirects are not followed: they would carry the key along.
 * @throws whatever `fetch` throws; a missing answer after `headersTimeoutMs` is a `TimeoutError`.
 */
export async function sendWithFetch(request: HttpRequest, signal: AbortSignal): Promise<RawResponse> {
  const limit = new AbortController();
  const onAbort = (): void => limit.abort(signal.reason);
  const onTimeout = (): void => limit.abort(new DOMException("No answer in time", "TimeoutError"));
  const timer = request.headersTimeoutMs > 0 && setTimeout(onTimeout, request.headersTimeoutMs);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const content = request.body === undefined ? undefined : contentOf(request.body);
    const init: RequestInit & { duplex?: "half" } = {
      method: request.method,
      headers: headersOf(request),
      redirect: "manual",
      signal: limit.signal,
    };
    if (typeof content === "string") init.body = content;
    else if (content) {
      init.body = Readable.toWeb(content) as NonNullable<RequestInit["body"]>;
      init.duplex = "half";
    }
    const response = await globalThis.fetch(request.url, init);
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: bytesOf(response.body, () => signal.removeEventListener("abort", onAbort)),
    };
  } catch (caught) {
    signal.removeEventListener("abort", onAbort);
    throw caught;
  } finally {
    if (timer) clearTimeout(timer);
  }
}

async function* bytesOf(
  body: ReadableStream<Uint8Array> | null,
  finish: () => void,
): AsyncGenerator<Uint8Array, void> {
  try {
    if (body) yield* body;
  } finally {
    finish();
  }
}
