import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { type RemedyId, rowOf } from "../../api/errors/catalogue.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import { type Conversation, isFailed, type Turn } from "../../core/conversation/state.ts";
import type { ProblemView } from "../../protocol/view.ts";
import type { Problems } from "../problems/problems.ts";
import { problemView } from "../problems/problemView.ts";
import { type RemedyContext, remedies } from "../problems/remedies.ts";

interface Reported {
  readonly chat: Chat;
  readonly turnId: string;
  readonly key: string;
  readonly error: Agent37Error;
}

/** Tells the user of failed turns and of messages that wait, once each, and takes that back when they are remedied. */
export class TurnProblems implements Disposable {
  readonly #problems: Problems;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  /** By turn id, while the failure stands. */
  readonly #reported = new Map<string, Reported>();
  /** Turns about whose failure something has been done: their message can go out again. */
  readonly #remedied = new Set<string>();
  /** What can be done about a failure has changed. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(problems: Problems, onDidChangeAccount: Event<unknown>) {
    this.#problems = problems;
    this.#disposables.add(onDidChangeAccount(() => this.#accountChanged()));
  }

  watch(chat: Chat): void {
    chat.onDidChange(() => this.#look(chat));
    chat.onDidEndTurn((turn) => {
      if (isFailed(turn)) this.#report(chat, turn, turn.phase.error, false);
    });
    chat.onDidFailToCancel((error) => {
      const context = { chatId: chat.id, instanceId: chat.instance?.id };
      void this.#problems.report(error, context, crypto.randomUUID());
    });
  }

  /** A remedy has been carried out for a turn; from now on its card offers to send the message again. */
  markRemedied({ turnId }: RemedyContext): void {
    if (turnId === undefined || this.#remedied.has(turnId)) return;
    this.#remedied.add(turnId);
    this.#changed.fire();
  }

  /** The card of a failure: the notification's buttons, and Retry once something was done about it. */
  view(chat: Chat, turn: Turn, error: Agent37Error, waiting: boolean): ProblemView {
    const view = problemView(error, contextOf(chat, turn), { waiting });
    const retry = { id: "retry" satisfies RemedyId, label: remedies.retry.label() };
    const offered = view.buttons.some(({ id }) => id === retry.id);
    return this.#remedied.has(turn.id) && !offered ? { ...view, buttons: [retry, ...view.buttons] } : view;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #look(chat: Chat): void {
    const { active } = chat.conversation;
    if (active?.phase.kind === "waiting") this.#report(chat, active, active.phase.error, true);
    for (const reported of this.#reported.values()) {
      if (reported.chat !== chat) continue;
      const turn = findTurn(chat.conversation, reported.turnId);
      // Gone (sent again, opened another session), taken by the server, or given up by the user.
      const stands = turn && (isFailed(turn) || (turn === active && turn.responseId === undefined));
      const overtaken = active?.responseId !== undefined && active.id !== reported.turnId;
      if (!stands || overtaken) this.#resolve(reported);
    }
  }

  #report(chat: Chat, turn: Turn, error: Agent37Error, waiting: boolean): void {
    const before = this.#reported.get(turn.id);
    if (before?.error.code === error.code) return;
    // The message met something else on its next try.
    if (before) this.#resolve(before);
    const key = turn.responseId ?? turn.id;
    this.#reported.set(turn.id, { chat, turnId: turn.id, key, error });
    void this.#problems.report(error, contextOf(chat, turn), key, { waiting });
  }

  #resolve(reported: Reported): void {
    this.#reported.delete(reported.turnId);
    this.#problems.resolve(reported.key);
  }

  #accountChanged(): void {
    for (const reported of this.#reported.values()) {
      if (rowOf(reported.error).kind !== "auth") continue;
      this.#remedied.add(reported.turnId);
      this.#resolve(reported);
    }
    this.#changed.fire();
  }
}

function findTurn({ settled, active }: Conversation, turnId: string): Turn | undefined {
  return active?.id === turnId ? active : settled.findLast(({ id }) => id === turnId);
}

function contextOf(chat: Chat, turn: Turn): RemedyContext {
  return { chatId: chat.id, turnId: turn.id, instanceId: chat.instance?.id };
}
