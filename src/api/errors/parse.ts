/**
 * Every error envelope becomes one `Agent37Error`. Nothing here throws. Shapes S1 to S4: object, flat string, no JSON,
 * typed object (errors of the docs; the flat string is the edge in front of an instance).
 */
import { redact } from "../http/redact.ts";
import { Agent37Error, type Plane } from "./agent37Error.ts";
import { localError } from "./localError.ts";
import { defaultMessage } from "./messages.ts";

/** The planes a request can be sent to. */
export type RequestPlane = "unified" | "hosting" | "agent";

export interface ErrorAnswer {
  readonly status: number;
  readonly body: string;
  /** Where the request was sent. */
  readonly plane: RequestPlane;
  readonly host: string;
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
}

/** The error in an answer whose status, content type or body says that the call failed. */
export function parseErrorAnswer(answer: ErrorAnswer): Agent37Error {
  const error = propertyOf(parseJson(answer.body), "error");
  const common = {
    status: answer.status,
    retryAfterMs: answer.retryAfterMs,
    requestId: answer.requestId,
  };
  if (typeof error === "string" && error !== "") {
    const plane: Plane = answer.plane === "agent" ? "transport" : answer.plane;
    const message = textOf(propertyOf(parseJson(answer.body), "message"));
    return new Agent37Error({
      ...common,
      code: error,
      plane,
      message: message ?? defaultMessage(error, answer.host),
    });
  }
  const parsed = fromObject(error, answer.plane, answer.host, common);
  if (parsed) return parsed;
  return localError(
    `http_${answer.status}`,
    `${answer.host} answered with status ${answer.status} and no Agent37 message. ` +
      "A proxy or a server in between may have answered instead; try again, or check the connection.",
    common,
  );
}

/** The error of a turn that failed inside a successful HTTP call. */
export function parseTurnError(error: unknown, plane: RequestPlane, host: string): Agent37Error {
  return (
    fromObject(error, plane, host, {}) ??
    new Agent37Error({
      code: typeof error === "string" && error !== "" ? error : "agent_error",
      message: defaultMessage(typeof error === "string" ? error : "agent_error", host),
      plane,
    })
  );
}

/** A short plain text of an unexpected body, for the log alone: at most 2,000 characters, markup and secrets removed. */
export function bodyExcerpt(body: string): string {
  const text = body
    .slice(0, 16_384)
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, " ")
    .replace(/<[^>]*(>|$)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return redact(text).slice(0, 2_000);
}

function fromObject(
  error: unknown,
  plane: RequestPlane,
  host: string,
  common: { status?: number; retryAfterMs?: number | undefined; requestId?: string | undefined },
): Agent37Error | undefined {
  const ownCode = textOf(propertyOf(error, "code"));
  const code = ownCode ?? textOf(propertyOf(error, "type"));
  if (code === undefined) return undefined;
  return new Agent37Error({
    ...common,
    code,
    plane: ownCode === undefined ? "managed" : plane,
    message: textOf(propertyOf(error, "message")) ?? defaultMessage(code, host),
    param: textOf(propertyOf(error, "param")),
    hint: textOf(propertyOf(error, "hint")),
    detail: textOf(propertyOf(error, "detail")),
    responseId: textOf(propertyOf(error, "response_id")),
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Server texts are shown as they are, but a server that echoes a key must not put it on the screen. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? redact(value) : undefined;
}
