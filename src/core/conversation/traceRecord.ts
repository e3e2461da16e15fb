/** The stored form of a session's finished turns: JSON that is checked when it comes back. */
import * as v from "valibot";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import { GrowingText } from "../../common/growingText.ts";
import { fileSchema as attachedFileSchema } from "./records.ts";
import type { Turn, TurnPhase } from "./state.ts";

const text = v.string();
const time = v.optional(v.number());
/** Written as a string. */
const growingText = v.pipe(
  text,
  v.transform((value) => GrowingText.of(value)),
);

const itemSchema = v.variant("kind", [
  v.object({
    kind: v.literal("reasoning"),
    text: growingText,
    startedAt: time,
    endedAt: time,
    // The turn has ended, and its reasoning with it.
    open: v.literal(false),
  }),
  v.object({ kind: v.literal("text"), text: growingText }),
  v.object({
    kind: v.literal("tool"),
    tool: text,
    label: v.optional(text),
    arguments: v.optional(v.record(v.string(), v.unknown())),
    status: v.picklist(["completed", "failed", "ended"]),
    startedAt: time,
    durationMs: v.optional(v.number()),
    error: v.optional(text),
  }),
]);

const errorSchema = v.object({
  code: text,
  message: text,
  plane: v.picklist(["unified", "hosting", "agent", "transport", "managed", "local"]),
  status: v.optional(v.number()),
  param: v.optional(text),
  hint: v.optional(text),
  detail: v.optional(text),
  responseId: v.optional(text),
  retryAfterMs: v.optional(v.number()),
  requestId: v.optional(text),
});

const phaseSchema = v.variant("kind", [
  v.object({ kind: v.literal("completed") }),
  v.object({ kind: v.literal("cancelled") }),
  v.object({ kind: v.literal("failed"), error: errorSchema, unfollowed: v.optional(v.boolean()) }),
]);

const turnSchema = v.object({
  id: text,
  input: v.optional(text),
  attachments: v.optional(v.array(attachedFileSchema)),
  model: v.optional(text),
  responseId: v.optional(text),
  phase: phaseSchema,
  items: v.array(itemSchema),
  startedAt: time,
  endedAt: time,
  usage: v.optional(
    v.object({ inputTokens: v.number(), outputTokens: v.number(), costUsd: v.optional(v.number()) }),
  ),
  context: v.optional(v.object({ usedTokens: v.number(), windowTokens: v.number() })),
});

const traceSchema = v.object({ version: v.literal(1), sessionId: text, turns: v.array(v.unknown()) });

/** A finished turn as JSON; undefined for a turn that has not ended. */
export function writeTurn(turn: Turn): string | undefined {
  const { id, input, attachments, model, responseId, items, startedAt, endedAt, usage, context } = turn;
  const phase = plainPhase(turn.phase);
  if (!phase) return undefined;
  return JSON.stringify({
    id,
    input,
    attachments,
    model,
    responseId,
    phase,
    items,
    startedAt,
    endedAt,
    usage,
    context,
  });
}

/** The file of a session from the JSON of its turns, oldest first. */
export function writeTrace(sessionId: string, turns: readonly string[]): Uint8Array {
  const head = JSON.stringify({ version: 1, sessionId });
  return new TextEncoder().encode(`${head.slice(0, -1)},"turns":[${turns.join(",\n")}]}`);
}

/**
 * @returns the turns that can be read, and how many cannot
 * @throws when the bytes are not a session's file, or another session's.
 */
export function readTrace(
  sessionId: string,
  bytes: Uint8Array,
): { readonly turns: readonly Turn[]; readonly broken: number } {
  const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  const file = v.parse(traceSchema, json);
  if (file.sessionId !== sessionId) throw new Error("The file is of another session.");
  const turns = file.turns.flatMap((turn) => {
    const result = v.safeParse(turnSchema, turn);
    return result.success ? [toTurn(result.output)] : [];
  });
  return { turns, broken: file.turns.length - turns.length };
}

function toTurn({ phase, ...turn }: v.InferOutput<typeof turnSchema>): Turn {
  return {
    ...turn,
    phase: phase.kind === "failed" ? { ...phase, error: new Agent37Error(phase.error) } : phase,
    cancelRequested: false,
  };
}

function plainPhase(phase: TurnPhase): v.InferOutput<typeof phaseSchema> | undefined {
  switch (phase.kind) {
    case "completed":
    case "cancelled":
      return { kind: phase.kind };
    case "failed": {
      const { code, message, plane, status, param, hint, detail } = phase.error;
      const { responseId, retryAfterMs, requestId } = phase.error;
      const error = {
        code,
        message,
        plane,
        status,
        param,
        hint,
        detail,
        responseId,
        retryAfterMs,
        requestId,
      };
      return { kind: "failed", error, unfollowed: phase.unfollowed };
    }
    default:
      return undefined;
  }
}
