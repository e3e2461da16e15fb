import * as vscode from "vscode";
import type { Attachment, Message } from "../../common/attachment.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import { messageOf } from "../../core/conversation/message.ts";
import { turnsOf } from "../../core/conversation/state.ts";
import type { Handlers, ViewMessages } from "../../protocol/messages.ts";
import type { SlashCommand } from "../../protocol/slashCommands.ts";
import type { DialId } from "../../protocol/view.ts";
import { isRemedyId, type RemedyContext, runRemedy } from "../problems/remedies.ts";
import type { ComposerDraft } from "./composerDraft.ts";
import type { SurfaceDeps } from "./deps.ts";
import type { ViewChannel } from "./viewChannel.ts";

const dialCommands: Readonly<Record<DialId, string>> = {
  agent: "agent37.selectAgent",
  model: "agent37.selectModel",
  effort: "agent37.selectReasoningEffort",
};

/** The commands behind the words after `/`; what is done in place has none. */
const slashCommandIds: Readonly<Record<Exclude<SlashCommand, "attach" | "stop">, string>> = {
  new: "agent37.newChat",
  model: dialCommands.model,
  effort: dialCommands.effort,
  agent: dialCommands.agent,
  sessions: "agent37.openSession",
  rename: "agent37.renameSession",
  export: "agent37.exportChat",
};

/** The place on screen whose view sends the messages. */
export interface ViewPlace {
  readonly viewId: string;
  readonly chat: Chat;
  /** What stands in the composer, as far as it is known here. */
  readonly draft: Message;
  pageReady(): void;
  focusChanged(hasFocus: boolean): void;
  send(text: string, stopFirst: boolean): void;
  takeBack(message: Message): void;
  attach(found: Promise<readonly Attachment[]>, chosen?: Promise<void>): Promise<void>;
  hold(messageId: string, isHeld: boolean): void;
  rewrite(messageId: string, text: string): void;
  focusComposer(): void;
}

/** What is done for each message of a view. Ids that mean nothing any more are passed over. */
export function viewHandlers(
  surface: ViewPlace,
  channel: ViewChannel,
  draft: ComposerDraft,
  deps: SurfaceDeps,
): Handlers<ViewMessages> {
  const { answers, attachments } = deps;
  /** Does something whose failure the user is told. */
  const attempt = (work: () => Promise<unknown>): void => {
    const { chat } = surface;
    work().catch((error: unknown) => deps.report(chat, error));
  };
  /** Answers what a page waits for, with nothing where the answer fails. */
  const answered = <T>(find: () => Promise<readonly T[]>, answer: (found: readonly T[]) => void): void =>
    attempt(async () => {
      let found: readonly T[] = [];
      try {
        found = await find();
      } finally {
        answer(found);
      }
    });
  const command = (id: string): void => {
    const context: RemedyContext = { chatId: surface.chat.id, viewId: surface.viewId };
    attempt(async () => vscode.commands.executeCommand(id, context));
  };
  const attach = (): void => {
    let choose = (): void => {};
    const chosen = new Promise<void>((resolve) => (choose = resolve));
    attempt(() => surface.attach(attachments.pick(choose), chosen));
  };

  return {
    ready: () => surface.pageReady(),
    resync: () => channel.sendSnapshot(),
    ack: ({ seq }) => channel.acknowledge(seq),

    send: ({ text, stopFirst }) => surface.send(text, stopFirst),
    stop: () => deps.stop(surface.chat),
    draft: ({ text, revision }) => draft.typed(text, revision),
    // What every message says that does not come by itself.
    used: () => {},
    focused: () => surface.focusChanged(true),
    blurred: () => surface.focusChanged(false),
    sendAgain: ({ turnId }) => {
      const turn = turnsOf(surface.chat.conversation).find(({ id }) => id === turnId);
      const message = turn && messageOf(turn);
      if (!message) return;
      surface.takeBack(message);
      surface.focusComposer();
    },

    queue: ({ id, action }) => {
      const { chat } = surface;
      switch (action) {
        case "remove":
          chat.queue.remove(id);
          break;
        case "up":
          chat.queue.move(id, -1);
          break;
        case "down":
          chat.queue.move(id, 1);
          break;
        case "sendNow":
          chat.sendQueuedNow(id);
          break;
        case "hold":
        case "release":
          surface.hold(id, action === "hold");
          break;
      }
    },
    queueText: ({ id, text }) => surface.rewrite(id, text),
    queueResume: () => surface.chat.queue.resume(),

    attach,
    attachUris: ({ uris }) => attempt(() => surface.attach(attachments.fromUris(uris))),
    attachBytes: ({ name, bytes }) => attempt(() => surface.attach(attachments.fromBytes(name, bytes))),
    mention: ({ request, query }) =>
      answered(
        () => attachments.mentions(query),
        (items) => channel.post("mentions", { request, items }),
      ),
    attachMention: ({ id }) => attempt(() => surface.attach(attachments.fromMention(id))),
    removeAttachment: ({ id }) => deps.drafts.detach(draft.key, id),
    openAttachment: ({ id, of }) => {
      const attachment = attachmentsOf(surface, of).find((known) => known.id === id);
      if (attachment) attempt(() => attachments.open(attachment));
    },

    dial: ({ id }) => command(dialCommands[id]),
    command: ({ id }) => {
      if (id === "attach") attach();
      else if (id === "stop") deps.stop(surface.chat);
      else command(slashCommandIds[id]);
    },
    remedy: ({ id, turnId }) => {
      if (isRemedyId(id)) attempt(() => runRemedy(id, remedyContext(surface, deps, turnId)));
    },

    code: ({ action, ...block }) => attempt(() => answers.run(action, block)),
    findPaths: ({ paths }) =>
      answered(
        () => answers.find(paths, deps.targetId(surface.chat)),
        (found) => channel.post("paths", { asked: paths, found }),
      ),
    openPath: (place) => attempt(() => answers.open(place, deps.targetId(surface.chat))),
    openLink: ({ href }) => deps.openLink(href),
    copy: ({ text }) => void vscode.env.clipboard.writeText(text),
  };
}

/** What is attached in the composer, or was to the turn or queued message that is named. */
function attachmentsOf({ chat, draft }: ViewPlace, of: string | undefined): readonly Attachment[] {
  if (of === undefined) return draft.attachments;
  const turn = turnsOf(chat.conversation).find(({ id }) => id === of);
  const message = turn ? messageOf(turn) : chat.queue.messages.find(({ id }) => id === of)?.message;
  return message?.attachments ?? [];
}

function remedyContext(
  { chat, viewId }: ViewPlace,
  deps: SurfaceDeps,
  turnId: string | undefined,
): RemedyContext {
  const turn = turnId === undefined ? undefined : chat.failedTurn(turnId);
  return {
    chatId: chat.id,
    viewId,
    turnId,
    instanceId: turnId === undefined ? deps.targetId(chat) : chat.instance?.id,
    param: turn?.phase.error.param,
  };
}
