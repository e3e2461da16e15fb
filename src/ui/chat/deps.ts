import type { Message } from "../../common/attachment.ts";
import type { AttachmentSource } from "../../core/attachments/attachmentSource.ts";
import type { AnswerActions } from "../../core/conversation/answerActions.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { ContentDeps } from "./chatContent.ts";
import type { Drafts } from "./drafts.ts";

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
