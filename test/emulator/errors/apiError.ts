import { errorEntry } from "./errorTable.ts";
import type { ErrorField, ErrorPlane, ErrorSpec } from "./errorTable.ts";

/** Where a request arrived. `gateway` is the bare gateway without an edge in front of it. */
export type Plane = "unified" | "hosting" | "agent" | "gateway";

export interface ErrorDetails {
  status?: number;
  message?: string;
  param?: string;
  hint?: string;
  detail?: string;
  docs?: string;
  responseId?: string;
  toolkit?: string;
  /** Value of the Retry-After header: seconds or an HTTP date. */
  retryAfter?: string;
  envelope?: "object" | "flat" | "auto";
}

/** A documented failure of a call; the server turns it into the envelope of the plane that the call came in on. */
export class ApiError extends Error {
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: string, details: ErrorDetails = {}) {
    super(details.message ?? errorEntry(code)?.message ?? "Something the client has never heard of.");
    this.code = code;
    this.details = details;
  }
}

/** The rules of `code` on a plane; on instance URLs the gateway's rules win over those of the edge. */
export function specFor(code: string, plane: Plane): { plane: ErrorPlane; spec: ErrorSpec } | undefined {
  const planes = errorEntry(code)?.planes;
  if (!planes) return undefined;
  const order: ErrorPlane[] =
    plane === "unified" || plane === "hosting"
      ? [plane]
      : code === "internal_error"
        ? ["agent"]
        : ["agent", "transport"];
  for (const candidate of [...order, "transport", "agent", "hosting", "unified", "managed"] as const) {
    const spec = planes[candidate];
    if (spec) return { plane: candidate, spec };
  }
  return undefined;
}

/** The HTTP status of `code` on a plane, or undefined when it only appears inside a failed turn. */
export function httpStatus(code: string, plane: Plane): number | undefined {
  return specFor(code, plane)?.spec.http.find((status) => status !== 200);
}

/** Fills in every documented optional field of `code`, for failures that are produced on demand. */
export function withDefaultFields(code: string, plane: Plane, given: ErrorDetails): ErrorDetails {
  const found = specFor(code, plane);
  const hint = errorEntry(code)?.hint;
  const has = (field: ErrorField) => found?.spec.fields.includes(field) === true;
  return {
    ...(has("param") && { param: "input" }),
    ...(has("hint") && hint !== undefined && { hint }),
    ...(has("detail") && { detail: "npm ERR! missing script: start\n" }),
    ...(has("docs") && { docs: "https://www.agent37.com/docs" }),
    ...(has("retry_after") && { retryAfter: "2" }),
    ...(has("response_id") && { responseId: "0123456789abcdef0123456789abcdef" }),
    ...(code === "custom_auth_required" && { toolkit: "example" }),
    ...given,
  };
}

/** The answer for an error: status, extra headers and body in the envelope of the plane. */
export function errorAnswer(error: ApiError, plane: Plane, flip = false) {
  const { details, code, message } = error;
  const found = specFor(code, plane);
  const status = details.status ?? httpStatus(code, plane) ?? 502;
  const wanted = details.envelope ?? "auto";
  const natural = found?.plane === "transport" || code === "custom_auth_required" ? "flat" : "object";
  const flat = ((wanted === "auto" ? natural : wanted) === "flat") !== flip;
  const headers: Record<string, string> =
    details.retryAfter === undefined ? {} : { "Retry-After": details.retryAfter };
  if (flat) {
    const { toolkit, docs } = details;
    const text = details.message;
    return {
      status,
      headers,
      body: {
        error: code,
        ...(text !== undefined && { message: text }),
        ...(docs !== undefined && { docs }),
        ...(toolkit !== undefined && { toolkit }),
      },
    };
  }
  if (found?.plane === "managed") return { status, headers, body: { error: { type: code, message } } };
  return {
    status,
    headers,
    body: {
      error: {
        code,
        message,
        ...(details.param !== undefined && { param: details.param }),
        ...(details.hint !== undefined && { hint: details.hint }),
        ...(details.detail !== undefined && { detail: details.detail }),
        ...(details.responseId !== undefined && { response_id: details.responseId }),
      },
    },
  };
}
