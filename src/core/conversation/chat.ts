import type { Agent37Client } from "../../api/client.ts";
import { Agent37Error, asAgent37Error } from "../../api/errors/agent37Error.ts";
import type { InstanceRef, ReasoningEffort } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import { ConversationStore } from "./conversationStore.ts";
import { Journal } from "./journal.ts";
import type { ChatRecords } from "./records.ts";
import { lookFor, readRestored, type Restored } from "./restore.ts";
import { acceptedMessages, type Conversation, type FailedTurn, isFailed, type Turn } from "./state.ts";
import { TurnRunner, type TurnSource } from "./turnRunner.ts";

/** What new turns are sent with. */
export interface TurnDefaults {
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
}

export interface ChatDependencies {
  readonly client: Agent37Client;
  readonly clock: Clock;
  readonly records: ChatRecords;
  readonly turnDefaults: () => TurnDefaults;
  readonly maxRetryWaitMs: () => number;
  /** Ids that are unique on this machine. */
  readonly newId: () => string;
}

/** How far the session that the chat shows has been read. */
export type ChatLoad =
  | { readonly kind: "ready" }
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: Agent37Error };

/**
 * One conversation with an instance, and everything that can be done with it. Any number of views may show it.
 * Methods that ask the server reject with `Agent37Error`; a turn that fails does not reject, it is a failed turn.
 */
export class Chat implements Disposable {
  readonly id: string;
  readonly #deps: ChatDependencies;
  readonly #disposables = new DisposableStore();
  readonly #store = this.#disposables.add(new ConversationStore());
  readonly #changed = this.#disposables.add(new Emitter<void>());
  readonly #sent = this.#disposables.add(new Emitter<string>());
  readonly #textReturned = this.#disposables.add(new Emitter<string>());
  readonly #journal: Journal;
  readonly #runner: TurnRunner;
  readonly onDidChange: Event<void> = this.#changed.event;
  readonly onDidEndTurn: Event<Turn> = this.#store.onDidEndTurn;
  /** A message goes out. */
  readonly onDidSend: Event<string> = this.#sent.event;
  /** A message that the server did not take comes back to the composer. */
  readonly onDidReturnText: Event<string> = this.#textReturned.event;
  readonly onDidFailToCancel: Event<Agent37Error>;
  #instance: InstanceRef | undefined;
  #load: ChatLoad = { kind: "ready" };
  #reading: AbortController | undefined;

  constructor(id: string, deps: ChatDependencies) {
    this.id = id;
    this.#deps = deps;
    this.#journal = this.#disposables.add(new Journal(id, deps.records, this.#store, () => this.#instance));
    this.#runner = this.#disposables.add(
      new TurnRunner(deps.client, deps.clock, this.#store, deps.maxRetryWaitMs),
    );
    this.onDidFailToCancel = this.#runner.onDidFailToCancel;
    this.#disposables.add(this.#store.onDidChange(() => this.#changed.fire()));
    this.#disposables.add(this.#store.onDidEndTurn((turn) => this.#returnText(turn)));
  }

  get conversation(): Conversation {
    return this.#store.state;
  }

  /** The instance that the session lives on; undefined until the first message or an opened session decides it. */
  get instance(): InstanceRef | undefined {
    return this.#instance;
  }

  get load(): ChatLoad {
    return this.#load;
  }

  get isBusy(): boolean {
    return this.conversation.active !== undefined;
  }

  /** The failed turn that a remedy is for: the named one, else the latest if it has failed. */
  failedTurn(turnId?: string): FailedTurn | undefined {
    const { settled } = this.conversation;
    const turn = turnId === undefined ? settled.at(-1) : settled.find(({ id }) => id === turnId);
    return turn && isFailed(turn) ? turn : undefined;
  }

  /**
   * Sends a message and resolves with the turn when it has ended.
   * @param instance where a new session starts; a chat that has a session stays where that is
   * @returns undefined when a turn is running already, or when the chat shows something else meanwhile
   */
  send(input: string, instance: InstanceRef): Promise<Turn | undefined> {
    return this.#send(input, this.#target(instance));
  }

  /** Asks the server to stop the running turn; gives a message up that waits to be sent again. */
  async cancel(): Promise<void> {
    if (this.#instance) await this.#runner.cancel(this.#instance);
  }

  /** Gives a waiting message up; its turn fails with the error that made it wait. */
  stopRetrying(): void {
    this.#runner.stopRetrying();
  }

  /**
   * Does again what failed. A turn that the server has taken is followed, never sent twice; a message that may have
   * arrived is looked for first; anything else is sent again.
   * @param selected where a chat without a session tries next; default: where it tried before
   */
  async retry(turnId: string | undefined, selected: InstanceRef | undefined): Promise<void> {
    if (this.#runner.isWaiting) {
      this.#runner.retryNow();
      return;
    }
    if (this.#load.kind === "failed") {
      await this.restore();
      return;
    }
    const turn = this.failedTurn(turnId);
    const instance = this.#target(selected);
    if (!turn || !instance || this.isBusy) return;
    if (turn.responseId !== undefined && turn.phase.error.plane === "local") {
      await this.#follow(instance, turn, turn.responseId);
      return;
    }
    if (turn.phase.error.code === "turn_unconfirmed" && (await this.#recover(instance, turn))) return;
    await this.#sendAgain(instance, turn);
  }

  /** Cancels the turn that keeps the session busy and, once it has ended, sends the message that met it. */
  async cancelRunningThenSend(turnId?: string): Promise<void> {
    const turn = this.failedTurn(turnId);
    const instance = this.#instance;
    if (!turn || !instance || this.isBusy) return;
    const responseId = await this.#runningResponse(instance, turn);
    const { client } = this.#deps;
    await this.#sendAgain(instance, turn, async (signal) => {
      await client.cancelResponse(instance, responseId, { signal });
      const { sessionId } = this.conversation;
      // The last event of the cancelled turn is what frees the session.
      const rest = client.followTurn(instance, { responseId, sessionId }, { signal });
      while (!(await rest.next()).done);
    });
  }

  /** Shows the turn that keeps the session busy; the message that met it stays in the composer. */
  async followRunning(turnId?: string): Promise<void> {
    const turn = this.failedTurn(turnId);
    const instance = this.#instance;
    const { sessionId } = this.conversation;
    if (!instance || sessionId === undefined || this.isBusy) return;
    const responseId = await this.#runningResponse(instance, turn);
    if (turn && turn.responseId === undefined) this.#store.dispatch({ type: "turnRemoved", turnId: turn.id });
    await this.#readHistory(instance, sessionId);
    await this.#follow(instance, { id: this.#deps.newId() }, responseId);
    // The turn came from elsewhere: only the history knows its message.
    if (!this.isBusy) await this.#readHistory(instance, sessionId);
  }

  /** Shows a session and goes on with its running turn. */
  async open(instance: InstanceRef, sessionId: string): Promise<void> {
    this.#journal.point(instance, sessionId);
    await this.restore();
  }

  /** Builds the conversation again from its record and the server, and goes on with a turn that still runs. */
  async restore(): Promise<void> {
    const record = this.#journal.load();
    this.#detach();
    this.#instance = record?.instance;
    const readable = record?.instance && (record.sessionId !== undefined || record.running);
    this.#load = { kind: readable ? "loading" : "ready" };
    this.#store.clear();
    if (!record?.instance || !readable) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const restored = await readRestored(this.#deps.client, record.instance, record, reading.signal);
      if (reading.signal.aborted) return;
      this.#load = { kind: "ready" };
      const { session, follow, missing } = restored;
      if (session) {
        this.#store.dispatch({ type: "historyRead", sessionId: session.id, history: session.history });
      }
      this.#changed.fire();
      if (missing) void this.#lookFor(record.instance, missing);
      if (!follow) return;
      const known = follow.running ?? {};
      void this.#follow(record.instance, { id: this.#deps.newId(), ...known }, follow.responseId);
    } catch (error) {
      if (reading.signal.aborted) return;
      this.#load = { kind: "failed", error: asAgent37Error(error) };
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#detach();
    this.#disposables.dispose();
  }

  #send(
    input: string,
    instance: InstanceRef,
    before?: (signal: AbortSignal) => Promise<void>,
  ): Promise<Turn | undefined> {
    if (this.isBusy) return Promise.resolve(undefined);
    this.#instance = instance;
    this.#load = { kind: "ready" };
    const { client, turnDefaults, clock, newId } = this.#deps;
    const runner = this.#runner;
    const id = newId();
    const request = { input, sessionId: this.conversation.sessionId, ...turnDefaults() };
    const knownUserMessages = acceptedMessages(this.conversation);
    this.#sent.fire(input);
    this.#store.dispatch({ type: "turnStarted", turnId: id, input, at: clock.now() });
    return this.#run(instance, id, async function* (signal) {
      if (before) await before(signal);
      yield* client.runTurn(instance, request, {
        signal,
        knownUserMessages,
        waitForRetry: (wait, waitSignal) => runner.waitForRetry(wait, waitSignal),
      });
    });
  }

  /** Sends a failed turn's message as a new turn, in its place if the server never took it. */
  async #sendAgain(
    instance: InstanceRef,
    turn: FailedTurn,
    before?: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (turn.input === undefined) return;
    if (turn.responseId === undefined) this.#store.dispatch({ type: "turnRemoved", turnId: turn.id });
    await this.#send(turn.input, instance, before);
  }

  #follow(
    instance: InstanceRef,
    turn: {
      readonly id: string;
      readonly input?: string | undefined;
      readonly startedAt?: number | undefined;
      readonly cancelRequested?: boolean | undefined;
    },
    responseId: string,
  ): Promise<Turn | undefined> {
    const { id, input, startedAt, cancelRequested } = turn;
    const { sessionId } = this.conversation;
    this.#store.dispatch({ type: "turnAttached", turnId: id, responseId, input, startedAt, cancelRequested });
    return this.#run(instance, id, (signal) =>
      this.#deps.client.followTurn(instance, { responseId, sessionId }, { signal }),
    );
  }

  async #run(instance: InstanceRef, turnId: string, source: TurnSource): Promise<Turn | undefined> {
    await this.#runner.run(instance, source);
    return this.conversation.settled.find(({ id }) => id === turnId);
  }

  /** Looks for a message that was on its way when its window closed, and shows its turn where it is found. */
  async #lookFor(instance: InstanceRef, missing: NonNullable<Restored["missing"]>): Promise<void> {
    const { client, clock } = this.#deps;
    const { turnId, input, sentAt } = missing;
    const store = this.#store;
    const readHistory = (sessionId: string): Promise<void> => this.#readHistory(instance, sessionId);
    store.dispatch({ type: "turnStarted", turnId, input, at: sentAt });
    await this.#run(instance, turnId, async function* (signal) {
      const { sessionId, responseId } = yield* lookFor(client, clock, instance, missing, signal);
      if (responseId !== undefined) {
        yield* client.followTurn(instance, { responseId, sessionId }, { signal });
        return;
      }
      await readHistory(sessionId);
      store.dispatch({ type: "turnRemoved", turnId });
    });
  }

  /** Looks for a message that may have arrived, and shows its turn if it has. */
  async #recover(instance: InstanceRef, turn: FailedTurn): Promise<boolean> {
    if (turn.input === undefined) return false;
    const { sessionId } = this.conversation;
    const found = await this.#deps.client.findTurn(instance, {
      input: turn.input,
      sessionId,
      sentAt: turn.startedAt ?? 0,
      knownUserMessages: acceptedMessages(this.conversation),
    });
    if (!found) return false;
    if (found.responseId !== undefined) {
      void this.#follow(instance, turn, found.responseId);
    } else {
      this.#store.dispatch({ type: "turnRemoved", turnId: turn.id });
      await this.#readHistory(instance, found.sessionId);
    }
    return true;
  }

  /** The turn that runs on the session, by what the error, the server or an earlier look at the session says. */
  async #runningResponse(instance: InstanceRef, turn: FailedTurn | undefined): Promise<string> {
    if (turn?.phase.error.responseId !== undefined) return turn.phase.error.responseId;
    const { sessionId } = this.conversation;
    if (sessionId !== undefined) {
      const session = await this.#deps.client.getSession(instance, sessionId);
      const running = session.activeResponseId ?? this.#deps.records.latestTurn(sessionId);
      if (running !== undefined) return running;
    }
    throw new Agent37Error({
      code: "turn_lost",
      plane: "local",
      message:
        "The turn that keeps this session busy was started elsewhere, and the server does not tell which it is.",
    });
  }

  async #readHistory(instance: InstanceRef, sessionId: string): Promise<void> {
    const session = await this.#deps.client.getSession(instance, sessionId);
    this.#store.dispatch({ type: "historyRead", sessionId, history: session.history });
  }

  /** Nothing is lost: a message that the server did not take goes back to where it was typed. */
  #returnText(turn: Turn): void {
    if (isFailed(turn) && turn.responseId === undefined && turn.input !== undefined) {
      this.#textReturned.fire(turn.input);
    }
  }

  /** A session stays on its instance; without one, the next message starts it where the user wants it. */
  #target<T extends InstanceRef | undefined>(selected: T): T | InstanceRef {
    return this.conversation.sessionId === undefined
      ? (selected ?? this.#instance ?? selected)
      : (this.#instance ?? selected);
  }

  #detach(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#runner.detach();
  }
}
