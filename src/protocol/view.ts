/**
 * What the chat view shows, as plain data. The host owns the truth and derives these from it; the view keeps nothing
 * that cannot be built again from one snapshot. Times are epoch milliseconds, money is USD.
 */
import type { Changes } from "./changes.ts";

/** A button that runs a remedy; `id` is a `RemedyId`, which the host checks before it runs anything. */
export interface RemedyButton {
  readonly id: string;
  readonly label: string;
}

/** A failure as the card shows it. All texts are plain text. */
export interface ProblemView {
  readonly code: string;
  /** What failed, in words a person can act on. */
  readonly title: string;
  /** The server's own message where it says more than the title. */
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
  readonly param?: string | undefined;
  readonly detail?: string | undefined;
  readonly severity: "error" | "warning";
  readonly buttons: readonly RemedyButton[];
}

export interface ReasoningView {
  readonly id: string;
  readonly kind: "reasoning";
  readonly text: string;
  /** The agent is still thinking this. */
  readonly open: boolean;
  /** Times are absent where nobody knows them, as in a turn that was read again. */
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
}

export interface TextView {
  readonly id: string;
  readonly kind: "text";
  /** Markdown. */
  readonly text: string;
}

export interface ToolView {
  readonly id: string;
  readonly kind: "tool";
  readonly tool: string;
  readonly label?: string | undefined;
  /** Pretty-printed JSON. */
  readonly arguments?: string | undefined;
  /** `ended`: the turn ended while the tool was open. */
  readonly status: "generating" | "running" | "completed" | "failed" | "ended";
  readonly startedAt?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly error?: string | undefined;
}

export type ItemView = ReasoningView | TextView | ToolView;

/** All of an item but what it is and its text. */
export type ItemState = Omit<ReasoningView, "id" | "kind" | "text"> & Omit<ToolView, "id" | "kind">;

/** Where a turn stands. The stop button and the busy signs are derived from this and from nothing else. */
export type TurnPhaseView =
  /** The message has not gone out: the instance of this name wakes, or comes up, first. */
  | {
      readonly kind: "awaiting";
      readonly step: "waking" | "provisioning" | "starting" | "restarting" | "updating" | "agent";
      readonly name: string;
    }
  /** `waking`: the name of the instance that is still asleep. */
  | {
      readonly kind: "sending";
      readonly upload?: UploadView | undefined;
      readonly waking?: string | undefined;
    }
  /** Will be sent again by itself at `until`. */
  | {
      readonly kind: "waiting";
      readonly problem: ProblemView;
      readonly until: number;
      readonly attempt: number;
    }
  | { readonly kind: "streaming" }
  | { readonly kind: "reconnecting"; readonly attempt: number }
  | { readonly kind: "completed" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly problem: ProblemView };

/** A chip: something that goes, or went, with a message. */
export interface AttachmentView {
  readonly id: string;
  readonly kind: "file" | "image" | "snippet";
  readonly name: string;
  /** Where it is from and how large, for the tooltip and screen readers. */
  readonly detail?: string | undefined;
  /** The text of a snippet of a message that was sent, to be shown on demand. */
  readonly text?: string | undefined;
  /** Whether the editor can show it. */
  readonly canOpen: boolean;
}

/** How far the files of a message are on their way to the instance, in bytes over all of them. */
export interface UploadView {
  readonly name: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface UsageView {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd?: number | undefined;
}

/** All of a turn but its items. */
export interface TurnState {
  readonly id: string;
  /** The text of the user's message; absent when the turn was started elsewhere and its message is not known yet. */
  readonly input?: string | undefined;
  readonly attachments?: readonly AttachmentView[] | undefined;
  readonly phase: TurnPhaseView;
  /** The user asked to stop and the server has not ended the turn yet. */
  readonly stopping: boolean;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  readonly usage?: UsageView | undefined;
  readonly context?: { readonly usedTokens: number; readonly windowTokens: number } | undefined;
  /** The model that it was sent with, as people call it, where one was chosen. */
  readonly model?: string | undefined;
  /** The agent ended with a question to the user. */
  readonly asks: boolean;
}

export interface TurnView extends TurnState {
  readonly items: readonly ItemView[];
}

/** What stands between the user and a chat; one sentence and its buttons, or nothing. */
export type GateView =
  | { readonly kind: "none" }
  | { readonly kind: "loading"; readonly text: string }
  | {
      readonly kind: "blocked";
      readonly reason: "noKey" | "noInstance" | "instanceNotReady" | "offline" | "problem";
      readonly title: string;
      readonly text: string;
      readonly busy: boolean;
      readonly buttons: readonly RemedyButton[];
    };

export interface HeaderView {
  readonly gate: GateView;
  /** Names the agent's articles in the transcript. */
  readonly agentName: string;
  readonly instanceName?: string | undefined;
  /** Set while the instance sleeps or wakes; a message wakes it. */
  readonly instanceSleep?: "sleeping" | "waking" | undefined;
  readonly title?: string | undefined;
  /** Whether a message can be sent now. When not, the composer keeps its text and Send is disabled. */
  readonly canSend: boolean;
  readonly font: FontView;
}

/** A message that goes out when the running turn has ended. */
export interface QueuedView {
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly AttachmentView[];
  /** Somebody is editing it; it does not go out meanwhile. */
  readonly held: boolean;
}

export interface QueueView {
  /** The last turn was stopped or failed: the messages wait until the user lets them go. */
  readonly paused: boolean;
  /** In the order in which they go out. */
  readonly messages: readonly QueuedView[];
}

export type DialId = "agent" | "model" | "effort";

/** A choice below the composer; a press lets the user choose. */
export interface DialView {
  readonly id: DialId;
  /** The present value, short. */
  readonly label: string;
  /** Name and value in full, for the tooltip and screen readers. */
  readonly title: string;
  readonly enabled: boolean;
}

export interface ComposerView {
  readonly attachments: readonly AttachmentView[];
  /** Only those that the instance has a choice of. */
  readonly dials: readonly DialView[];
}

/** An entry of the `@` picker. */
export interface MentionView {
  readonly id: string;
  /** What stands in the text for it, after `@`. */
  readonly label: string;
  readonly description?: string | undefined;
  /** Codicon name. */
  readonly icon: string;
}

/** How the editor's chat looks, from the settings `chat.fontSize` and `chat.fontFamily`. */
export interface FontView {
  /** CSS pixels. */
  readonly size: number;
  /** CSS font family; absent: the editor's own. */
  readonly family?: string | undefined;
}

export interface ChatSnapshot {
  /** Number of the last patch batch that is contained in it. */
  readonly seq: number;
  /** The host's clock as it sends this. The host may be another machine than the view's; durations are counted on its clock. */
  readonly now?: number | undefined;
  readonly header: HeaderView;
  readonly turns: readonly TurnView[];
  readonly queue: QueueView;
  readonly composer: ComposerView;
}

/** One change of what is shown. Applied in order. Of items the turn is named unless it is the running one. */
export type Patch =
  | { readonly op: "header"; readonly header: HeaderView }
  | { readonly op: "queue"; readonly queue: QueueView }
  | { readonly op: "composer"; readonly composer: ComposerView }
  /** Everything is replaced, as when another session is opened. */
  | { readonly op: "turns"; readonly turns: readonly TurnView[] }
  /** Adds the turn at the end, or replaces the one with this id. */
  | { readonly op: "turn"; readonly turn: TurnView }
  | { readonly op: "turnRemoved"; readonly turnId: string }
  /** Changes what is named of a turn. */
  | { readonly op: "turnState"; readonly state: { readonly id: string } & Changes<TurnState> }
  /** Adds the item at the end of the turn, or replaces the one with this id. */
  | { readonly op: "item"; readonly turnId?: string; readonly item: ItemView }
  /** Changes what stands around an item's text, or what is known of a tool's call. */
  | {
      readonly op: "itemState";
      readonly turnId?: string;
      readonly item: { readonly id: string } & Changes<ItemState>;
    }
  /** Adds text to the item that grows: the last one of the running turn. */
  | { readonly op: "grow"; readonly text: string }
  /** Adds text at the end of any other text or reasoning item. */
  | { readonly op: "append"; readonly turnId?: string; readonly itemId: string; readonly text: string };
