import type { Agent37Client, RetryWait } from "../../api/client.ts";
import { type Agent37Error, asAgent37Error } from "../../api/errors/agent37Error.ts";
import { localError } from "../../api/errors/localError.ts";
import type { InstanceRef, TurnSignal } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import type { Disposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { ConversationStore } from "./conversationStore.ts";
import { RetryGate } from "./retryGate.ts";
import type { Turn } from "./state.ts";

/** The user pressed Stop before anything was sent. */
class Abandoned extends Error {
  override readonly name = "Abandoned";
}

/** The signals of one turn; ends when the turn has ended. Aborting leaves the turn running at the server. */
export type TurnSource = (signal: AbortSignal) => AsyncIterable<TurnSignal>;

/** Drives one turn at a time from its signals to its end, and carries the user's wish to stop it to the server. */
export class TurnRunner implements Disposable {
  readonly #client: Agent37Client;
  readonly #clock: Clock;
  readonly #store: ConversationStore;
  readonly #gate: RetryGate;
  readonly #cancelFailed = new Emitter<Agent37Error>();
  /** The server did not take a request to stop. */
  readonly onDidFailToCancel: Event<Agent37Error> = this.#cancelFailed.event;
  #following: AbortController | undefined;

  constructor(client: Agent37Client, clock: Clock, store: ConversationStore, maxRetryWaitMs: () => number) {
    this.#client = client;
    this.#clock = clock;
    this.#store = store;
    this.#gate = new RetryGate(clock, maxRetryWaitMs);
  }

  /** Whether a message waits to be sent again. */
  get isWaiting(): boolean {
    return this.#gate.isWaiting;
  }

  retryNow(): void {
    this.#gate.retryNow();
  }

  stopRetrying(): void {
    this.#gate.stop();
  }

  /** To be asked before anything is sent for the active turn. @throws Abandoned when the user has pressed Stop */
  throwIfStopped(): void {
    if (this.#store.state.active?.cancelRequested) throw new Abandoned();
  }

  /** For `TurnOptions.waitForRetry`: shows the wait in the conversation. */
  async waitForRetry(wait: RetryWait, signal: AbortSignal | undefined): Promise<void> {
    this.throwIfStopped();
    return this.#gate.wait(wait, signal, {
      scheduled: ({ error, attempt }, until) =>
        this.#store.dispatch({ type: "retryScheduled", error, attempt, until }),
      begun: () => this.#store.dispatch({ type: "retryBegun" }),
    });
  }

  /**
   * Follows the conversation's active turn to its end. Never rejects: a failure is an outcome of the turn.
   * @returns the turn that has ended; undefined when it is not shown any more
   */
  async run(instance: InstanceRef, source: TurnSource): Promise<Turn | undefined> {
    const turnId = this.#store.state.active?.id;
    await this.#follow(instance, turnId, source);
    return this.#store.state.settled.find(({ id }) => id === turnId);
  }

  async #follow(instance: InstanceRef, turnId: string | undefined, source: TurnSource): Promise<void> {
    const following = new AbortController();
    this.#following = following;
    // The next turn may begin before this one's connection has ended. Aborted: another session is shown, or the window
    // closes; the turn goes on, and its record leads back to it.
    const isOver = (): boolean => following.signal.aborted || this.#store.state.active?.id !== turnId;
    this.#askAgain(instance);
    try {
      for await (const signal of source(following.signal)) {
        if (isOver()) return;
        this.#take(instance, signal);
      }
      if (!isOver()) this.#fail(lostTurn());
    } catch (error) {
      if (isOver()) return;
      if (error instanceof Abandoned) this.#store.dispatch({ type: "turnAbandoned", at: this.#clock.now() });
      else this.#fail(asAgent37Error(error));
    } finally {
      if (this.#following === following) this.#following = undefined;
    }
  }

  /** Stops following without stopping the turn. */
  detach(): void {
    this.#following?.abort();
    this.#following = undefined;
  }

  /**
   * Asks the server to stop the active turn, now or as soon as its id is known; gives a waiting message up. Where the
   * server cannot be told because it has not named the turn, a second request ends the waiting on this side.
   */
  async cancel(instance: InstanceRef): Promise<void> {
    const turn = this.#store.state.active;
    if (!turn) return;
    if (this.#gate.isWaiting) {
      this.#gate.stop();
      return;
    }
    if (turn.unsent) {
      // The server knows nothing of it; what was to come before ends with it.
      this.detach();
      this.#store.dispatch({ type: "turnAbandoned", at: this.#clock.now() });
      return;
    }
    const isLookedFor = turn.responseId === undefined && turn.phase.kind === "reconnecting";
    if (isLookedFor || (turn.responseId === undefined && turn.cancelRequested)) {
      this.#giveUp();
      return;
    }
    this.#store.dispatch({ type: "cancelRequested" });
    if (turn.responseId !== undefined) await this.#requestCancel(instance, turn.responseId);
  }

  dispose(): void {
    this.detach();
    this.#cancelFailed.dispose();
  }

  #take(instance: InstanceRef, signal: TurnSignal): void {
    const turn = this.#store.state.active;
    this.#dispatch(signal);
    if (!turn?.cancelRequested || turn.responseId !== undefined) return;
    // The user pressed Stop before the turn had an id.
    if (signal.type === "created" && signal.responseId !== "") {
      void this.#requestCancel(instance, signal.responseId);
    } else if (signal.type === "reconnecting") {
      this.#giveUp();
    }
  }

  /** A turn that is followed again may have been asked to stop before, without the server having heard it. */
  #askAgain(instance: InstanceRef): void {
    const turn = this.#store.state.active;
    if (turn?.cancelRequested && turn.responseId !== undefined) {
      void this.#requestCancel(instance, turn.responseId);
    }
  }

  /** Ends a turn on this side of which it is not known whether the server has taken it. */
  #giveUp(): void {
    this.detach();
    this.#fail(
      localError(
        "turn_unconfirmed",
        "Stopped before the server had confirmed the message. The agent may be working on it.",
        // Nobody has looked, and after a stop nothing is to be sent.
        { cause: new Abandoned() },
      ),
    );
  }

  async #requestCancel(instance: InstanceRef, responseId: string): Promise<void> {
    try {
      await this.#client.cancelResponse(instance, responseId);
    } catch (error) {
      const failure = asAgent37Error(error);
      // The turn is over and forgotten: its stream or the session tells how it ended.
      if (failure.code === "response_not_found") return;
      this.#store.dispatch({ type: "cancelRefused" });
      this.#cancelFailed.fire(failure);
    }
  }

  #dispatch(signal: TurnSignal): void {
    this.#store.dispatch({ type: "signal", signal, at: this.#clock.now() });
  }

  #fail(error: Agent37Error): void {
    this.#store.dispatch({ type: "turnFailed", error, at: this.#clock.now() });
  }
}

function lostTurn(): Agent37Error {
  return localError("turn_lost", "The turn's outcome could not be read from the server.");
}
