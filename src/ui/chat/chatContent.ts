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

interface Shown extends Omit<Content, "turns"> {
  readonly turns: ShownTurns;
}

/** A chat as one place on screen shows it, and how that differs from what was shown before. */
export class ChatContent implements ViewContent {
  readonly #deps: ContentDeps;
  readonly #attachments: () => readonly Attachment[];
  #chat: Chat;
  #presenter: Presenter;
  #shown: Shown | undefined;

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
  }

  /** What can be done about failures has changed. */
  invalidateProblems(): void {
    this.#presenter.invalidate();
  }

  snapshot(): Content {
    this.#shown = this.#present();
    return { ...this.#shown, turns: turnsOf(this.#shown.turns).map(turnView) };
  }

  patches(): readonly Patch[] {
    const before = this.#shown;
    const after = this.#present();
    this.#shown = after;
    const { header, queue, composer, turns } = after;
    const patches: Patch[] = [];
    if (!isEqual(before?.header, header)) patches.push({ op: "header", header });
    patches.push(...diffTurns(before?.turns ?? { settled: [] }, turns));
    if (!before || !isSameQueue(before.queue, queue)) patches.push({ op: "queue", queue });
    if (!isEqual(before?.composer, composer)) patches.push({ op: "composer", composer });
    return patches;
  }

  #present(): Shown {
    return {
      header: this.#deps.header(this.#chat),
      turns: this.#presenter.turns(this.#chat.conversation),
      queue: this.#presenter.queue(this.#chat.queue),
      composer: {
        attachments: this.#presenter.attachments(this.#attachments()),
        dials: this.#deps.dials(this.#chat),
      },
    };
  }
}

/** For small plain data. */
function isEqual(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
