import type { Attachment } from "../../common/attachment.ts";
import type { Event } from "../../common/emitter.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import { type ShownTurns, turnsOf, turnView } from "../../protocol/shown.ts";
import type { ChatSnapshot, DialView, HeaderView, Patch } from "../../protocol/view.ts";
import { diffTurns, isSameQueue } from "./diff.ts";
import { Presenter, type PresentProblem } from "./presenter.ts";
import type { ViewContent } from "./viewChannel.ts";

/** What is shown of a chat beside its turns, and what tells that it is another. */
export interface ContentDeps {
  readonly presentProblem: (chat: Chat) => PresentProblem;
  /** What can be done about failures has changed. */
  readonly onDidChangeProblems: Event<void>;
  readonly header: (chat: Chat) => HeaderView;
  readonly dials: (chat: Chat) => readonly DialView[];
  /** Something that headers and dials are made from has changed. */
  readonly onDidChangeHeader: Event<void>;
}

/** What travels in a snapshot, its number and time aside. */
type Content = Omit<ChatSnapshot, "seq" | "now">;

/** What stands around the turns. */
type Frame = Omit<Content, "turns">;

/** A chat as one place on screen shows it, and how that differs from what was shown before. */
export class ChatContent implements ViewContent {
  readonly #deps: ContentDeps;
  readonly #attachments: () => readonly Attachment[];
  #chat: Chat;
  #presenter: Presenter;
  #turns: ShownTurns = { settled: [] };
  #frame: Frame | undefined;
  /** What the frame was made from, beside what `invalidateFrame` tells of. */
  #frameSource: readonly unknown[] = [];

  /** @param attachments of the message that is being written */
  constructor(chat: Chat, deps: ContentDeps, attachments: () => readonly Attachment[]) {
    this.#chat = chat;
    this.#deps = deps;
    this.#attachments = attachments;
    this.#presenter = new Presenter(deps.presentProblem(chat));
  }

  show(chat: Chat): void {
    this.#chat = chat;
    this.#presenter = new Presenter(this.#deps.presentProblem(chat));
    this.invalidateFrame();
  }

  /** Something that headers and dials are made from has changed. */
  invalidateFrame(): void {
    this.#frameSource = [];
  }

  /** What can be done about failures has changed. */
  invalidateProblems(): void {
    this.#presenter.invalidate();
    this.invalidateFrame();
  }

  snapshot(): Content {
    this.#frameSource = this.#sourceOfFrame();
    this.#frame = this.#presentFrame();
    this.#turns = this.#presenter.turns(this.#chat.conversation);
    return { ...this.#frame, turns: turnsOf(this.#turns).map(turnView) };
  }

  patches(): readonly Patch[] {
    const turns = this.#presenter.turns(this.#chat.conversation);
    const changes = diffTurns(this.#turns, turns);
    this.#turns = turns;
    const source = this.#sourceOfFrame();
    if (isSameList(source, this.#frameSource)) return changes;
    this.#frameSource = source;
    return this.#framed(changes);
  }

  /** The patches of the turns, with those of the frame around them. */
  #framed(changes: readonly Patch[]): readonly Patch[] {
    const before = this.#frame;
    const { header, queue, composer } = (this.#frame = this.#presentFrame());
    const patches: Patch[] = [];
    if (!isEqual(before?.header, header)) patches.push({ op: "header", header });
    patches.push(...changes);
    if (!before || !isSameQueue(before.queue, queue)) patches.push({ op: "queue", queue });
    if (!isEqual(before?.composer, composer)) patches.push({ op: "composer", composer });
    return patches;
  }

  #presentFrame(): Frame {
    return {
      header: this.#deps.header(this.#chat),
      queue: this.#presenter.queue(this.#chat.queue),
      composer: {
        attachments: this.#presenter.attachments(this.#attachments()),
        dials: this.#deps.dials(this.#chat),
      },
    };
  }

  /** All of the chat that can show in the frame. What streams in is not in it, so that it does not make the frame anew. */
  #sourceOfFrame(): readonly unknown[] {
    const { conversation, dials, instance, load, queue, title } = this.#chat;
    const { active, sessionId, settled } = conversation;
    return [
      ...[sessionId, settled, active?.id, active?.input],
      ...[dials, instance, load, title],
      ...[queue.messages, queue.paused, this.#attachments()],
    ];
  }
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

/** For small plain data. */
function isEqual(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
