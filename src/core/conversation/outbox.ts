import type { LostTurn } from "../../api/client.ts";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { InstanceRef, TurnRequest, TurnSignal } from "../../api/wire.ts";
import { capabilities } from "../../api/wire/capabilities.ts";
import type { FileAttachment, Message } from "../../common/attachment.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import { awaitInstance, isAsleep, isRefusedAsleep, mustAwait } from "./arrival.ts";
import type { ChatDependencies, KnownTurn } from "./chatTypes.ts";
import type { ConversationStore } from "./conversationStore.ts";
import { type Dials, turnChoice } from "./dials.ts";
import { filesOf, inputOf, messageOf } from "./message.ts";
import { acceptedMessages, earlierTurns, type FailedTurn, type Turn } from "./state.ts";
import type { TurnRunner } from "./turnRunner.ts";

export interface OutboxPorts {
  readonly deps: Pick<
    ChatDependencies,
    "client" | "clock" | "computers" | "newId" | "turnDefaults" | "uploads"
  >;
  readonly store: ConversationStore;
  readonly runner: TurnRunner;
  readonly dials: () => Dials;
  /** Resolves when the chat's record, as it is now, is kept. */
  readonly saved: () => Promise<void>;
  /** Reads what is still to be read of the session that is shown; undefined: nothing is. */
  readonly unread: () => Before | undefined;
}

/** What has to happen before a message may go out; aborted when the user gives the message up. */
export type Before = (signal: AbortSignal) => Promise<void>;

export interface SendOptions {
  readonly before?: Before | undefined;
  /** The instance is known not to be ready, whatever was read of it last. */
  readonly awaitInstance?: boolean | undefined;
}

/** A request that is held for so long may be held because its instance sleeps. */
const heldMs = 2_000;
/** How often a message that was refused because its instance slept is sent again. */
const maxRefusals = 3;

/** Brings messages to the server, their files first, and gives back what the server does not take. Never sends twice. */
export class Outbox implements Disposable {
  readonly #ports: OutboxPorts;
  readonly #disposables = new DisposableStore();
  readonly #sent = this.#disposables.add(new Emitter<Message>());
  readonly #returned = this.#disposables.add(new Emitter<Message>());
  readonly onDidSend: Event<Message> = this.#sent.event;
  readonly onDidReturn: Event<Message> = this.#returned.event;
  /** The latest message as it was composed: its turn knows the text alone of what was attached as text. */
  #latest: { readonly turnId: string; readonly message: Message } | undefined;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#disposables.add(ports.store.onDidEndTurn((turn) => this.#returnUnlessTaken(turn)));
  }

  /** Resolves with the turn when it has ended; undefined when a turn is running already or something else is shown. */
  send(message: Message, instance: InstanceRef, options: SendOptions = {}): Promise<Turn | undefined> {
    const { deps, dials, runner, store, unread: unreadNow } = this.#ports;
    const { before } = options;
    const unread = unreadNow();
    if (store.state.active) return Promise.resolve(undefined);
    const turnId = deps.newId();
    const input = inputOf(message);
    const files = filesOf(message);
    const awaits = options.awaitInstance ?? mustAwait(deps.computers.find(instance.id));
    const { request, model } = turnChoice(dials(), deps.turnDefaults());
    const outgoing: Outgoing = {
      turnId,
      files,
      instance,
      unread,
      before,
      awaits,
      request: { input, sessionId: store.state.sessionId, ...request },
    };
    this.#latest = { turnId, message };
    this.#sent.fire(message);
    store.dispatch({
      type: "turnStarted",
      turnId,
      input,
      attachments: files,
      model,
      unsent: isPrepared(outgoing),
      at: deps.clock.now(),
    });
    return runner.run(instance, (signal) => this.#signals(outgoing, signal));
  }

  /** Sends a failed turn's message as a new turn, in its place if the server never took it. */
  async sendAgain(turn: FailedTurn, instance: InstanceRef, options?: SendOptions): Promise<void> {
    const { store } = this.#ports;
    const message = this.#messageOf(turn);
    if (!message || store.state.active) return;
    if (turn.responseId === undefined) store.dispatch({ type: "turnRemoved", turnId: turn.id });
    await this.send(message, instance, options);
  }

  /** Looks for a message that may have arrived, and shows its turn where it is found. Sends nothing. */
  lookFor(turn: KnownTurn, instance: InstanceRef, knownUserMessages?: number): Promise<Turn | undefined> {
    const { deps, dials, runner, store } = this.#ports;
    const { id, input, attachments, model, startedAt: sentAt = 0 } = turn;
    const message = this.#messageOf(turn);
    if (input === undefined || !message || store.state.active) return Promise.resolve(undefined);
    store.dispatch({ type: "turnRemoved", turnId: id });
    const { sessionId } = store.state;
    const known = knownUserMessages ?? acceptedMessages(store.state);
    const lost: LostTurn = {
      input,
      sessionId,
      agent: dials().agent,
      sentAt,
      knownUserMessages: known,
      earlierTurns: earlierTurns(store.state),
    };
    this.#sent.fire(message);
    store.dispatch({ type: "turnStarted", turnId: id, input, attachments, model, at: sentAt });
    return runner.run(instance, (signal) => deps.client.recoverTurn(instance, lost, { signal }));
  }

  /** Puts a message that was not sent where it was typed. */
  giveBack(message: Message): void {
    this.#returned.fire(message);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async *#signals(outgoing: Outgoing, signal: AbortSignal): AsyncGenerator<TurnSignal, void> {
    const { deps, runner, store } = this.#ports;
    const { turnId, files, instance, unread, before, awaits } = outgoing;
    if (awaits) await this.#awaitInstance(outgoing, signal);
    // Without any of these the request goes out before anything else can happen.
    if (unread) await unread(signal);
    if (before) await before(signal);
    const paths = files.length > 0 ? await this.#upload(outgoing, signal) : [];
    if (isPrepared(outgoing)) await this.#aboutToSend(turnId, signal);
    for (let refusals = 1; ; refusals += 1) {
      runner.throwIfStopped();
      try {
        return yield* this.#request(outgoing, paths, signal);
      } catch (error) {
        if (paths.length > 0 && isAboutFiles(error)) deps.uploads.forget(instance, paths);
        const isTaken = store.state.active?.responseId !== undefined;
        if (isTaken || !isRefusedAsleep(error) || refusals > maxRefusals) throw error;
      }
      runner.throwIfStopped();
      await this.#awaitInstance(outgoing, signal);
      await this.#aboutToSend(turnId, signal);
    }
  }

  /** One request. While it is held, it is looked whether the instance sleeps. */
  async *#request(
    { turnId, instance, request }: Outgoing,
    paths: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<TurnSignal, void> {
    const { deps, runner, store } = this.#ports;
    const { settled } = store.state;
    const sent = new AbortController();
    if (capabilities[instance.dialect].autoSleep) {
      this.#lookWhileHeld(turnId, instance, sent.signal).catch(() => undefined);
    }
    try {
      yield* deps.client.runTurn(
        instance,
        { ...request, ...(paths.length > 0 && { files: paths }) },
        {
          signal,
          knownUserMessages: acceptedMessages({ settled }),
          earlierTurns: earlierTurns({ settled }),
          waitForRetry: (wait, waitSignal) => runner.waitForRetry(wait, waitSignal),
        },
      );
    } finally {
      sent.abort();
    }
  }

  async #lookWhileHeld(turnId: string, { id }: InstanceRef, signal: AbortSignal): Promise<void> {
    const { deps, store } = this.#ports;
    const { clock, computers } = deps;
    await clock.sleep(heldMs, signal);
    const { active } = store.state;
    if (active?.id !== turnId || active.phase.kind !== "sending") return;
    await computers.refresh();
    const instance = computers.find(id);
    if (!signal.aborted && isAsleep(instance))
      store.dispatch({ type: "instanceAsleep", turnId, name: instance.name?.trim() || id });
  }

  #awaitInstance({ turnId, instance }: Outgoing, signal: AbortSignal): Promise<void> {
    const { deps, store } = this.#ports;
    return awaitInstance(deps, instance, signal, (step, name) => {
      if (!signal.aborted) store.dispatch({ type: "instanceAwaited", turnId, step, name });
    });
  }

  /** A later window must know that the message may have arrived before it can have. */
  async #aboutToSend(turnId: string, signal: AbortSignal): Promise<void> {
    const { saved, store } = this.#ports;
    signal.throwIfAborted();
    store.dispatch({ type: "requestSent", turnId });
    await saved();
    signal.throwIfAborted();
  }

  #upload({ turnId, files, instance }: Outgoing, signal: AbortSignal): Promise<readonly string[]> {
    const { deps, store } = this.#ports;
    return deps.uploads.upload(files, instance, {
      signal,
      onProgress: (progress) => store.dispatch({ type: "uploadProgressed", turnId, progress }),
    });
  }

  /** Nothing is lost: a message that the server did not take goes back to where it was typed. */
  #returnUnlessTaken(turn: Turn): void {
    const isTaken = turn.responseId !== undefined || turn.phase.kind === "completed";
    const message = isTaken ? undefined : this.#messageOf(turn);
    if (message) this.#returned.fire(message);
  }

  #messageOf(turn: KnownTurn): Message | undefined {
    return this.#latest?.turnId === turn.id ? this.#latest.message : messageOf(turn);
  }
}

interface Outgoing {
  readonly turnId: string;
  readonly request: TurnRequest;
  readonly files: readonly FileAttachment[];
  readonly instance: InstanceRef;
  /** Comes first, and before that the wait for the instance. */
  readonly unread: Before | undefined;
  readonly before: Before | undefined;
  /** It waits for its instance first. */
  readonly awaits: boolean;
}

/** Whether something comes before the request. */
function isPrepared({ unread, before, awaits, files }: Outgoing): boolean {
  return unread !== undefined || before !== undefined || awaits || files.length > 0;
}

/** The instance does not have a file that it was told of. */
function isAboutFiles(error: unknown): boolean {
  return (
    error instanceof Agent37Error && error.code === "validation_error" && /^files\b/.test(error.param ?? "")
  );
}
