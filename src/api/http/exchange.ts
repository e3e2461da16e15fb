import type { Readable } from "node:stream";

/** A body that is produced anew for every attempt; the length is always sent (a chunked body may arrive empty). */
export interface StreamedBody {
  readonly length: number;
  readonly open: () => Readable;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | StreamedBody | undefined;
  /** Milliseconds until the status line must be there; 0: no limit. */
  readonly headersTimeoutMs: number;
  /** Milliseconds of silence inside the body; 0: no limit. */
  readonly bodyTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** Readable once. Throws `connection_lost`, the reason given to `close`, or an `AbortError`. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the exchange; who reads the body gets `reason`. Harmless after the end. */
  close(reason?: Error): void;
}

export interface Transport {
  /** @throws a local `Agent37Error`, or an `AbortError` when the request's signal or `dispose` ended it. */
  send(request: HttpRequest): Promise<HttpResponse>;
  dispose(): Promise<void>;
}

/** What an attempt gives before its errors are translated. */
export interface RawResponse {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The headers that go on the wire: plain bytes are asked for, because a stream must not wait in a decompressor. */
export function headersOf(request: HttpRequest): Record<string, string> {
  const headers: Record<string, string> = { "accept-encoding": "identity", ...request.headers };
  if (typeof request.body === "object") headers["content-length"] = String(request.body.length);
  return headers;
}

/** The body of one attempt. */
export function contentOf(body: string | StreamedBody): string | Readable {
  return typeof body === "string" ? body : body.open();
}
