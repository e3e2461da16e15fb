import { ApiError } from "../errors/apiError.ts";
import { isRecord } from "./exchange.ts";
import type { Exchange, Json } from "./exchange.ts";

const baseEfforts = ["none", "minimal", "low", "medium", "high", "xhigh"];

/** The error for a bad field in the words of the plane: with `param` where the plane has it. */
export function badField(x: Exchange, param: string, message: string, hint?: string): ApiError {
  if (x.plane === "hosting") return new ApiError("invalid_request", { message });
  return new ApiError("validation_error", { message, param, ...(hint !== undefined && { hint }) });
}

/** An optional string that must not be blank; null counts as absent. */
export function textField(x: Exchange, body: Json, name: string): string | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" || value.trim() === "")
    throw badField(x, name, `${name} must be a non-empty string.`);
  return value;
}

/** An optional integer within bounds. */
export function integerField(
  x: Exchange,
  body: Json,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw badField(x, name, `${name} must be an integer from ${String(min)} to ${String(max)}.`);
  }
  return value;
}

/** The fields of POST /responses that both dialects share. */
export function turnFields(x: Exchange, body: Json, newest: boolean) {
  const input = body["input"];
  if (typeof input !== "string" || input.trim() === "")
    throw badField(x, "input", "input must be a non-blank string.");
  const effort = textField(x, body, "reasoning_effort");
  const efforts = newest ? [...baseEfforts, "max", "ultra"] : baseEfforts;
  if (effort !== null && !efforts.includes(effort)) {
    throw badField(x, "reasoning_effort", `reasoning_effort must be one of ${efforts.join(", ")}.`);
  }
  const metadata = body["metadata"] ?? null;
  if (metadata !== null && !isRecord(metadata)) throw badField(x, "metadata", "metadata must be an object.");
  if (metadata && Object.keys(metadata).length > 16)
    throw badField(x, "metadata", "metadata takes at most 16 pairs.");
  if (metadata && JSON.stringify(metadata).length > 64 * 1024)
    throw badField(x, "metadata", "metadata is too large.");
  return {
    input,
    sessionId: textField(x, body, "session_id"),
    model: textField(x, body, "model"),
    provider: textField(x, body, "provider"),
    reasoningEffort: effort,
    metadata,
    stream: body["stream"] === true,
  };
}
