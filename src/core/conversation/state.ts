/**
 * What the program knows of one conversation. Plain immutable data: every change goes through `reduce`.
 * Times are epoch milliseconds.
 */
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { ContextWindow, Usage } from "../../api/wire.ts";
import type { FileAttachment } from "../../common/attachment.ts";
import type { GrowingText } from "../../common/growingText.ts";

export interface ReasoningItem {
  readonly kind: "reasoning";
  readonly text: GrowingText;
  /** Absent when the item came in a burst of known events, whose times say nothing. */
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  readonly open: boolean;
}

export interface TextItem {
  readonly kind: "text";
  readonly text: GrowingText;
}

/** `ended`: the turn ended while the tool was open. */
export type ToolStatus = "generating" | "running" | "completed" | "failed" | "ended";

export interface ToolItem {
  readonly kind: "tool";
  readonly tool: string;
  readonly label?: string | undefined;
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
  readonly status: ToolStatus;
  readonly startedAt?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly error?: string | undefined;
}

/** What the agent says, to others or to itself. */
export type ProseItem = ReasoningItem | TextItem;

/** A piece of the agent's answer. */
export type TurnItem = ProseItem | ToolItem;

/** What the agent has said and done, in the order it came. `itemsOf` gives all of it. */
export interface TurnItems {
  /** Items are only ever added at the end, so the index is an identity. */
  readonly items: readonly TurnItem[];
  /** The item behind these that text is being added to, while the turn runs. Apart, so that adding copies no list. */
  readonly growing?: ProseItem | undefined;
}

/** How far the files of a message are on their way, in bytes over all of them. */
export interface UploadProgress {
  /** The file that travels now. */
  readonly name: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** What a message waits for: a computer that sleeps, or does not run yet, or the agent on it. */
export type AwaitedStep = "waking" | "provisioning" | "starting" | "restarting" | "updating" | "agent";

/**
 * A turn is a state machine: sending → streaming ⇄ reconnecting → completed | failed | cancelled, with `awaiting`
 * before a message can go out at all, and `waiting` before another try of one that the server did not take.
 */
export type TurnPhase =
  /** The message has not gone out: it waits until its instance can take it. */
  | {
      readonly kind: "awaiting";
      readonly step: AwaitedStep;
      /** What the user calls the instance. */
      readonly name: string;
    }
  | {
      readonly kind: "sending";
      /** The message's files go first. */
      readonly upload?: UploadProgress | undefined;
      /** The request is held until this instance has woken, by the name that the user calls it. */
      readonly waking?: string | undefined;
    }
  | {
      readonly kind: "waiting";
      readonly error: Agent37Error;
      readonly until: number;
      readonly attempt: number;
    }
  | { readonly kind: "streaming" }
  /** Attempt 0: attaching to a turn, nothing has gone wrong. */
  | { readonly kind: "reconnecting"; readonly attempt: number }
  | { readonly kind: "completed" }
  | { readonly kind: "cancelled" }
  | {
      readonly kind: "failed";
      readonly error: Agent37Error;
      /** The server has taken the turn, and it could not be followed to its end: it may be running still. */
      readonly unfollowed?: boolean | undefined;
    };

export interface Turn extends TurnItems {
  /** Unique within the conversation, made on this side. */
  readonly id: string;
  /**
   * The exact text as sent, with what was attached as text. Undefined when the turn was started elsewhere and the
   * server has not told its message yet.
   */
  readonly input?: string | undefined;
  /** The files that went with it. */
  readonly attachments?: readonly FileAttachment[] | undefined;
  /** The model that it was sent with, as people call it, where one was chosen. */
  readonly model?: string | undefined;
  /** The request has not gone out, so the server cannot know of the turn: something comes before, such as its files. */
  readonly unsent?: boolean | undefined;
  /** Known once the server has accepted the turn. */
  readonly responseId?: string | undefined;
  readonly phase: TurnPhase;
  /** The user asked to stop; the stream alone cannot tell a cancelled turn from a completed one. */
  readonly cancelRequested: boolean;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  readonly usage?: Usage | undefined;
  readonly context?: ContextWindow | undefined;
  /** A replay under way: what it has told so far. It takes the place of what is shown once it covers that. */
  readonly replay?: TurnItems | undefined;
  /** Time of the latest event of a burst of known events; absent when events come live. */
  readonly burstAt?: number | undefined;
}

export interface Conversation {
  readonly sessionId?: string | undefined;
  /** Turns that have ended, oldest first. */
  readonly settled: readonly Turn[];
  /** The turn that runs; a session runs one at a time. */
  readonly active?: Turn | undefined;
}

export const emptyConversation: Conversation = { settled: [] };

/** Settled turns, then the running one. */
export function turnsOf(conversation: Conversation): readonly Turn[] {
  return conversation.active ? [...conversation.settled, conversation.active] : conversation.settled;
}

/** All items of a turn, the one that grows included. */
export function itemsOf({ items, growing }: TurnItems): readonly TurnItem[] {
  return growing ? [...items, growing] : items;
}

/** The agent's answer as one text: every text item in order, as the server's `output_text` has it. */
export function answerOf(turn: TurnItems): string {
  return itemsOf(turn)
    .map((item) => (item.kind === "text" ? String(item.text) : ""))
    .join("");
}

/** User messages that the server is known to hold for this conversation. */
export function acceptedMessages(conversation: Conversation): number {
  return turnsOf(conversation).filter((turn) => turn.input !== undefined && isAccepted(turn)).length;
}

/** Response ids of the turns that the server has taken for this conversation, as far as they are known here. */
export function earlierTurns(conversation: Conversation): readonly string[] {
  return turnsOf(conversation).flatMap(({ responseId }) => responseId ?? []);
}

/** A turn that has failed, for what can be done about it. */
export type FailedTurn = Turn & { readonly phase: Extract<TurnPhase, { kind: "failed" }> };

export function isFailed(turn: Turn): turn is FailedTurn {
  return turn.phase.kind === "failed";
}

/** Whether the server took the turn, or told it as history. */
export function isAccepted(turn: Turn): boolean {
  return turn.responseId !== undefined || (turn.phase.kind !== "failed" && turn.phase.kind !== "cancelled");
}

/** Whether the agent has ended with a question to the user: the last paragraph of its answer ends with a question mark. */
export function asksUser(turn: Turn): boolean {
  if (turn.phase.kind !== "completed") return false;
  const paragraph = answerOf(turn)
    .trimEnd()
    .split(/\n\s*\n/)
    .at(-1);
  // Emphasis, quotes and brackets may close behind the mark.
  return paragraph !== undefined && /[?？؟][\s*_"'”’»)\]]*$/u.test(paragraph);
}
