import { type Agent37Error, asAgent37Error } from "../../api/errors/agent37Error.ts";
import type { InstanceRef } from "../../api/wire.ts";
import type { Message } from "../../common/attachment.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { ChatDependencies, ChatLoad, KnownTurn } from "./chatTypes.ts";
import { ConversationStore } from "./conversationStore.ts";
import type { Dials } from "./dials.ts";
import { Follower } from "./follower.ts";
import { Journal } from "./journal.ts";
import { messageOf } from "./message.ts";
import { Outbox } from "./outbox.ts";
import { MessageQueue } from "./queue.ts";
import { QueueDrain } from "./queueDrain.ts";
import type { ChatRecord, RunningRecord } from "./records.ts";
import { awaitedMessage, readRestored } from "./restore.ts";
import { type Conversation, type FailedTurn, isAccepted, type Turn } from "./state.ts";
import { targetOf } from "./target.ts";
import { TurnRemedies } from "./turnRemedies.ts";
import { TurnRunner } from "./turnRunner.ts";

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
  readonly #journal: Journal;
  readonly #runner: TurnRunner;
  readonly #outbox: Outbox;
  readonly #follower: Follower;
  readonly #remedies: TurnRemedies;
  readonly #drain: QueueDrain;
  /** The messages that wait for the running turn to end. */
  readonly queue = this.#disposables.add(new MessageQueue());
  readonly onDidChange: Event<void> = this.#changed.event;
  readonly onDidEndTurn: Event<Turn> = this.#store.onDidEndTurn;
  /** A message goes out. */
  readonly onDidSend: Event<Message>;
  /** A message that the server did not take comes back to the composer. */
  readonly onDidReturn: Event<Message>;
  readonly onDidFailToCancel: Event<Agent37Error>;
  #instance: InstanceRef | undefined;
  #title: string | undefined;
  #dials: Dials = {};
  #load: ChatLoad = { kind: "ready" };
  #reading: AbortController | undefined;
  #unreadSessionId: string | undefined;
  /** A message waits for the instance that the session could be read from. */
  #isUnread = false;

  constructor(id: string, deps: ChatDependencies) {
    this.id = id;
    this.#deps = deps;
    const own = <T extends Disposable>(part: T): T => this.#disposables.add(part);
    const store = this.#store;
    this.#journal = own(new Journal(id, deps.records, this, this.onDidChange));
    const runner = own(new TurnRunner(deps.client, deps.clock, store, deps.maxRetryWaitMs));
    const dials = (): Dials => this.#dials;
    this.#runner = runner;
    this.#outbox = own(
      new Outbox({
        deps,
        store,
        runner,
        dials,
        saved: () => this.#journal.saved(),
        unread: () => (this.#isUnread ? (signal) => this.#catchUp(signal) : undefined),
      }),
    );
    this.#follower = new Follower({ deps, store, runner, agent: () => this.#dials.agent });
    this.#remedies = new TurnRemedies({
      store,
      outbox: this.#outbox,
      follower: this.#follower,
      instance: () => this.#instance,
      setInstance: (instance) => {
        this.#instance = instance;
      },
    });
    this.onDidSend = this.#outbox.onDidSend;
    this.onDidReturn = this.#outbox.onDidReturn;
    this.onDidFailToCancel = runner.onDidFailToCancel;
    own(store.onDidChange(() => this.#changed.fire()));
    own(this.queue.onDidChange(() => this.#changed.fire()));
    own(store.onDidEndTurn((turn) => this.#keepTrace(turn)));
    own(store.onDidEndTurn(() => queueMicrotask(() => this.#readWhatIsUnread())));
    this.#drain = own(
      new QueueDrain({
        queue: this.queue,
        onDidEndTurn: store.onDidEndTurn,
        canSend: () => this.#canSendQueued,
        send: (message) => this.#sendQueued(message),
      }),
    );
  }

  get conversation(): Conversation {
    return this.#store.state;
  }

  /** The session, also while it is still to be read. */
  get sessionId(): string | undefined {
    return this.conversation.sessionId ?? (this.isKnown ? undefined : this.#unreadSessionId);
  }

  /** The instance that the session lives on; undefined until the first message or an opened session decides it. */
  get instance(): InstanceRef | undefined {
    return this.#instance;
  }

  get load(): ChatLoad {
    return this.#load;
  }

  /** Whether the conversation is what the server has: nothing of it is still to be read. */
  get isKnown(): boolean {
    return this.#load.kind === "ready";
  }

  get isBusy(): boolean {
    return this.conversation.active !== undefined;
  }

  /** The session's title, where it was told; the first message serves as one otherwise. */
  get title(): string | undefined {
    return this.#title;
  }

  /** What the user has chosen for the turns of this chat. */
  get dials(): Dials {
    return this.#dials;
  }

  /** Chooses for the turns to come, in this and every other window. The harness of a session stays what it is. */
  setDials(dials: Dials): void {
    const isNew = this.sessionId === undefined && !this.isBusy;
    this.#dials = isNew ? dials : { ...dials, agent: this.#dials.agent };
    this.#changed.fire();
  }

  /** The session has another title now. */
  rename(title: string): void {
    this.#title = title;
    this.#changed.fire();
  }

  /** The failed turn that a remedy is for: the named one, else the latest if it has failed. */
  failedTurn(turnId?: string): FailedTurn | undefined {
    return this.#remedies.failedTurn(turnId);
  }

  /**
   * Sends a message and resolves with the turn when it has ended.
   * @param instance where a new session starts; a chat that has a session stays where that is
   * @returns undefined when a turn is running already, or when the chat shows something else meanwhile
   */
  send(message: Message, instance: InstanceRef): Promise<Turn | undefined> {
    if (this.isBusy || !this.isKnown) return Promise.resolve(undefined);
    this.#instance = targetOf(this.#instance, this.conversation, instance);
    return this.#outbox.send(message, this.#instance);
  }

  /**
   * Sends a message at once, or lets it wait in the queue while a turn runs.
   * @param options.stopFirst stops the running turn and sends the message when that has ended, before all that wait
   */
  submit(message: Message, instance: InstanceRef, { stopFirst }: { readonly stopFirst: boolean }): void {
    if (!this.isBusy && this.isKnown) {
      void this.send(message, instance);
    } else if (stopFirst && this.isBusy) {
      this.queue.addFirst(this.#deps.newId(), message);
      this.#stopForQueue();
    } else {
      this.queue.add(this.#deps.newId(), message);
    }
  }

  /** Sends a queued message next: now, or when the running turn, which is stopped for it, has ended. */
  sendQueuedNow(id: string): void {
    if (this.isBusy || !this.isKnown) {
      if (this.queue.putFirst(id) && this.isBusy) this.#stopForQueue();
      return;
    }
    const message = this.#instance && this.queue.take(id);
    if (message) this.#sendQueued(message);
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
    await this.#remedies.retry(turnId, selected);
  }

  /**
   * The instance comes up for want of which a message was not taken: the message waits for it, and then goes out. Does
   * nothing when another message was sent since.
   */
  async sendWhenReady(turnId: string): Promise<void> {
    await this.#remedies.sendWhenReady(turnId);
  }

  /** Cancels the turn that keeps the session busy and, once it has ended, sends the message that met it. */
  async cancelRunningThenSend(turnId?: string): Promise<void> {
    await this.#remedies.cancelRunningThenSend(turnId);
  }

  /** Shows the turn that keeps the session busy; the message that met it stays in the composer. */
  async followRunning(turnId?: string): Promise<void> {
    try {
      await this.#remedies.followRunning(turnId);
    } finally {
      this.#drain.schedule();
    }
  }

  /**
   * Shows a session and goes on with its running turn.
   * @param agent the harness that the session is of, where the instance has several
   */
  async open(instance: InstanceRef, sessionId: string, agent?: string): Promise<void> {
    this.#journal.point(instance, sessionId, agent);
    await this.restore();
  }

  /** Reads the session again, with which others may have gone on meanwhile, and follows a turn that runs on it to its end. */
  async refresh(): Promise<void> {
    const instance = this.#instance;
    const { sessionId } = this.conversation;
    if (!instance || sessionId === undefined || this.isBusy) return;
    const running = await this.#follower.readHistory(instance, sessionId);
    if (running !== undefined && !this.isBusy) await this.#followForeign(instance, sessionId, running);
  }

  /** Builds the conversation again from its record and the server, and goes on with a turn that still runs. */
  async restore(): Promise<void> {
    const record = this.#journal.load();
    this.#detach();
    this.#instance = record?.instance;
    this.#unreadSessionId = record?.sessionId;
    this.#title = record?.title;
    this.#dials = this.#journal.dialsOf(record);
    this.queue.restore(record?.queue);
    const readable = record?.instance && (record.sessionId !== undefined || record.running);
    this.#load = { kind: readable ? "loading" : "ready" };
    this.#isUnread = false;
    this.#store.clear();
    if (record?.instance && readable && !this.#goOnWaiting(record.instance, record))
      await this.#read(record.instance, record);
    this.#drain.schedule();
  }

  dispose(): void {
    this.#detach();
    this.#disposables.dispose();
  }

  async #read(instance: InstanceRef, record: ChatRecord): Promise<void> {
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const restored = await readRestored(this.#deps, instance, record, this.#dials.agent, reading.signal);
      if (reading.signal.aborted) return;
      this.#load = { kind: "ready" };
      const { session, traced, follow, lost, unsent } = restored;
      if (session) {
        const { id: sessionId, history } = session;
        this.#store.dispatch({ type: "historyRead", sessionId, history, traced });
      }
      this.#changed.fire();
      if (unsent) this.#giveBack(unsent);
      if (lost) void this.#outbox.lookFor({ ...lost, id: lost.turnId }, instance, lost.knownUserMessages);
      if (!follow) return;
      const { responseId, running } = follow;
      const turn = { ...running, id: running?.turnId ?? this.#deps.newId() };
      if (turn.input !== undefined || !session) void this.#follower.follow(instance, turn, responseId);
      // Its message, where it cannot be read behind it, is read the next time.
      else this.#followForeign(instance, session.id, responseId, turn).catch(() => undefined);
    } catch (error) {
      if (reading.signal.aborted) return;
      this.#load = { kind: "failed", error: asAgent37Error(error) };
      this.#changed.fire();
    }
  }

  /** The window was closed before the message went out: it is neither lost nor looked for. */
  #giveBack(running: RunningRecord): void {
    const message = messageOf(running);
    if (message) this.#outbox.giveBack(message);
    this.queue.turnEnded(false);
  }

  /**
   * The window was closed while a message waited for its instance: nothing of it has gone out. It can be given up at
   * once; its session is read when the instance answers.
   */
  #goOnWaiting(instance: InstanceRef, record: ChatRecord): boolean {
    const { sessionId } = record;
    const message = awaitedMessage(record);
    if (!message) return false;
    this.#isUnread = sessionId !== undefined;
    if (sessionId !== undefined) this.#store.dispatch({ type: "historyRead", sessionId, history: [] });
    void this.#outbox.send(message, instance, { awaitInstance: true });
    // Not before: in between, the record would be one without the message.
    this.#load = { kind: "ready" };
    this.#changed.fire();
    return true;
  }

  /** Reads the session of a message that has waited since before the window was reloaded. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    const instance = this.#instance;
    const { sessionId } = this.conversation;
    if (!instance || sessionId === undefined) return;
    const { agent } = this.#dials;
    const { session, traced } = await readRestored(this.#deps, instance, { sessionId }, agent, signal);
    signal.throwIfAborted();
    this.#isUnread = false;
    this.#store.dispatch({ type: "historyRead", sessionId, history: session?.history ?? [], traced });
  }

  /** Its message was given up. One that failed stays in sight, and the session is read before it goes out again. */
  #readWhatIsUnread(): void {
    const isGivenUp = this.conversation.settled.at(-1)?.phase.kind === "cancelled";
    if (this.#isUnread && isGivenUp && !this.isBusy) void this.restore();
  }

  async #followForeign(
    instance: InstanceRef,
    sessionId: string,
    responseId: string,
    turn?: KnownTurn,
  ): Promise<void> {
    try {
      await this.#follower.followForeign(instance, sessionId, responseId, turn);
    } finally {
      this.#drain.schedule();
    }
  }

  get #canSendQueued(): boolean {
    const isOccupied = this.isBusy || this.#remedies.isDeciding || this.#follower.isCatchingUp;
    return this.#instance !== undefined && this.isKnown && !isOccupied;
  }

  #sendQueued(message: Message): void {
    if (this.#instance) void this.#outbox.send(message, this.#instance);
  }

  /** A stop that was asked for before is on its way; a second one would end the waiting for the server's word. */
  #stopForQueue(): void {
    if (!this.conversation.active?.cancelRequested) void this.cancel();
  }

  #keepTrace(turn: Turn): void {
    const { sessionId } = this.conversation;
    if (sessionId !== undefined && isAccepted(turn)) void this.#deps.traces.keep(sessionId, turn);
  }

  #detach(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#runner.detach();
  }
}
