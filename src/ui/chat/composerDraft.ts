import type { Message } from "../../common/attachment.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { HostMessages } from "../../protocol/messages.ts";
import type { Drafts } from "./drafts.ts";

/** The view, as far as its composer is concerned. */
export interface ComposerPort {
  readonly isReady: boolean;
  post<K extends keyof HostMessages>(type: K, payload: HostMessages[K]): void;
}

/**
 * Keeps the composer of one view and the stored draft in step. The view has the newest text and tells it a moment
 * later; everything else of the draft is the host's. Texts that cross on the way are told apart by the revision of the
 * last text that the view got from here.
 */
export class ComposerDraft implements Disposable {
  readonly #drafts: Drafts;
  readonly #view: ComposerPort;
  readonly #disposables = new DisposableStore();
  #key: string;
  /** What the view is known to show. */
  #viewText: string;
  #revisions = 0;
  /** Undefined while the page has what it started with. */
  #revision: number | undefined;
  /** The draft that the view was writing before this one came. */
  #former: { readonly key: string; readonly revision: number | undefined } | undefined;
  /** The text changed while no view could be told. */
  #isUntold = false;

  /** @param onDidChange called when something of the draft has changed */
  constructor(drafts: Drafts, key: string, view: ComposerPort, onDidChange: () => void) {
    this.#drafts = drafts;
    this.#key = key;
    this.#view = view;
    this.#viewText = this.message.text;
    this.#disposables.add(
      drafts.onDidChange((change) => {
        if (change.key !== this.#key) return;
        if (change.by !== this) this.#tellChange();
        onDidChange();
      }),
    );
  }

  get key(): string {
    return this.#key;
  }

  get message(): Message {
    return this.#drafts.get(this.#key);
  }

  /** The composer is for another chat from now on. */
  turnTo(key: string): void {
    if (key === this.#key) return;
    this.#former = { key: this.#key, revision: this.#revision };
    this.#key = key;
    this.#tell();
  }

  /** The chat has another key: what was written for it goes along. */
  moveTo(key: string): void {
    if (key === this.#key) return;
    const before = this.#key;
    this.#key = key;
    this.#drafts.move(before, key);
    this.#tellChange();
  }

  /** A page has come up; it shows what stood in the composer when it was made, or what was typed in it since. */
  pageReady(): void {
    this.#revision = undefined;
    this.#former = undefined;
    if (this.#isUntold) this.#tell();
  }

  /** The view tells what was typed. */
  typed(text: string, revision: number | undefined): void {
    if (revision === this.#revision) {
      this.#viewText = text;
      this.#drafts.setText(this.#key, text, this);
      return;
    }
    // It was on its way when the text from here came; the composer shows that one now.
    const former = this.#former;
    if (former && former.revision === revision) this.#drafts.setText(former.key, text);
  }

  /** The view has sent its text and shows none any more. */
  take(text: string): Message {
    this.#viewText = "";
    return this.#drafts.take(this.#key, text, this);
  }

  /** A message comes back in front of what was written meanwhile. */
  takeBack(message: Message): void {
    if (!this.#view.isReady) {
      this.#drafts.takeBack(this.#key, message);
      return;
    }
    // The view merges it with what is typed at this moment, and tells the outcome; until then this is the best guess.
    this.#drafts.takeBack(this.#key, message, this);
    this.#viewText = this.message.text;
    if (message.text !== "") this.#view.post("returnText", { text: message.text });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #tellChange(): void {
    if (this.message.text !== this.#viewText) this.#tell();
  }

  #tell(): void {
    const { text } = this.message;
    this.#viewText = text;
    this.#revision = ++this.#revisions;
    this.#isUntold = !this.#view.isReady;
    this.#view.post("setDraft", { text, revision: this.#revision });
  }
}
