import type { Instance, InstanceRef } from "../../api/wire.ts";
import type { FileAttachment } from "../../common/attachment.ts";
import type { Turn, UploadProgress } from "./state.ts";

export type { UploadProgress } from "./state.ts";

/** Brings the files of a message to the instance before the message goes out. Implemented by core/attachments. */
export interface Uploads {
  /**
   * @returns the paths on the instance, one for each file in the same order. Content that is there already is not sent
   * again. Nothing half-written stays behind when it is aborted or fails.
   * @throws Agent37Error; `attachment_unreadable` (local) when a file cannot be read any more; AbortError
   */
  upload(
    files: readonly FileAttachment[],
    instance: InstanceRef,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: UploadProgress) => void },
  ): Promise<readonly string[]>;
  /** The instance says that these are not there any more: the next upload sends them again. */
  forget(instance: InstanceRef, paths: readonly string[]): void;
}

/** The computers that messages go to, as far as they are known. Implemented by core/instances. */
export interface Computers {
  /** What was read of it last. */
  find(id: string): Instance | undefined;
  /** Reads all of them again. Never rejects. */
  refresh(): Promise<void>;
  /**
   * Resolves when the agent on it can take a message; at once for one that sleeps, which the next request wakes.
   * @throws Agent37Error when that will not happen by itself; AbortError
   */
  waitUntilReady(
    ref: InstanceRef,
    options: {
      readonly signal: AbortSignal;
      /** `instance`: the computer is not up yet. `agent`: it is, and the agent on it is looked for. */
      readonly onStatus: (step: {
        readonly kind: "instance" | "agent";
        readonly instance?: Instance | undefined;
      }) => void;
    },
  ): Promise<void>;
}

/** What is kept on this machine of finished turns: the reasoning and the tools that the server forgets. */
export interface Traces {
  /** The turns of a session that are known here, oldest first. Empty when nothing readable is kept. */
  load(sessionId: string): Promise<readonly Turn[]>;
  /** Keeps a settled turn. Failures are logged, never thrown: a trace is a convenience. */
  keep(sessionId: string, turn: Turn): Promise<void>;
  forget(sessionId: string): Promise<void>;
  /** Deletes everything that is kept. */
  clear(): Promise<void>;
}
