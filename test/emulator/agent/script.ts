import { unevenPieces } from "./random.ts";

/**
 * One thing the agent does. `delayMs` replaces the usual pause before it; 0 = at once. `probe` is the number of a mark in
 * the text; when its bytes were written is noted.
 */
export type Step = (
  | { kind: "text"; text: string; probe?: number }
  | { kind: "reasoning"; text: string }
  | { kind: "toolGenerating"; tool: string }
  | { kind: "toolStarted"; tool: string; label?: string; arguments?: Record<string, unknown> }
  | { kind: "toolCompleted"; tool: string; durationMs: number }
  | { kind: "toolFailed"; tool: string; error: string }
  | { kind: "wait" }
  /** Waits until the turn is released or ends. */
  | { kind: "hold" }
  | { kind: "spend"; usd: number }
  | { kind: "fail"; code: string }
  | { kind: "stopSilently" }
) & { delayMs?: number };

export interface Attachment {
  path: string;
  bytes: number;
  sha256: string;
}

export interface ScriptContext {
  input: string;
  random: () => number;
  /** Files named by the turn; read when the script asks. */
  attachments: () => Promise<Attachment[]>;
}

export interface Script {
  steps: Iterable<Step> | AsyncIterable<Step>;
  /** Done once to the first client that follows the turn. */
  firstReader?: { dropAfterEvent?: number; stallAfterEvent?: number };
}

/** Text deltas cut at uneven places; `delayMs` applies to each. */
export function* say(
  text: string,
  random: () => number,
  options: { longest?: number; delayMs?: number } = {},
) {
  for (const piece of unevenPieces(text, random, options.longest)) {
    const step: Step = { kind: "text", text: piece };
    yield options.delayMs === undefined ? step : { ...step, delayMs: options.delayMs };
  }
}

/** Reasoning deltas cut at uneven places. */
export function* ponder(text: string, random: () => number): Generator<Step> {
  for (const piece of unevenPieces(text, random, 24)) yield { kind: "reasoning", text: piece };
}

/** A tool call from its arguments to its end. */
export function* useTool(
  tool: string,
  label: string,
  args: Record<string, unknown> | undefined,
  outcome: { durationMs: number } | { error: string },
): Generator<Step> {
  yield { kind: "toolGenerating", tool };
  yield { kind: "toolStarted", tool, label, ...(args && { arguments: args }) };
  if ("error" in outcome) yield { kind: "toolFailed", tool, error: outcome.error, delayMs: 60 };
  else yield { kind: "toolCompleted", tool, durationMs: outcome.durationMs, delayMs: 60 };
}
