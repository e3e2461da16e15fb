import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Attachment, Message } from "../../common/attachment.ts";
import { messageOf } from "../../core/conversation/message.ts";
import type { MessageQueue, QueuedMessage } from "../../core/conversation/queue.ts";
import {
  asksUser,
  type Conversation,
  type ProseItem,
  type ToolItem,
  type Turn,
  type TurnItem,
  type TurnPhase,
} from "../../core/conversation/state.ts";
import type { ShownItem, ShownProse, ShownTurn, ShownTurns } from "../../protocol/shown.ts";
import type {
  AttachmentView,
  ProblemView,
  QueuedView,
  QueueView,
  ToolView,
  TurnPhaseView,
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
  #turns = new WeakMap<Turn, ShownTurn>();
  #lists = new WeakMap<readonly Turn[], readonly ShownTurn[]>();
  readonly #items = new WeakMap<TurnItem, ShownItem>();
  readonly #attachments = new WeakMap<Attachment, AttachmentView>();
  readonly #queued = new WeakMap<QueuedMessage, QueuedView>();
  readonly #sent = new WeakMap<Turn, SentView>();
  /** The turn whose message was taken apart last: while it grows, it is another object with the same message. */
  #lastSent: Turn | undefined;

  /** Of the running turn: what its items and its growing item were shown as last. */
  #lastItems: { readonly items: readonly TurnItem[]; readonly views: readonly ShownItem[] } = {
    items: [],
    views: [],
  };
  #lastGrowing: { readonly item: ProseItem; readonly view: ShownProse } | undefined;

  constructor(problem: PresentProblem) {
    this.#problem = problem;
  }

  turns({ settled, active }: Conversation): ShownTurns {
    let shown = this.#lists.get(settled);
    if (!shown) {
      shown = settled.map((turn) => this.#turn(turn));
      this.#lists.set(settled, shown);
    }
    return { settled: shown, active: active && this.#turn(active) };
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
    this.#lists = new WeakMap();
  }

  #turn(turn: Turn): ShownTurn {
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
        items: this.#itemsOf(turn),
        growing: turn.growing && this.#growing(turn.growing, turn.items.length),
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

  #itemsOf({ items }: Turn): readonly ShownItem[] {
    const last = this.#lastItems;
    if (last.items === items) return last.views;
    const views = items.map((item, index) => {
      const known = item === last.items[index] ? last.views[index] : undefined;
      return known ?? this.#item(item, index);
    });
    this.#lastItems = { items, views };
    return views;
  }

  /** The same object while the turn changes otherwise; it is kept as an item of its own when it has grown. */
  #growing(item: ProseItem, index: number): ShownProse {
    const { item: last, view } = this.#lastGrowing ?? {};
    if (last === item && view?.id === idOf(index)) return view;
    const shown = proseView(item, idOf(index));
    this.#lastGrowing = { item, view: shown };
    this.#items.set(item, shown);
    return shown;
  }

  #item(item: TurnItem, index: number): ShownItem {
    let view = this.#items.get(item);
    // An item moves up where the final text takes the place of others.
    if (view?.id !== idOf(index)) {
      view = item.kind === "tool" ? toolView(item, idOf(index)) : proseView(item, idOf(index));
      this.#items.set(item, view);
    }
    return view;
  }
}

function sentView(message: Message | undefined): SentView {
  const attachments = message?.attachments.length ? message.attachments.map(sentAttachmentView) : undefined;
  return { text: message?.text, attachments };
}

/** An item is known by its place, which it keeps while its turn runs. */
function idOf(index: number): string {
  return `i${index}`;
}

function proseView(item: ProseItem, id: string): ShownProse {
  if (item.kind === "text") return { id, kind: "text", text: item.text };
  const { text, open, startedAt, endedAt } = item;
  return { id, kind: "reasoning", text, open, startedAt, endedAt };
}

function toolView(item: ToolItem, id: string): ToolView {
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
