import type { IncomingMessage, ServerResponse } from "node:http";
import { Transform } from "node:stream";
import type { Readable } from "node:stream";
import type { ActiveFault, LoggedRequest } from "../control/controlTypes.ts";
import { ApiError, errorAnswer } from "../errors/apiError.ts";
import type { Plane } from "../errors/apiError.ts";
import type { World } from "../world.ts";
import { BodyCapture } from "./requestLog.ts";

const jsonLimit = 2 * 1024 * 1024;
const jsonType = "application/json; charset=utf-8";

export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One API request and its answer. */
export class Exchange {
  readonly world: World;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly plane: Plane;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly entry: LoggedRequest;
  params: Record<string, string> = {};
  /** The fault that took this request, if its effect comes while answering. */
  fault: ActiveFault | undefined;
  /** The handler runs for its effects only; nothing is sent. */
  silent = false;
  streaming = false;
  #body: Buffer | undefined;
  #tooLarge = false;

  constructor(
    world: World,
    req: IncomingMessage,
    res: ServerResponse,
    target: { plane: Plane; path: string; query: URLSearchParams; entry: LoggedRequest },
  ) {
    this.world = world;
    this.req = req;
    this.res = res;
    this.plane = target.plane;
    this.path = target.path;
    this.query = target.query;
    this.entry = target.entry;
  }

  /** Same request, but whatever the handler answers goes nowhere. */
  silenced(): Exchange {
    const twin = new Exchange(this.world, this.req, this.res, this);
    twin.silent = true;
    twin.#body = this.#body;
    return twin;
  }

  get method(): string {
    return this.entry.method;
  }

  /** A path parameter of the route. */
  param(name: string): string {
    return this.params[name] ?? "";
  }

  header(name: string): string | undefined {
    return this.entry.headers[name.toLowerCase()];
  }

  get bodyArrivesEmpty(): boolean {
    return (
      this.plane === "agent" &&
      this.world.settings.chunkedBodiesEmpty &&
      this.header("transfer-encoding")?.includes("chunked") === true
    );
  }

  /** Reads a JSON-sized body; longer ones are drained and refused when the handler asks for the JSON. */
  async readBody(): Promise<void> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.bodyStream()) {
      const bytes = chunk as Buffer;
      length += bytes.length;
      if (length > jsonLimit) this.#tooLarge = true;
      else chunks.push(bytes);
    }
    this.#body = Buffer.concat(chunks);
  }

  /** The request body as a stream; its beginning goes to the log. */
  bodyStream(): Readable {
    const capture = new BodyCapture(this.entry);
    const empty = this.bodyArrivesEmpty;
    const tap = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        capture.add(chunk);
        if (empty) done();
        else done(null, chunk);
      },
    });
    // Whoever reads the body gets the error; until somebody does it must not end the process.
    tap.on("error", () => undefined);
    this.req.on("error", (error) => tap.destroy(error));
    this.req.on("close", () => {
      if (!this.req.complete) tap.destroy(new Error("The client hung up."));
    });
    return this.req.pipe(tap);
  }

  /** The JSON object in the body; an empty body counts as `{}` where `optional` is set. */
  json(optional = false): Json {
    const bad = this.plane === "hosting" ? "invalid_request" : "validation_error";
    if (this.#tooLarge) {
      const code = this.plane === "agent" || this.plane === "gateway" ? "payload_too_large" : bad;
      throw new ApiError(code, { message: "The body is larger than 2 MB." });
    }
    const text = (this.#body ?? Buffer.alloc(0)).toString("utf8");
    if (optional && text.trim() === "") return {};
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new ApiError(bad, { message: "The body is not valid JSON." });
    }
    if (!isRecord(value)) throw new ApiError(bad, { message: "The body must be a JSON object." });
    return value;
  }

  send(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.sendBytes(status, { "Content-Type": jsonType, ...headers }, Buffer.from(JSON.stringify(body)));
  }

  /** Sends an error in the envelope of the plane. */
  fail(error: ApiError): void {
    const { mutations } = this.world;
    const answer = errorAnswer(error, this.plane, mutations.has("wrongEnvelope"));
    if (mutations.has("retryAfterMissing")) delete answer.headers["Retry-After"];
    this.send(answer.status, answer.body, answer.headers);
  }

  /** Waits as long as a stall without `afterEvent` wants; false means for ever. */
  async held(): Promise<boolean> {
    const action = this.fault?.action;
    if (action?.kind !== "stall" || action.afterEvent !== undefined) return true;
    if (action.ms === undefined) return false;
    await this.world.clock.sleep(action.ms);
    return true;
  }

  sendBytes(status: number, headers: Record<string, string>, bytes: Buffer): void {
    if (this.silent || this.res.headersSent || this.res.destroyed) return;
    const action = this.fault?.action;
    if (action?.kind === "stall") {
      this.fault = undefined;
      if (action.ms !== undefined)
        void this.world.clock.sleep(action.ms).then(() => this.sendBytes(status, headers, bytes));
      return;
    }
    if (action?.kind === "drop" && action.when === "beforeCreated") {
      this.destroy();
      return;
    }
    this.entry.status = status;
    this.res.writeHead(status, { ...this.#cors(), ...headers, "Content-Length": bytes.length });
    if (action?.kind === "drop") {
      this.res.write(bytes.subarray(0, action.afterByte ?? 0));
      this.destroySoon();
      return;
    }
    this.res.end(this.method === "HEAD" ? undefined : bytes);
  }

  /** Sends the head of an answer whose body follows in pieces. */
  head(status: number, headers: Record<string, string>): void {
    if (this.silent || this.res.headersSent || this.res.destroyed) return;
    this.entry.status = status;
    this.res.writeHead(status, { ...this.#cors(), ...headers });
    this.res.flushHeaders();
  }

  destroy(): void {
    if (!this.silent) this.req.socket.destroy();
  }

  /** Destroys the socket once what was written has left the process. */
  destroySoon(): void {
    const { socket } = this.req;
    setImmediate(() => {
      if (socket.writableLength > 0) socket.once("drain", () => socket.destroy());
      else socket.destroy();
    });
  }

  #cors(): Record<string, string> {
    if (this.plane !== "agent" && this.plane !== "gateway") return {};
    return { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "*" };
  }
}
