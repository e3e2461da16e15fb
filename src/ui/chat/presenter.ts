import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Attachment, Message } from "../../common/attachment.ts";
import { messageOf } from "../../core/conversation/message.ts";
import type { MessageQueue, QueuedMessage } from "../../core/conversation/queue.ts";
import {
  asksUser,
  type Conversation,
  type Turn,
  type TurnItem,
  type TurnPhase,
  turnsOf,
} from "../../core/conversation/state.ts";
import type {
  AttachmentView,
  ItemView,
  ProblemView,
  QueuedView,
  QueueView,
  TurnPhaseView,
  TurnView,
} from "../../protocol/view.ts";
import { attachmentView, sentAttachmentView } from "./attachmentViews.ts";

/** Makes the card of a turn's failure, or of the failure that makes its message wait. */
export type PresentProblem = (error: Agent37Error, turn: Turn, waiting: boolean) => ProblemView;

/** A message as a turn shows it. */
interface SentView {
  readonly text: string | undefined;
  readonly attachments: readonly AttachmentView[] | undefined;
}

/**
 * Derives what a view shows from a conversation. What has not changed is given as the same object again, so that a
 * comparison by identity finds the changes without looking at any text.
 */
export class Presenter {
  readonly #problem: PresentProblem;
  #turns = new WeakMap<Turn, TurnView>();
  readonly #items = new WeakMap<TurnItem, ItemView>();
  readonly #attachments = new WeakMap<Attachment, AttachmentView>();
  readonly #queued = new WeakMap<QueuedMessage, QueuedView>();
  readonly #sent = new WeakMap<Turn, SentView>();
  /** The turn whose message was taken apart last: while it grows, it is another object with the same message. */
  #lastSent: Turn | undefined;

  constructor(problem: PresentProblem) {
    this.#problem = problem;
  }

  turns(conversation: Conversation): readonly TurnView[] {
    return turnsOf(conversation).map((turn) => this.#turn(turn));
  }

  queue({ paused, messages }: Pick<MessageQueue, "paused" | "messages">): QueueView {
    return { paused, messages: messages.map((queued) => this.#queuedMessage(queued)) };
  }

  /** What is attached to the message that is being written. */
  attachments(attachments: readonly Attachment[]): readonly AttachmentView[] {
    return attachments.map((attachment) => {
      let view = this.#attachments.get(attachment);
      if (!view) {
        view = attachmentView(attachment);
        this.#attachments.set(attachment, view);
      }
      return view;
    });
  }

  /** What can be done about failures has changed: their cards are made anew. */
  invalidate(): void {
    this.#turns = new WeakMap();
  }

  #turn(turn: Turn): TurnView {
    let view = this.#turns.get(turn);
    if (!view) {
      const { text, attachments } = this.#message(turn);
      view = {
        id: turn.id,
        input: text,
        attachments,
        phase: this.#phase(turn.phase, turn),
        stopping: turn.cancelRequested,
        startedAt: turn.startedAt,
        endedAt: turn.endedAt,
        usage: turn.usage,
        context: turn.context,
        model: turn.model,
        asks: asksUser(turn),
        items: turn.items.map((item, index) => this.#item(item, index)),
      };
      this.#turns.set(turn, view);
    }
    return view;
  }

  #message(turn: Turn): SentView {
    const last = this.#lastSent;
    const isSame = last?.id === turn.id && last.input === turn.input && last.attachments === turn.attachments;
    const view =
      this.#sent.get(turn) ?? (isSame ? this.#sent.get(last) : undefined) ?? sentView(messageOf(turn));
    this.#sent.set(turn, view);
    this.#lastSent = turn;
    return view;
  }

  #queuedMessage(queued: QueuedMessage): QueuedView {
    let view = this.#queued.get(queued);
    if (!view) {
      const { id, held, message } = queued;
      view = { id, held, text: message.text, attachments: message.attachments.map(sentAttachmentView) };
      this.#queued.set(queued, view);
    }
    return view;
  }

  #phase(phase: TurnPhase, turn: Turn): TurnPhaseView {
    switch (phase.kind) {
      case "waiting":
        return {
          kind: "waiting",
          problem: this.#problem(phase.error, turn, true),
          until: phase.until,
          attempt: phase.attempt,
        };
      case "failed":
        return { kind: "failed", problem: this.#problem(phase.error, turn, false) };
      default:
        return phase;
    }
  }

  #item(item: TurnItem, index: number): ItemView {
    let view = this.#items.get(item);
    if (!view) {
      view = itemView(item, `i${index}`);
      this.#items.set(item, view);
    }
    return view;
  }
}

function sentView(message: Message | undefined): SentView {
  const attachments = message?.attachments.length ? message.attachments.map(sentAttachmentView) : undefined;
  return { text: message?.text, attachments };
}

function itemView(item: TurnItem, id: string): ItemView {
  switch (item.kind) {
    case "text":
      return { id, kind: "text", text: item.text };
    case "reasoning":
      return {
        id,
        kind: "reasoning",
        text: item.text,
        open: item.open,
        startedAt: item.startedAt,
        endedAt: item.endedAt,
      };
    case "tool":
      return {
        id,
        kind: "tool",
        tool: item.tool,
        label: item.label,
        arguments: item.arguments && JSON.stringify(item.arguments, null, 2),
        status: item.status,
        startedAt: item.startedAt,
        durationMs: item.durationMs,
        error: item.error,
      };
  }
}
