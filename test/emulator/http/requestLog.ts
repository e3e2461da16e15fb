import type { LoggedRequest, RequestFilter } from "../control/controlTypes.ts";
import { matchesDialect } from "./faultRegistry.ts";
import { matchesPath } from "./pathGlob.ts";

const bodyLimit = 64 * 1024;

/** All API requests since the last reset, oldest first. Control calls are not logged. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #nextId = 1;
  /** Called when a request has been answered or dropped. */
  onDone: ((entry: LoggedRequest) => void) | undefined;

  open(entry: Omit<LoggedRequest, "id" | "body" | "status" | "fault">): LoggedRequest {
    const logged: LoggedRequest = { id: this.#nextId++, ...entry, body: "", status: 0, fault: null };
    this.#entries.push(logged);
    return logged;
  }

  list(filter: RequestFilter = {}): LoggedRequest[] {
    return this.#entries
      .filter(
        (entry) =>
          (filter.method === undefined || entry.method === filter.method.toUpperCase()) &&
          matchesPath(entry.path, filter.path) &&
          matchesDialect(entry, filter.dialect) &&
          (filter.instanceId === undefined || entry.instanceId === filter.instanceId) &&
          (filter.status === undefined || entry.status === filter.status),
      )
      .map((entry) => ({ ...entry }));
  }

  clear(): void {
    this.#entries = [];
  }
}

/** Collects the first 64 KB of a body as text for the log. */
export class BodyCapture {
  readonly #entry: LoggedRequest;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(entry: LoggedRequest) {
    this.#entry = entry;
  }

  add(chunk: Buffer): void {
    if (this.#length >= bodyLimit) return;
    const part = chunk.subarray(0, bodyLimit - this.#length);
    this.#chunks.push(part);
    this.#length += part.length;
    this.#entry.body = Buffer.concat(this.#chunks).toString("utf8");
  }
}
