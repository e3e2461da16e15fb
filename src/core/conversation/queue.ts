import type { Message } from "../../common/attachment.ts";
import type { Disposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";

/** A message that goes out when the running turn has ended. */
export interface QueuedMessage {
  readonly id: string;
  readonly message: Message;
  /** Somebody is editing it: it does not go out, and nothing behind it does. */
  readonly held: boolean;
}

/** What outlives a window of a queue. */
export interface StoredQueue {
  readonly messages: readonly Omit<QueuedMessage, "held">[];
  readonly paused: boolean;
  readonly stopFirst: boolean;
}

/** The messages of a chat that wait for their turn, in the order in which they go out. It knows when, not how. */
export class MessageQueue implements Disposable {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #messages: readonly QueuedMessage[] = [];
  #paused = false;
  /** The head was asked to go out next: the turn that is being stopped for it does not pause the queue. */
  #stopFirstId: string | undefined;

  /** A turn was stopped or has failed: nothing goes out until `resume`, or until another turn has completed. */
  get paused(): boolean {
    return this.#paused;
  }

  get messages(): readonly QueuedMessage[] {
    return this.#messages;
  }

  /** Takes a message out of the queue; undefined when it is not there any more. */
  remove(id: string): QueuedMessage | undefined {
    const entry = this.#find(id);
    if (entry) this.#set(this.#messages.filter((other) => other !== entry));
    return entry;
  }

  /** Moves a message one place to the front (-1) or to the back (1). */
  move(id: string, by: -1 | 1): void {
    const from = this.#messages.findIndex((entry) => entry.id === id);
    const entry = this.#messages[from];
    const neighbour = this.#messages[from + by];
    if (entry && neighbour) this.#set(this.#messages.with(from, neighbour).with(from + by, entry));
  }

  /** Gives a message another text and releases it. What is attached stays. */
  setText(id: string, text: string): void {
    this.#replace(id, (entry) => ({ ...entry, message: { ...entry.message, text }, held: false }));
  }

  /** Keeps a message back while somebody edits it. */
  hold(id: string): void {
    this.#replace(id, (entry) => ({ ...entry, held: true }));
  }

  release(id: string): void {
    this.#replace(id, (entry) => ({ ...entry, held: false }));
  }

  /** Lets the messages of a paused queue go out. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#changed.fire();
  }

  /** Puts a message at the end. */
  add(id: string, message: Message): void {
    this.#set([...this.#messages, { id, message, held: false }]);
  }

  /** Puts a message at the head, to go out when the running turn ends, however it ends. */
  addFirst(id: string, message: Message): void {
    this.#stopFirstId = id;
    this.#set([{ id, message, held: false }, ...this.#messages]);
  }

  /** Does the same for a message that is in the queue. @returns whether it is */
  putFirst(id: string): boolean {
    const entry = this.#find(id);
    if (!entry) return false;
    this.#stopFirstId = id;
    this.#set([{ ...entry, held: false }, ...this.#messages.filter((other) => other !== entry)]);
    return true;
  }

  /**
   * Takes the message that may go out now. Nobody is told: the turn that it starts is the change, so that no record in
   * between has both or neither.
   */
  takeNext(): Message | undefined {
    const [head, ...rest] = this.#messages;
    if (!head || head.held || this.#paused) return undefined;
    this.#keep(rest);
    return head.message;
  }

  /** Takes the message that is named, whatever it waits for, as `takeNext` does. */
  take(id: string): Message | undefined {
    const entry = this.#find(id);
    if (entry) this.#keep(this.#messages.filter((other) => other !== entry));
    return entry?.message;
  }

  /** A turn has ended: after one that completed the next message may go out, any other pauses the queue. */
  turnEnded(completed: boolean): void {
    const wasStoppedForHead = this.#stopFirstId !== undefined;
    const paused = !completed && !wasStoppedForHead && this.#messages.length > 0;
    if (paused === this.#paused && !wasStoppedForHead) return;
    this.#stopFirstId = undefined;
    this.#paused = paused;
    this.#changed.fire();
  }

  /** The queue as it is kept; undefined when it is empty. */
  get stored(): StoredQueue | undefined {
    if (this.#messages.length === 0) return undefined;
    return {
      messages: this.#messages.map(({ id, message }) => ({ id, message })),
      paused: this.#paused,
      stopFirst: this.#stopFirstId !== undefined,
    };
  }

  /** Takes the place of what is here. What is edited at this moment stays held. Nobody is told. */
  restore(stored: StoredQueue | undefined): void {
    const held = new Set(this.#messages.filter((entry) => entry.held).map(({ id }) => id));
    const messages = stored?.messages.map((entry) => ({ ...entry, held: held.has(entry.id) })) ?? [];
    this.#paused = stored?.paused ?? false;
    this.#stopFirstId = stored?.stopFirst ? messages[0]?.id : undefined;
    this.#keep(messages);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #find(id: string): QueuedMessage | undefined {
    return this.#messages.find((entry) => entry.id === id);
  }

  #replace(id: string, change: (entry: QueuedMessage) => QueuedMessage): void {
    const index = this.#messages.findIndex((entry) => entry.id === id);
    const entry = this.#messages[index];
    if (entry) this.#set(this.#messages.with(index, change(entry)));
  }

  #set(messages: readonly QueuedMessage[]): void {
    this.#keep(messages);
    this.#changed.fire();
  }

  #keep(messages: readonly QueuedMessage[]): void {
    this.#messages = messages;
    if (messages.length === 0) this.#paused = false;
    if (!messages.some(({ id }) => id === this.#stopFirstId)) this.#stopFirstId = undefined;
  }
}
