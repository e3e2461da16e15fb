import { type Agent37Error, asAgent37Error } from "../../api/errors/agent37Error.ts";
import { localError } from "../../api/errors/localError.ts";
import { mayHaveStarted } from "../../api/errors/mayHaveStarted.ts";
import type { InstanceRef } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { ChatDependencies, ChatLoad, KnownTurn } from "./chatTypes.ts";
import { ConversationStore } from "./conversationStore.ts";
import { Journal } from "./journal.ts";
import { readRestored } from "./restore.ts";
import { acceptedMessages, type Conversation, type FailedTurn, isFailed, type Turn } from "./state.ts";
import { targetOf } from "./target.ts";
import { TurnRunner, type TurnSource } from "./turnRunner.ts";

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
  #title: string | undefined;
  #load: ChatLoad = { kind: "ready" };
  #reading: AbortController | undefined;
  /** A remedy is finding out what to do; a second click must not do it twice. */
  #isDeciding = false;

  constructor(id: string, deps: ChatDependencies) {
    this.id = id;
    this.#deps = deps;
    this.#journal = this.#disposables.add(
      new Journal(
        id,
        deps.records,
        this.#store,
        () => this.#instance,
        () => this.#load.kind === "ready",
      ),
    );
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

  /** The session's title, where it was told; the first message serves as one otherwise. */
  get title(): string | undefined {
    return this.#title;
  }

  /** The session has another title now. */
  rename(title: string): void {
    this.#title = title;
    this.#changed.fire();
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
    return this.#send(input, targetOf(this.#instance, this.conversation, instance));
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
    const instance = targetOf(this.#instance, this.conversation, selected);
    if (!turn || !instance || this.isBusy) return;
    const { error, unfollowed } = turn.phase;
    if (turn.responseId !== undefined && unfollowed && error.code !== "turn_lost") {
      await this.#follow(instance, turn, turn.responseId);
    } else if (turn.responseId === undefined && mayHaveStarted(error)) {
      await this.#lookThenSend(instance, turn);
    } else {
      await this.#sendAgain(instance, turn);
    }
  }

  /** Cancels the turn that keeps the session busy and, once it has ended, sends the message that met it. */
  async cancelRunningThenSend(turnId?: string): Promise<void> {
    const turn = this.failedTurn(turnId);
    const instance = this.#instance;
    if (!turn || !instance) return;
    await this.#sendAgain(instance, turn, async (signal) => {
      const { client } = this.#deps;
      const { sessionId } = this.conversation;
      const responseId = await this.#runningResponse(instance, turn, signal);
      if (responseId === undefined) return;
      await client.cancelResponse(instance, responseId, { signal });
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
    if (!instance || this.isBusy || this.#isDeciding) return;
    if (sessionId === undefined) {
      // The server did not live to name the session: the turn is found by its message.
      if (turn && mayHaveStarted(turn.phase.error)) await this.#lookFor(instance, turn);
      return;
    }
    this.#isDeciding = true;
    let responseId: string | undefined;
    try {
      responseId = await this.#runningResponse(instance, turn, undefined);
      if (this.isBusy || this.conversation.sessionId !== sessionId) return;
      if (turn && turn.responseId === undefined)
        this.#store.dispatch({ type: "turnRemoved", turnId: turn.id });
      await this.#readHistory(instance, sessionId);
    } finally {
      this.#isDeciding = false;
    }
    if (responseId === undefined || this.isBusy) return;
    await this.#followForeign(instance, sessionId, responseId);
  }

  /** Shows a session and goes on with its running turn. */
  async open(instance: InstanceRef, sessionId: string): Promise<void> {
    this.#journal.point(instance, sessionId);
    await this.restore();
  }

  /** Reads the session again, with which others may have gone on meanwhile, and follows a turn that runs on it to its end. */
  async refresh(): Promise<void> {
    const instance = this.#instance;
    const { sessionId } = this.conversation;
    if (!instance || sessionId === undefined || this.isBusy) return;
    const session = await this.#deps.client.getSession(instance, sessionId);
    if (this.isBusy || this.conversation.sessionId !== sessionId) return;
    this.#store.dispatch({ type: "historyRead", sessionId, history: session.history });
    if (!session.activeResponseId) return;
    await this.#follow(instance, { id: this.#deps.newId() }, session.activeResponseId);
    if (!this.isBusy && this.conversation.sessionId === sessionId)
      await this.#readHistory(instance, sessionId);
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
      const { session, follow, lost } = restored;
      if (session) {
        this.#store.dispatch({ type: "historyRead", sessionId: session.id, history: session.history });
      }
      this.#changed.fire();
      if (lost) {
        const { turnId: id, input, sentAt: startedAt, knownUserMessages } = lost;
        void this.#lookFor(record.instance, { id, input, startedAt }, knownUserMessages);
      }
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
      runner.throwIfStopped();
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
    if (turn.input === undefined || this.isBusy) return;
    if (turn.responseId === undefined) this.#store.dispatch({ type: "turnRemoved", turnId: turn.id });
    await this.#send(turn.input, instance, before);
  }

  #follow(instance: InstanceRef, turn: KnownTurn, responseId: string): Promise<Turn | undefined> {
    const { id, input, startedAt, cancelRequested } = turn;
    const { sessionId } = this.conversation;
    const knownUserMessages = acceptedMessages({
      settled: this.conversation.settled.filter((settled) => settled.id !== id),
    });
    this.#store.dispatch({ type: "turnAttached", turnId: id, responseId, input, startedAt, cancelRequested });
    const ref = { responseId, sessionId, input, sentAt: startedAt, knownUserMessages };
    return this.#run(instance, id, (signal) => this.#deps.client.followTurn(instance, ref, { signal }));
  }

  /** Follows a turn that was started elsewhere: only the history knows its message, and not before it has ended. */
  async #followForeign(instance: InstanceRef, sessionId: string, responseId: string): Promise<void> {
    await this.#follow(instance, { id: this.#deps.newId() }, responseId);
    if (!this.isBusy && this.conversation.sessionId === sessionId)
      await this.#readHistory(instance, sessionId);
  }

  async #run(instance: InstanceRef, turnId: string, source: TurnSource): Promise<Turn | undefined> {
    await this.#runner.run(instance, source);
    return this.conversation.settled.find(({ id }) => id === turnId);
  }

  /** Looks for a message that may have arrived, and shows its turn where it is found. Sends nothing. */
  #lookFor(
    instance: InstanceRef,
    { id, input, startedAt: sentAt = 0 }: KnownTurn,
    knownUserMessages?: number,
  ): Promise<Turn | undefined> {
    if (input === undefined || this.isBusy) return Promise.resolve(undefined);
    this.#store.dispatch({ type: "turnRemoved", turnId: id });
    const { sessionId } = this.conversation;
    const known = knownUserMessages ?? acceptedMessages(this.conversation);
    const lost = { input, sessionId, sentAt, knownUserMessages: known };
    this.#sent.fire(input);
    this.#store.dispatch({ type: "turnStarted", turnId: id, input, at: sentAt });
    return this.#run(instance, id, (signal) => this.#deps.client.recoverTurn(instance, lost, { signal }));
  }

  /** Looks for a message that may have arrived; once it is clear that it has not, it is sent again. */
  async #lookThenSend(instance: InstanceRef, turn: FailedTurn): Promise<void> {
    const looked = await this.#lookFor(instance, turn);
    const isMissing = looked && isFailed(looked) && looked.phase.error.code === "turn_unconfirmed";
    // Asked for a second time: the first look may have come too early, and the user knows of the doubt.
    if (isMissing && this.failedTurn(looked.id)) await this.#sendAgain(instance, looked);
  }

  /**
   * The turn that runs on the session, by what the error, the server or an earlier look at the session says.
   * Undefined: none runs any more.
   */
  async #runningResponse(
    instance: InstanceRef,
    turn: FailedTurn | undefined,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    if (turn?.phase.error.responseId !== undefined) return turn.phase.error.responseId;
    const { sessionId } = this.conversation;
    if (sessionId === undefined) return undefined;
    const { activeResponseId } = await this.#deps.client.getSession(instance, sessionId, { signal });
    if (activeResponseId === null) return undefined;
    const running = activeResponseId ?? this.#deps.records.latestTurn(sessionId);
    if (running !== undefined) return running;
    throw localError(
      "turn_lost",
      "The turn that keeps this session busy was started elsewhere, and the server does not tell which it is.",
    );
  }

  async #readHistory(instance: InstanceRef, sessionId: string): Promise<void> {
    const session = await this.#deps.client.getSession(instance, sessionId);
    this.#store.dispatch({ type: "historyRead", sessionId, history: session.history });
  }

  /** Nothing is lost: a message that the server did not take goes back to where it was typed. */
  #returnText(turn: Turn): void {
    const isTaken = turn.responseId !== undefined || turn.phase.kind === "completed";
    if (!isTaken && turn.input !== undefined) {
      this.#textReturned.fire(turn.input);
    }
  }

  #detach(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#runner.detach();
  }
}
