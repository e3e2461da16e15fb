import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { HistoryItem, TurnSignal } from "../../api/wire.ts";
import type { FileAttachment } from "../../common/attachment.ts";
import type { AwaitedStep, Turn, UploadProgress } from "./state.ts";

/** What a turn is known by before the server tells of it. */
interface SentWith {
  readonly attachments?: readonly FileAttachment[] | undefined;
  readonly model?: string | undefined;
}

/** Everything that can change a conversation. `at` is epoch milliseconds, so that the reducer stays pure. */
export type ConversationEvent =
  /** The server's record of a session takes the place of what was known. */
  | {
      readonly type: "historyRead";
      readonly sessionId: string;
      readonly history: readonly HistoryItem[];
      /** What was kept of the session on this machine, oldest first. */
      readonly traced?: readonly Turn[] | undefined;
    }
  /** A message goes out. */
  | ({
      readonly type: "turnStarted";
      readonly turnId: string;
      readonly input: string;
      /** Something comes before the request; `requestSent` tells when it goes out. */
      readonly unsent?: boolean | undefined;
      readonly at: number;
    } & SentWith)
  /** The message waits on this side until its instance can take it; a request that was refused did not start anything. */
  | {
      readonly type: "instanceAwaited";
      readonly turnId: string;
      readonly step: AwaitedStep;
      readonly name: string;
    }
  /** The request is on its way, and the instance that it is for is still asleep. */
  | { readonly type: "instanceAsleep"; readonly turnId: string; readonly name: string }
  /** The turn's files are on their way; its request has not gone out. */
  | { readonly type: "uploadProgressed"; readonly turnId: string; readonly progress: UploadProgress }
  /** From here on the server may know of the turn. */
  | { readonly type: "requestSent"; readonly turnId: string }
  /** A turn that runs or has run is followed. */
  | ({
      readonly type: "turnAttached";
      readonly turnId: string;
      readonly responseId: string;
      readonly input?: string | undefined;
      readonly startedAt?: number | undefined;
      /** Whether the user has asked to stop it. */
      readonly cancelRequested?: boolean | undefined;
    } & SentWith)
  | { readonly type: "signal"; readonly signal: TurnSignal; readonly at: number }
  /** The message was not taken and will be sent again at `until`. */
  | {
      readonly type: "retryScheduled";
      readonly error: Agent37Error;
      readonly until: number;
      readonly attempt: number;
    }
  | { readonly type: "retryBegun" }
  | { readonly type: "cancelRequested" }
  /** The server did not take the request to stop. */
  | { readonly type: "cancelRefused" }
  /** The turn ended on this side: it was not taken, or cannot be followed any more. */
  | { readonly type: "turnFailed"; readonly error: Agent37Error; readonly at: number }
  /** The user gave up a message that had not been taken. */
  | { readonly type: "turnAbandoned"; readonly at: number }
  /** A turn leaves the conversation: its message went back to the composer, or is sent again. */
  | { readonly type: "turnRemoved"; readonly turnId: string };
