/**
 * Who answered. `unified`, `hosting`, `agent`, `transport`, `managed` as in the API docs; `local`: nobody did,
 * the failure is on this side of the wire or the answer was not an Agent37 answer.
 */
export type Plane = "unified" | "hosting" | "agent" | "transport" | "managed" | "local";

export interface Agent37ErrorFields {
  readonly code: string;
  /** Safe to show as plain text; never to be parsed. */
  readonly message: string;
  readonly plane: Plane;
  /** HTTP status; undefined when no answer came, and for a failed turn inside a 200. */
  readonly status?: number | undefined;
  readonly param?: string | undefined;
  readonly hint?: string | undefined;
  /** Console tail of a failed host operation. */
  readonly detail?: string | undefined;
  /** The turn that is running, on `session_busy`. */
  readonly responseId?: string | undefined;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** Every failure of the API, the connection or a turn, as one value. Branch on `code`. */
export class Agent37Error extends Error {
  override readonly name = "Agent37Error";
  readonly code: string;
  readonly plane: Plane;
  readonly status: number | undefined;
  readonly param: string | undefined;
  readonly hint: string | undefined;
  readonly detail: string | undefined;
  readonly responseId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;

  constructor(fields: Agent37ErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    this.plane = fields.plane;
    this.status = fields.status;
    this.param = fields.param;
    this.hint = fields.hint;
    this.detail = fields.detail;
    this.responseId = fields.responseId;
    this.retryAfterMs = fields.retryAfterMs;
    this.requestId = fields.requestId;
  }
}

/** Any caught value as an error of this program; what is not one already is an `internal_error` of this side. */
export function asAgent37Error(error: unknown): Agent37Error {
  if (error instanceof Agent37Error) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Agent37Error({ code: "internal_error", plane: "local", message, cause: error });
}
