/**
 * Requests, responses and events in the one form the rest of the program sees, whatever dialect they travelled in.
 * Times are epoch milliseconds, money is USD as a decimal number, ids are opaque strings.
 */
import type { Agent37Error } from "./errors/agent37Error.ts";
import type { DialectId } from "./wire/dialectId.ts";

export { capabilities, type Capabilities } from "./wire/capabilities.ts";
export type * from "./wire/copies.ts";
export type * from "./wire/dialectId.ts";
export type * from "./wire/files.ts";
export type * from "./wire/observe.ts";
export type * from "./wire/usage.ts";

/** What is needed to speak to an instance; small enough to be stored. */
export interface InstanceRef {
  readonly id: string;
  readonly dialect: DialectId;
  /** Base of the instance's Agent API without a trailing slash; undefined on the unified dialect. */
  readonly agentUrl?: string | undefined;
  /** Origin of the API that named this instance: the key of no other server goes to it. Undefined for a gateway. */
  readonly apiOrigin?: string | undefined;
}

/** Statuses that the docs name; anything else is `unknown` and treated as busy. */
export const instanceStatuses = [
  "provisioning",
  "running",
  "stopping",
  "stopped",
  "starting",
  "restarting",
  "updating",
  "sleeping",
  "waking",
  "failed",
  "deleting",
  "deleted",
] as const;
export type InstanceStatus = (typeof instanceStatuses)[number] | "unknown";

export interface InstanceShape {
  readonly vcpu?: number | undefined;
  readonly memoryGb?: number | undefined;
  readonly diskGb?: number | undefined;
}

/** Why the last lifecycle action failed. */
export interface StatusReason {
  readonly code: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly operation?: string | undefined;
  readonly at?: number | undefined;
}

export interface Instance extends InstanceRef {
  readonly name?: string | undefined;
  readonly status: InstanceStatus;
  /** The status word as received; equals `status` unless that is `unknown`. */
  readonly statusText: string;
  readonly statusReason?: StatusReason | undefined;
  readonly template?: string | undefined;
  /** Harnesses that the instance is known to run, the default first; empty when the server does not say. */
  readonly agents: readonly string[];
  readonly shape: InstanceShape;
  readonly user?: string | undefined;
  /** Present where the instance object itself carries it (unified); else ask `getSpend`. */
  readonly spend?: Spend | undefined;
  /** Suspended for non-payment. */
  readonly pastDue: boolean;
  readonly updateAvailable: boolean;
  readonly autoSleep?: boolean | undefined;
  readonly idleTimeoutMs?: number | undefined;
  /** Asleep since then; present while it sleeps or wakes, where the server says. */
  readonly sleptAt?: number | undefined;
  readonly createdAt?: number | undefined;
}

/** What an instance may spend and has spent on managed calls, in USD. */
export interface Spend {
  readonly capUsd: number;
  readonly usedUsd: number;
  readonly remainingUsd: number;
  /** One-off credit beyond the monthly cap (two-plane). */
  readonly creditUsd?: number | undefined;
  /** The month the cap counts for, `YYYY-MM` in UTC (two-plane). */
  readonly period?: string | undefined;
  readonly updatedAt?: number | undefined;
}

export interface CreateInstanceRequest {
  readonly template?: string | undefined;
  /** unified: 1, 2, 4 or 8; two-plane: 2, 4, 8 or 16 (memory follows). */
  readonly vcpu?: number | undefined;
  readonly name?: string | undefined;
  readonly user?: string | undefined;
  /** GB, where the dialect has a disk size; default: what the server gives with the vCPUs. */
  readonly diskGb?: number | undefined;
  /** Monthly cap of managed spend in USD. Two-plane: without it the first message fails. */
  readonly spendCapUsd?: number | undefined;
  readonly autoSleep?: boolean | undefined;
  readonly idleTimeoutMs?: number | undefined;
}

/** What a resized instance gets; memory follows the vCPUs. The disk can only grow. */
export interface ResizeRequest {
  readonly vcpu?: number | undefined;
  readonly diskGb?: number | undefined;
}

/** Only the keys that are present are changed; `name: null` clears the name. */
export interface InstancePatch {
  readonly name?: string | null | undefined;
  readonly user?: string | null | undefined;
  readonly autoSleep?: boolean | undefined;
  readonly idleTimeoutMs?: number | undefined;
}

export interface Template {
  readonly name: string;
  readonly description?: string | undefined;
  readonly agents: readonly string[];
  readonly scope?: string | undefined;
}

export interface Health {
  /** The agent can take a message now. */
  readonly healthy: boolean;
  readonly agent?: string | undefined;
}

export interface Model {
  /** To be sent back verbatim. */
  readonly id: string;
  readonly label: string;
  readonly provider?: string | undefined;
  readonly description?: string | undefined;
  readonly isDefault: boolean;
}

export interface ModelList {
  readonly agent?: string | undefined;
  readonly models: readonly Model[];
}

export const reasoningEfforts = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;
export type ReasoningEffort = (typeof reasoningEfforts)[number];

/** One agentic turn to be started. Without `sessionId` it starts a new session. */
export interface TurnRequest {
  readonly input: string;
  readonly sessionId?: string | undefined;
  /** Paths on the instance's disk. */
  readonly files?: readonly string[] | undefined;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A file to be put on an instance's disk, below a folder for uploads. */
export interface FileUpload {
  /** Relative, with `/`: tells the agent where it comes from. The server's path keeps as much of it as the dialect allows. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd?: number | undefined;
}

/** How full the model's context window is after a turn. */
export interface ContextWindow {
  readonly usedTokens: number;
  readonly windowTokens: number;
}

export type ResponseStatus = "in_progress" | "completed" | "failed" | "cancelled";

/** The stored object of a turn. */
export interface AgentResponse {
  readonly id: string;
  readonly sessionId: string;
  readonly status: ResponseStatus;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly outputText: string;
  readonly usage?: Usage | undefined;
  readonly context?: ContextWindow | undefined;
  readonly reasoningEffort?: string | undefined;
  /** Set when `status` is `failed`. */
  readonly error?: Agent37Error | undefined;
}

export interface SessionSummary {
  readonly id: string;
  readonly agent?: string | undefined;
  readonly title?: string | undefined;
  readonly preview?: string | undefined;
  readonly lastActiveAt?: number | undefined;
  readonly messageCount?: number | undefined;
}

export interface HistoryItem {
  readonly role: "user" | "assistant";
  /** As it was sent: without the list of attached files that a server adds to it. */
  readonly text: string;
  /** Paths on the instance that were attached to a user's message. */
  readonly files?: readonly string[] | undefined;
  readonly thinking?: string | undefined;
  readonly at?: number | undefined;
}

export interface Session {
  readonly id: string;
  readonly agent?: string | undefined;
  /**
   * The running turn. `null`: no turn runs. `undefined`: this server does not tell (unified, gateways before 0.5.0).
   */
  readonly activeResponseId?: string | null | undefined;
  /** Finished turns in order; a running turn is normally not in it. */
  readonly history: readonly HistoryItem[];
  readonly context?: ContextWindow | undefined;
}

/** What happens in a turn, as the server tells it. `created` is first; `completed` or `failed` is last. */
export type TurnEvent =
  | { readonly type: "created"; readonly responseId: string; readonly sessionId: string }
  | { readonly type: "reasoning"; readonly text: string }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "toolGenerating"; readonly tool: string }
  | {
      readonly type: "toolStarted";
      readonly tool: string;
      readonly label?: string | undefined;
      readonly arguments?: Readonly<Record<string, unknown>> | undefined;
    }
  | { readonly type: "toolCompleted"; readonly tool: string; readonly durationMs?: number | undefined }
  | { readonly type: "toolFailed"; readonly tool: string; readonly error?: string | undefined }
  | {
      readonly type: "completed";
      /** The authoritative text; empty means: keep what was streamed. */
      readonly outputText: string;
      readonly usage?: Usage | undefined;
      readonly context?: ContextWindow | undefined;
      readonly reasoningEffort?: string | undefined;
      /** Known only when the server says so outside the stream; a stream cannot tell cancelled from completed. */
      readonly cancelled?: boolean | undefined;
    }
  | { readonly type: "failed"; readonly error: Agent37Error };

/**
 * A turn as it reaches the program over connections that may break: the turn's events, and what happens to the
 * connection. After `replay` the events start again from `created` and repeat what is known.
 */
export type TurnSignal =
  | TurnEvent
  | { readonly type: "reconnecting"; readonly attempt: number; readonly error: Agent37Error }
  | { readonly type: "replay" };
