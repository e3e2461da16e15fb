/** Readers for raw JSON that several dialects share. Required fields are checked, everything else is tolerated. */
import * as v from "valibot";
import type { RequestPlane } from "../errors/parse.ts";
import { parseTurnError } from "../errors/parse.ts";
import { splitAttachedFiles } from "./attachedFiles.ts";
import type { AgentResponse, ContextWindow, HistoryItem, ResponseStatus, Usage } from "../wire.ts";

/** An answer that is not what the API describes. `field` is a path such as `data.0.id`. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field === "" ? "the answer" : field}: ${problem}`);
    this.field = field;
  }
}

/** Checks raw JSON. @throws ShapeError */
export function read<T>(schema: v.GenericSchema<unknown, T>, json: unknown): T {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ShapeError(v.getDotPath(issue) ?? "", `expected ${issue.expected ?? "something else"}`);
}

/** An optional field: absent, null and a value of another type are all the same. */
export function maybe<T>(schema: v.GenericSchema<unknown, T>) {
  return v.optional(
    v.pipe(
      v.fallback(v.nullish(schema), undefined),
      v.transform((value): T | undefined => value ?? undefined),
    ),
  );
}

export const id = v.pipe(v.string(), v.nonEmpty());
export const text = v.string();
export const number = v.pipe(v.number(), v.finite());
export const strings = v.array(v.string());

/**
 * The rows of a list that can be read; odd ones are left out.
 * @throws ShapeError of the first row when there are rows and none can be read
 */
export function readRows<T>(rows: readonly unknown[], readRow: (row: unknown) => T): T[] {
  const items: T[] = [];
  let first: ShapeError | undefined;
  for (const row of rows) {
    try {
      items.push(readRow(row));
    } catch (caught) {
      if (!(caught instanceof ShapeError)) throw caught;
      first ??= caught;
    }
  }
  if (first && items.length === 0) throw first;
  return items;
}

const page = v.object({
  data: v.array(v.unknown()),
  has_more: maybe(v.boolean()),
  next_cursor: maybe(v.string()),
});

/** The envelope of lists: `{data, has_more?, next_cursor?}`. @throws ShapeError */
export function readPage(json: unknown): {
  readonly rows: readonly unknown[];
  readonly nextCursor: string | undefined;
} {
  const { data, has_more, next_cursor } = read(page, json);
  return { rows: data, nextCursor: has_more === false || !next_cursor ? undefined : next_cursor };
}

/** A time in seconds or milliseconds, as milliseconds. For places whose unit the docs leave open. */
export function epochMs(value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  return value < 1e11 ? value * 1000 : value;
}

export const usage = v.object({ input_tokens: number, output_tokens: number, cost_usd: maybe(number) });
export const context = v.object({ used_tokens: number, window_tokens: number });

export function toUsage(raw: v.InferOutput<typeof usage> | undefined): Usage | undefined {
  if (!raw) return undefined;
  return { inputTokens: raw.input_tokens, outputTokens: raw.output_tokens, costUsd: raw.cost_usd };
}

export function toContext(raw: v.InferOutput<typeof context> | undefined): ContextWindow | undefined {
  if (!raw || raw.window_tokens <= 0) return undefined;
  return { usedTokens: raw.used_tokens, windowTokens: raw.window_tokens };
}

const response = v.object({
  id,
  session_id: id,
  status: text,
  agent: maybe(text),
  model: maybe(text),
  output_text: maybe(text),
  usage: maybe(usage),
  context: maybe(context),
  reasoning_effort: maybe(text),
  error: v.optional(v.unknown()),
});

const finalStatuses: ReadonlySet<string> = new Set(["completed", "failed", "cancelled"]);

/** The stored object of a turn; an unknown status counts as running. @throws ShapeError */
export function readResponse(json: unknown, plane: RequestPlane, host: string): AgentResponse {
  const raw = read(response, json);
  const status = finalStatuses.has(raw.status) ? (raw.status as ResponseStatus) : "in_progress";
  return {
    id: raw.id,
    sessionId: raw.session_id,
    status,
    agent: raw.agent,
    model: raw.model,
    outputText: raw.output_text ?? "",
    usage: toUsage(raw.usage),
    context: toContext(raw.context),
    reasoningEffort: raw.reasoning_effort,
    error: status === "failed" ? parseTurnError(raw.error, plane, host) : undefined,
  };
}

/** Like {@link readResponse}, where the docs do not say that the object comes back. */
export function readResponseIfAny(
  json: unknown,
  plane: RequestPlane,
  host: string,
): AgentResponse | undefined {
  return v.is(response, json) ? readResponse(json, plane, host) : undefined;
}

const contentPart = v.object({ text });
const historyItem = v.object({
  role: v.picklist(["user", "assistant"]),
  content: v.optional(v.unknown()),
  text: maybe(text),
  output_text: maybe(text),
  thinking: maybe(text),
  created_at: maybe(number),
});

/** The user's and the assistant's rows of a history; compaction markers and unknown rows are left out. */
export function readHistory(rows: readonly unknown[]): HistoryItem[] {
  return rows.flatMap((row) => {
    const result = v.safeParse(historyItem, row);
    if (!result.success) return [];
    const raw = result.output;
    const content = contentText(raw.content) ?? raw.text ?? raw.output_text ?? "";
    return {
      role: raw.role,
      ...(raw.role === "user" ? splitAttachedFiles(content) : { text: content }),
      thinking: raw.thinking,
      at: epochMs(raw.created_at),
    };
  });
}

function contentText(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  return content
    .flatMap((part: unknown) =>
      typeof part === "string" ? [part] : v.is(contentPart, part) ? [part.text] : [],
    )
    .join("");
}

/** Ignores an answer's body. */
export function ignore(): void {}
