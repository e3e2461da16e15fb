import { isAbortError } from "../common/clock.ts";
import { addressOf } from "./dialects/address.ts";
import type { Call, Dialect, Patience } from "./dialects/dialect.ts";
import { ShapeError } from "./dialects/shapes.ts";
import { Agent37Error } from "./errors/agent37Error.ts";
import { localError } from "./errors/localError.ts";
import { bodyExcerpt, parseErrorAnswer } from "./errors/parse.ts";
import { BodyTooLarge, readText } from "./http/body.ts";
import type { HttpRequest, HttpResponse, Transport } from "./http/exchange.ts";
import { redact } from "./http/redact.ts";
import { shouldRetry } from "./http/retry.ts";
import { parseRetryAfter } from "./http/retryAfter.ts";
import { streamBytes, streamSource } from "./http/streamedBody.ts";
import type { Agent37ClientOptions } from "./options.ts";
import { capabilities, type InstanceRef } from "./wire.ts";

/** A sleeping instance holds the first byte for up to three minutes. */
const wakeMs = 210_000;
const longestCommandMs = Math.max(...Object.values(capabilities).map(({ execLimitMs }) => execLimitMs));

/** Milliseconds until the first byte, and of silence inside a body, by patience. 0: no limit. */
const timeouts: Readonly<Record<Patience, { readonly headers: number; readonly body: number }>> = {
  read: { headers: 30_000, body: 30_000 },
  lifecycle: { headers: 15 * 60_000, body: 60_000 },
  agent: { headers: wakeMs, body: 30_000 },
  // Old gateways and the unified API may answer only when the turn is over.
  turn: { headers: 16 * 60_000, body: 0 },
  // Whoever uploads watches the progress: only standing still has a limit.
  upload: { headers: 0, body: 60_000 },
  // Whoever reads the bytes watches for silence.
  download: { headers: wakeMs, body: 0 },
  // The server gives up on a command first, and says so.
  exec: { headers: longestCommandMs + wakeMs, body: 60_000 },
};

const jsonLimit = 20 * 1024 * 1024;
const errorLimit = 64 * 1024;

/** What a call is sent to. */
export interface Target {
  readonly dialect: Dialect;
  readonly ref?: InstanceRef | undefined;
}

export interface OpenAnswer {
  readonly response: HttpResponse;
  readonly host: string;
  readonly requestId: string | undefined;
}

/** Sends the calls of a dialect and turns every failure into one `Agent37Error`. */
export interface Caller {
  /** Sends, repeats what may be repeated in silence, and decodes. */
  send<T>(call: Call<T>, target: Target, signal?: AbortSignal): Promise<T>;
  /** Sends once and decodes. @throws Agent37Error */
  sendOnce<T>(call: Call<T>, target: Target, options: OpenOptions): Promise<T>;
  /**
   * Repeats what may be repeated in silence.
   * @param send makes the call once and throws its error
   * @param isUntouched whether an error proves that the failed attempt has changed nothing
   */
  repeat<T>(
    call: Call<unknown>,
    send: () => Promise<T>,
    signal?: AbortSignal,
    isUntouched?: (error: Agent37Error) => boolean,
  ): Promise<T>;
  /** Sends once and gives the answer as it is. @throws Agent37Error for every status but 2xx. */
  open(call: Call<unknown>, target: Target, options: OpenOptions): Promise<OpenAnswer>;
  /** Decodes a JSON body. @throws `malformed_response`, or the error that the body holds */
  decode<T>(call: Call<T>, target: Target, body: string, answer: AnswerFacts): T;
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  /** A stream: whoever reads it watches its silence. */
  readonly stream?: boolean | undefined;
  /** Called with the bytes of the body that the connection has taken so far, for calls with content. */
  readonly onSent?: ((bytes: number) => void) | undefined;
}

export interface AnswerFacts {
  readonly host: string;
  readonly status: number;
  readonly requestId?: string | undefined;
}

export function createCaller(options: Agent37ClientOptions, transport: Transport): Caller {
  const { clock, logger } = options;

  const open: Caller["open"] = async (call, { dialect, ref }, { signal, stream = false, onSent }) => {
    const account = dialect.needsKey ? await options.account() : undefined;
    if (dialect.needsKey && (account === undefined || account.key === "")) {
      throw localError("missing_api_key", "No Agent37 API key is set. Set one, then try again.");
    }
    const content = bodyOf(call, onSent);
    const url = addressOf(call, { baseUrl: account?.baseUrl, ref });
    const { body } = timeouts[call.patience];
    // A gateway sends the head of a stream at once: what keeps it waiting is an instance that wakes up, not the turn.
    const { headers } = timeouts[stream && dialect.keepsStreamsAlive ? "agent" : call.patience];
    const started = clock.now();
    const shown = redact(`${call.method} ${url.href}`);
    let response: HttpResponse;
    try {
      response = await transport.send({
        method: call.method,
        url,
        headers: {
          accept: acceptOf(call, stream),
          "user-agent": options.userAgent,
          ...(content && { "content-type": content.type }),
          ...call.headers,
          ...dialect.authorize(call.place, account?.key ?? ""),
        },
        body: content?.body,
        headersTimeoutMs: headers,
        bodyTimeoutMs: stream ? 0 : body,
        signal,
      });
    } catch (caught) {
      const why = caught instanceof Agent37Error ? caught.code : "aborted";
      logger.debug(`${shown} → ${why}, ${clock.now() - started} ms`, causeOf(caught));
      throw caught;
    }
    const requestId = requestIdOf(response);
    logger.debug(`${shown} → ${response.status}, ${clock.now() - started} ms`, requestId && { requestId });
    if (response.status >= 200 && response.status < 300) return { response, host: url.host, requestId };

    const text = await readText(response, errorLimit, "cut").catch((caught: unknown) => {
      // The status line alone says enough; a broken body must not hide it.
      if (caught instanceof Agent37Error) return "";
      throw caught;
    });
    const error = parseErrorAnswer({
      status: response.status,
      body: text,
      plane: dialect.plane[call.place],
      host: url.host,
      retryAfterMs: parseRetryAfter(response.header("retry-after"), clock.now()),
      requestId,
    });
    if (error.plane === "local") logger.debug("The answer is not Agent37's", excerptOf(call, text));
    throw error;
  };

  const decode: Caller["decode"] = (call, { dialect }, body, answer) => {
    const trimmed = body.trim();
    let json: unknown;
    try {
      if (trimmed !== "") json = JSON.parse(trimmed);
    } catch {
      logger.debug("The answer is not JSON", excerptOf(call, body));
      // A call whose answer does not matter was accepted by its status alone; a page from a proxy was not.
      if (!isMarkup(trimmed)) return decodeWith(call, undefined, answer, "it is not JSON");
      throw malformed(call, answer, "it is a web page, perhaps of a proxy or a sign-in");
    }
    if (isErrorBody(json)) {
      throw parseErrorAnswer({ ...answer, body: trimmed, plane: dialect.plane[call.place] });
    }
    return decodeWith(call, json, answer);
  };

  const sendOnce: Caller["sendOnce"] = async (call, target, options) => {
    const { response, host, requestId } = await open(call, target, options);
    const answer = { host, status: response.status, requestId };
    return decode(call, target, await readBody(call, response, answer), answer);
  };

  const repeat: Caller["repeat"] = async (call, send, signal, isUntouched) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (caught) {
        if (!(caught instanceof Agent37Error)) throw caught;
        const idempotent = (call.idempotent ?? call.method === "GET") || (isUntouched?.(caught) ?? false);
        const decision = shouldRetry({ error: caught, idempotent, startsTurn: false, attempt });
        if (!decision.retry) throw caught;
        logger.debug(`Repeating "${call.name}" in ${decision.delayMs} ms: ${decision.reason}`);
        await clock.sleep(decision.delayMs, signal);
      }
    }
  };

  return {
    open,
    decode,
    sendOnce,
    repeat,
    send: (call, target, signal) => repeat(call, () => sendOnce(call, target, { signal }), signal),
  };
}

function acceptOf({ patience }: Call<unknown>, stream: boolean): string {
  if (patience === "download") return "*/*";
  return stream ? "text/event-stream, application/json" : "application/json";
}

/** What of an unexpected answer goes to the log. */
function excerptOf({ secretAnswer }: Call<unknown>, body: string): object {
  return secretAnswer ? { length: body.length } : { body: bodyExcerpt(body) };
}

function bodyOf(
  { body, content, source }: Call<unknown>,
  onSent: OpenOptions["onSent"],
): { readonly type: string; readonly body: NonNullable<HttpRequest["body"]> } | undefined {
  if (content) {
    const { type, head, bytes, tail } = content;
    return { type, body: streamBytes([Buffer.from(head), bytes, Buffer.from(tail)], onSent) };
  }
  if (source) {
    const sent = source instanceof Uint8Array ? streamBytes([source], onSent) : streamSource(source, onSent);
    return { type: "application/octet-stream", body: sent };
  }
  return body === undefined ? undefined : { type: "application/json", body: JSON.stringify(body) };
}

async function readBody(call: Call<unknown>, response: HttpResponse, answer: AnswerFacts): Promise<string> {
  try {
    return await readText(response, jsonLimit, "reject");
  } catch (caught) {
    if (caught instanceof BodyTooLarge) throw malformed(call, answer, "it is larger than 20 MB");
    throw caught;
  }
}

function decodeWith<T>(call: Call<T>, json: unknown, answer: AnswerFacts, problem?: string): T {
  try {
    return call.decode(json, { host: answer.host });
  } catch (caught) {
    if (!(caught instanceof ShapeError)) throw caught;
    throw malformed(call, answer, problem ?? caught.message);
  }
}

function malformed(
  call: Call<unknown>,
  { host, status, requestId }: AnswerFacts,
  problem: string,
): Agent37Error {
  return localError(
    "malformed_response",
    `The answer of ${host} to "${call.name}" is not what the Agent37 API describes (${problem}).`,
    { status, requestId },
  );
}

/** An error envelope inside a successful answer; response objects carry `error` beside an id. */
function isErrorBody(json: unknown): boolean {
  if (typeof json !== "object" || json === null || "id" in json || !("error" in json)) return false;
  return typeof json.error === "string" || (typeof json.error === "object" && json.error !== null);
}

function isMarkup(text: string): boolean {
  return text.startsWith("<");
}

function requestIdOf(response: HttpResponse): string | undefined {
  for (const name of ["x-request-id", "x-agent37-request-id", "x-correlation-id", "request-id", "cf-ray"]) {
    const value = response.header(name);
    if (value !== undefined && value !== "") return value.slice(0, 200);
  }
  return undefined;
}

function causeOf(caught: unknown): string | undefined {
  return caught instanceof Agent37Error && caught.cause instanceof Error && !isAbortError(caught.cause)
    ? redact(String(caught.cause))
    : undefined;
}
