import { localError } from "../../api/errors/localError.ts";
import type { InstanceRef } from "../../api/wire.ts";
import type { ChatDependencies, KnownTurn } from "./chatTypes.ts";
import type { ConversationStore } from "./conversationStore.ts";
import { acceptedMessages, type FailedTurn, type Turn } from "./state.ts";
import type { TurnRunner } from "./turnRunner.ts";

export interface FollowerPorts {
  readonly deps: Pick<ChatDependencies, "client" | "newId" | "records" | "traces">;
  readonly store: ConversationStore;
  readonly runner: TurnRunner;
  /** The harness that the session is of. */
  readonly agent: () => string | undefined;
}

/** Shows what the server has of a session: its history and the turn that runs on it. Sends no message. */
export class Follower {
  readonly #ports: FollowerPorts;
  #catchingUp = 0;

  constructor(ports: FollowerPorts) {
    this.#ports = ports;
  }

  /** A turn that was started elsewhere is shown, and its message is about to be read. */
  get isCatchingUp(): boolean {
    return this.#catchingUp > 0;
  }

  /** Follows a turn that the server has taken to its end. */
  follow(instance: InstanceRef, turn: KnownTurn, responseId: string): Promise<Turn | undefined> {
    const { deps, runner, store } = this.#ports;
    const { id, input, startedAt } = turn;
    const { sessionId, settled } = store.state;
    const knownUserMessages = acceptedMessages({ settled: settled.filter((other) => other.id !== id) });
    const { attachments, model, cancelRequested } = turn;
    const about = { input, attachments, model, startedAt, cancelRequested };
    store.dispatch({ type: "turnAttached", turnId: id, responseId, ...about });
    const agent = this.#ports.agent();
    const ref = { responseId, sessionId, agent, input, sentAt: startedAt, knownUserMessages };
    return runner.run(instance, (signal) => deps.client.followTurn(instance, ref, { signal }));
  }

  /** Follows a turn that was started elsewhere: only the history knows its message, and not before it has ended. */
  async followForeign(
    instance: InstanceRef,
    sessionId: string,
    responseId: string,
    turn: KnownTurn = { id: this.#ports.deps.newId() },
  ): Promise<void> {
    this.#catchingUp += 1;
    try {
      await this.follow(instance, turn, responseId);
      if (this.#isIdle(sessionId)) await this.readHistory(instance, sessionId);
      this.#keepMessage(sessionId, turn.id);
    } finally {
      this.#catchingUp -= 1;
    }
  }

  /** Kept without its message, a turn would be taken for any other one with the same answer. */
  #keepMessage(sessionId: string, turnId: string): void {
    const { deps, store } = this.#ports;
    const turn = store.state.settled.find(({ id }) => id === turnId);
    if (turn?.input !== undefined && store.state.sessionId === sessionId)
      void deps.traces.keep(sessionId, turn);
  }

  /**
   * Reads the session again, unless another one is shown or a turn runs by then.
   * @returns the turn that runs on it, where the server tells
   */
  async readHistory(instance: InstanceRef, sessionId: string): Promise<string | undefined> {
    const { deps, store } = this.#ports;
    const [session, traced] = await Promise.all([
      deps.client.getSession(instance, sessionId, { agent: this.#ports.agent() }),
      deps.traces.load(sessionId),
    ]);
    if (!this.#isIdle(sessionId)) return undefined;
    store.dispatch({ type: "historyRead", sessionId, history: session.history, traced });
    return session.activeResponseId ?? undefined;
  }

  /**
   * The turn that runs on the session, by what the error, the server or an earlier look at the session says.
   * Undefined: none runs any more.
   */
  async runningResponse(
    instance: InstanceRef,
    turn: FailedTurn | undefined,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    if (turn?.phase.error.responseId !== undefined) return turn.phase.error.responseId;
    const { agent, deps, store } = this.#ports;
    const { sessionId } = store.state;
    if (sessionId === undefined) return undefined;
    const session = await deps.client.getSession(instance, sessionId, { signal, agent: agent() });
    if (session.activeResponseId === null) return undefined;
    const running = session.activeResponseId ?? deps.records.latestTurn(sessionId);
    if (running !== undefined) return running;
    throw localError(
      "turn_lost",
      "The turn that keeps this session busy was started elsewhere, and the server does not tell which it is.",
    );
  }

  /** Ends the turn that keeps the session busy, and waits for that. */
  async stopRunning(instance: InstanceRef, turn: FailedTurn, signal: AbortSignal): Promise<void> {
    const { agent, deps, store } = this.#ports;
    const { sessionId } = store.state;
    const responseId = await this.runningResponse(instance, turn, signal);
    if (responseId === undefined) return;
    await deps.client.cancelResponse(instance, responseId, { signal });
    // The last event of the cancelled turn is what frees the session.
    const rest = deps.client.followTurn(instance, { responseId, sessionId, agent: agent() }, { signal });
    while (!(await rest.next()).done);
  }

  #isIdle(sessionId: string): boolean {
    const { state } = this.#ports.store;
    return !state.active && state.sessionId === sessionId;
  }
}
