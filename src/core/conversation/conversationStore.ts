import type { Disposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { ConversationEvent } from "./events.ts";
import { reduce } from "./reduce.ts";
import { type Conversation, emptyConversation, type Turn } from "./state.ts";

/** Holds one conversation and lets it change through the reducer only. */
export class ConversationStore implements Disposable {
  readonly #changed = new Emitter<void>();
  readonly #turnEnded = new Emitter<Turn>();
  readonly onDidChange: Event<void> = this.#changed.event;
  /** A turn has been settled, whatever its outcome. */
  readonly onDidEndTurn: Event<Turn> = this.#turnEnded.event;
  #state: Conversation = emptyConversation;

  get state(): Conversation {
    return this.#state;
  }

  dispatch(event: ConversationEvent): void {
    const before = this.#state;
    this.#state = reduce(before, event);
    if (this.#state === before) return;
    this.#changed.fire();
    const ended = this.#state.settled.at(-1);
    if (before.active && !this.#state.active && ended?.id === before.active.id) this.#turnEnded.fire(ended);
  }

  /** Forgets everything. */
  clear(): void {
    this.#state = emptyConversation;
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#turnEnded.dispose();
  }
}
