import type { Message } from "../../common/attachment.ts";
import type { AttachmentSource } from "../../core/attachments/attachmentSource.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { ViewMessages } from "../../protocol/messages.ts";
import type { ContentDeps } from "./chatContent.ts";
import type { Drafts } from "./drafts.ts";

export type CodeAction = ViewMessages["code"]["action"];

/** A code block of an answer. */
export interface CodeBlock {
  readonly text: string;
  /** As the answer names it; empty when it does not. */
  readonly language: string;
  /** The file that it is meant for, where the answer names one. */
  readonly path?: string | undefined;
}

/** What can be done with an answer in the editor. What it cannot do, it tells the user itself. */
export interface AnswerActions {
  run(action: CodeAction, block: CodeBlock): Promise<void>;
  /** Those of the paths that are files of the workspace. */
  find(paths: readonly string[]): Promise<readonly string[]>;
  /** Shows a file of the workspace. Line and column are 1-based. */
  open(path: string, line?: number, column?: number): Promise<void>;
}

/** What a place that shows chats needs of the rest. */
export interface SurfaceDeps extends ContentDeps {
  readonly drafts: Drafts;
  readonly attachments: AttachmentSource;
  readonly answers: AnswerActions;
  /** The instance that this chat's next message goes to. */
  readonly targetId: (chat: Chat) => string | undefined;
  /** Sends a message of this chat or puts it into its queue; false when neither is possible now. */
  readonly submit: (chat: Chat, message: Message, stopFirst: boolean) => boolean;
  readonly stop: (chat: Chat) => void;
  readonly openLink: (href: string) => void;
  /** Tells the user of something that was done for this chat and failed. */
  readonly report: (chat: Chat, error: unknown) => void;
}
