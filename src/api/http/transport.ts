import type { Dispatcher } from "undici";
import type { NetworkSettings } from "../options.ts";
import { abortReason } from "../../common/clock.ts";
import type { Logger } from "../../common/logger.ts";
import type { Agent37Error } from "../errors/agent37Error.ts";
import { wasNeverSent } from "../errors/localError.ts";
import { connectionError } from "./connectionError.ts";
import { createConnector } from "./connector.ts";
import { contentOf, headersOf, type HttpRequest, type RawResponse, type Transport } from "./exchange.ts";
import { sendWithFetch } from "./fetchRequest.ts";
import { isLoopback } from "../../common/serverUrl.ts";

export interface TransportOptions {
  readonly network: () => NetworkSettings;
  readonly logger: Logger;
}

/**
 * HTTP over one pooled dispatcher of ours, which obeys the proxy and certificate settings. Where our own connection
 * cannot be made, the global `fetch` is tried once: inside VS Code it knows proxy scripts and certificate stores that
 * we do not. What works for an origin is kept until the settings change.
 */
export function createTransport({ network, logger }: TransportOptions): Transport {
  const running = new Set<AbortController>();
  const originsOverFetch = new Set<string>();
  let dispatcher: Promise<Dispatcher> | undefined;
  let knownSettings = "";
  let disposed = false;

  const open = async (): Promise<Dispatcher> => {
    const undici = await import("./undici.ts");
    return new undici.Agent({ connect: createConnector(undici, network) });
  };

  const sendOurselves = async (request: HttpRequest, signal: AbortSignal): Promise<RawResponse> => {
    dispatcher ??= open();
    const own = await dispatcher;
    const { statusCode, headers, body } = await own.request({
      origin: request.url.origin,
      path: request.url.pathname + request.url.search,
      method: request.method,
      headers: headersOf(request),
      body: request.body === undefined ? null : contentOf(request.body),
      headersTimeout: request.headersTimeoutMs,
      bodyTimeout: request.bodyTimeoutMs,
      signal,
    });
    return {
      status: statusCode,
      header: (name) => {
        const value = headers[name];
        return Array.isArray(value) ? value.join(", ") : value;
      },
      body,
    };
  };

  const attempt = async (request: HttpRequest, signal: AbortSignal): Promise<RawResponse> => {
    const { origin } = request.url;
    if (originsOverFetch.has(origin)) {
      try {
        return await sendWithFetch(request, signal);
      } catch (caught) {
        const error = translate(caught, request.url, signal);
        if (!wasNeverSent(error)) throw error;
        originsOverFetch.delete(origin);
      }
    }
    let ownError: Agent37Error;
    try {
      return await sendOurselves(request, signal);
    } catch (caught) {
      ownError = translate(caught, request.url, signal);
    }
    if (!wasNeverSent(ownError) || isLoopback(request.url.hostname)) throw ownError;
    logger.info(
      `Own connection to ${origin} failed (${ownError.code}); trying the editor's`,
      String(ownError.cause),
    );
    try {
      const response = await sendWithFetch(request, signal);
      originsOverFetch.add(origin);
      return response;
    } catch (caught) {
      const error = translate(caught, request.url, signal);
      // Only a failure that proves that nothing was sent may be reported as the first one.
      throw wasNeverSent(error) ? ownError : error;
    }
  };

  return {
    async send(request) {
      if (disposed) throw new DOMException("The client is closed", "AbortError");
      if (request.signal?.aborted) throw abortReason(request.signal);
      const settings = JSON.stringify(network());
      if (settings !== knownSettings) {
        knownSettings = settings;
        originsOverFetch.clear();
      }

      const controller = new AbortController();
      const { signal: outer } = request;
      const onAbort = (): void => controller.abort(outer ? abortReason(outer) : undefined);
      const finish = (): void => {
        running.delete(controller);
        outer?.removeEventListener("abort", onAbort);
      };
      running.add(controller);
      outer?.addEventListener("abort", onAbort, { once: true });
      try {
        const raw = await attempt(request, controller.signal);
        return {
          status: raw.status,
          header: raw.header,
          body: readBody(raw.body, request.url, controller.signal, finish),
          close(reason = new DOMException("The stream was closed", "AbortError")) {
            controller.abort(reason);
            finish();
          },
        };
      } catch (caught) {
        finish();
        throw caught;
      }
    },

    async dispose() {
      disposed = true;
      for (const controller of running) {
        controller.abort(new DOMException("The client was closed", "AbortError"));
      }
      running.clear();
      const own = await dispatcher?.catch(() => undefined);
      await own?.destroy();
    },
  };
}

async function* readBody(
  body: AsyncIterable<Uint8Array>,
  url: URL,
  signal: AbortSignal,
  finish: () => void,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body;
  } catch (caught) {
    throw translate(caught, url, signal);
  } finally {
    finish();
  }
}

/** Whoever ended the exchange on purpose gets the reason that was given; everything else is a connection error. */
function translate(caught: unknown, url: URL, signal: AbortSignal): Agent37Error {
  // The reason may be an AbortError; it is rethrown as it is.
  if (signal.aborted) throw abortReason(signal);
  return connectionError(caught, url);
}
