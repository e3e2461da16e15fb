import type { ResponseTruth } from "../control/controlTypes.ts";
import type { DialectName } from "../control/controlTypes.ts";
import type { GatewayVersion } from "../state/settings.ts";

export interface TurnEvent {
  event: string;
  data: Record<string, unknown>;
}

/** A client that follows a turn. */
export interface TurnReader {
  readonly closed: boolean;
  event(frame: string): void;
  comment(text: string): void;
  /** The regular end of the body. */
  end(): void;
  /** The connection dies. */
  abort(): void;
}

/** What a turn was asked to do. */
export interface TurnRequest {
  input: string;
  /** The agent sees the input without the attached-files block that history shows. */
  historyInput?: string;
  files: string[];
  agent: string;
  sessionId: string | null;
  model: string | null;
  provider: string | null;
  reasoningEffort: string | null;
  profile: string | null;
  metadata: Record<string, unknown> | null;
  startedBy: "http" | "control";
  /** Makes the turn fail after so many events. */
  failure?: { error: TurnError; afterEvent: number };
}

export type TurnError = NonNullable<ResponseTruth["error"]>;

export interface Turn extends Omit<TurnRequest, "sessionId"> {
  id: string;
  dialect: DialectName;
  version: GatewayVersion;
  instanceId: string;
  sessionId: string;
  status: ResponseTruth["status"];
  outputText: string;
  reasoning: string;
  usage: ResponseTruth["usage"];
  context: { used_tokens: number; window_tokens: number } | null;
  error: TurnError | null;
  createdAt: number;
  finishedAt: number | null;
  /** Events for replay, at most `settings.bufferCap`; `eventCount` counts all. */
  buffer: TurnEvent[];
  eventCount: number;
  readers: Set<TurnReader>;
  cancelling: boolean;
  /** Lets a turn go on that stands still at a `hold`. */
  release: (() => void) | null;
  /** The record is gone: gateway restart, too many newer ones, deleted instance. */
  forgotten: boolean;
  /** What the script wants done to the first reader. */
  firstReader: { dropAfterEvent?: number; stallAfterEvent?: number } | null;
  spentMicros: number;
  done: Promise<void>;
  markDone: () => void;
}

/** Exact bytes of one event: a single data line, LF only. */
export function frameOf({ event, data }: TurnEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function isTerminal(event: string): boolean {
  return event === "response.completed" || event === "response.failed";
}
