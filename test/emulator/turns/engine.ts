import { setImmediate as nextTick } from "node:timers/promises";
import { attachmentsOf } from "../agent/attachments.ts";
import { scriptFor } from "../agent/commands.ts";
import { randomFor } from "../agent/random.ts";
import type { Script, Step } from "../agent/script.ts";
import { errorEntry } from "../errors/errorTable.ts";
import { ApiError } from "../errors/apiError.ts";
import { hex } from "../state/ids.ts";
import type { Instance } from "../state/instance.ts";
import { titleFor } from "../state/session.ts";
import type { Session } from "../state/session.ts";
import type { World } from "../world.ts";
import { createdEvent, stepEvent, terminalEvent } from "./turnEvents.ts";
import { account, emptyPocket, spend } from "./spending.ts";
import { frameOf } from "./turn.ts";
import type { Turn, TurnError, TurnEvent, TurnRequest } from "./turn.ts";

/** An error as a failed turn carries it, with the documented message and hint unless given. */
export function turnError(code: string, given: Partial<TurnError> = {}): TurnError {
  const entry = errorEntry(code);
  return {
    code,
    message: entry?.message ?? "Something the client has never heard of.",
    ...(entry?.hint !== undefined && { hint: entry.hint }),
    ...given,
  };
}

/** Epoch milliseconds with their fractions. */
function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

/** Runs the agent: one turn per session, events buffered and passed on to every reader. */
export class TurnEngine {
  readonly #world: World;
  #turns = new Map<string, Turn>();

  constructor(world: World) {
    this.#world = world;
  }

  list(): Turn[] {
    return [...this.#turns.values()];
  }

  get(id: string): Turn | undefined {
    return this.#turns.get(id);
  }

  clear(): void {
    for (const turn of this.#turns.values()) this.#abandon(turn);
    this.#turns.clear();
  }

  /** Accepts a turn, or throws `session_busy`. The agent's work begins in the next turn of the event loop. */
  start(instance: Instance, request: TurnRequest): Turn {
    const world = this.#world;
    const session = this.#session(instance, request);
    const running = session.activeTurnId;
    if (running !== null && !world.mutations.has("busyWithoutLock")) {
      throw new ApiError("session_busy", {
        hint: "Reattach to it, cancel it, or use another session.",
        ...(instance.dialect !== "unified" &&
          world.settings.gatewayVersion !== "T1" && {
            responseId: world.mutations.has("wrongBusyId") ? hex(16) : running,
          }),
      });
    }
    const turn = this.#record(instance, session, request);
    session.activeTurnId = turn.id;
    session.lastActiveAt = turn.createdAt;
    session.model = request.model ?? session.model;
    session.provider = request.provider ?? session.provider;
    this.#emit(turn, createdEvent(turn));
    const script = scriptFor({
      input: turn.input,
      random: randomFor(turn.input),
      attachments: () => attachmentsOf(world, instance, turn),
    });
    turn.firstReader = script.firstReader ?? null;
    this.#run(turn, instance, session, script).catch((error: unknown) => {
      this.#finish(turn, "failed", turnError("agent_error", { message: String(error) }));
    });
    return turn;
  }

  /** Asks a turn to stop; a finished one stays as it is. */
  cancel(turn: Turn): void {
    if (turn.status !== "in_progress" || turn.cancelling || this.#world.mutations.has("cancelIgnored"))
      return;
    turn.cancelling = true;
    const stop = () => this.#finish(turn, "cancelled", null);
    if (turn.dialect === "unified") stop();
    else this.#world.clock.setTimeout(stop, this.#world.settings.cancelMs);
  }

  /** Ends a turn as cancelled before the agent did anything. */
  cancelNow(turn: Turn): void {
    this.#finish(turn, "cancelled", null);
  }

  /** The instance went down: running turns end without a word, and a gateway forgets its records. */
  killAll(instance: Instance): void {
    for (const turn of this.#turns.values()) {
      if (turn.instanceId !== instance.id) continue;
      if (instance.dialect === "unified") {
        if (turn.status === "in_progress") this.#finish(turn, "failed", turnError("instance_not_running"));
        continue;
      }
      if (turn.status === "in_progress") this.#abandon(turn);
      turn.forgotten = true;
    }
  }

  #abandon(turn: Turn): void {
    if (turn.status === "in_progress") {
      turn.status = "failed";
      turn.error = turnError("agent_unavailable");
      turn.finishedAt = this.#world.clock.now();
      this.#release(turn);
      turn.release?.();
      turn.markDone();
    }
    for (const reader of turn.readers) reader.abort();
    turn.readers.clear();
  }

  #session(instance: Instance, { sessionId, agent }: TurnRequest): Session {
    const { sessions, clock } = this.#world;
    const found =
      sessionId === null ? undefined : sessions.find({ id: sessionId, instanceId: instance.id, agent });
    return found ?? sessions.create(instance, agent, clock.now(), sessionId ?? undefined);
  }

  #record(instance: Instance, session: Session, request: TurnRequest): Turn {
    const { settings, clock } = this.#world;
    let markDone = () => {};
    const done = new Promise<void>((resolve) => (markDone = resolve));
    const turn: Turn = {
      ...request,
      id: instance.dialect === "unified" ? `resp_${hex(8)}` : hex(16),
      dialect: instance.dialect,
      version: settings.gatewayVersion,
      instanceId: instance.id,
      sessionId: session.id,
      status: "in_progress",
      outputText: "",
      reasoning: "",
      usage: null,
      context: null,
      error: null,
      createdAt: clock.now(),
      finishedAt: null,
      buffer: [],
      eventCount: 0,
      readers: new Set(),
      cancelling: false,
      release: null,
      forgotten: false,
      firstReader: null,
      spentMicros: 0,
      done,
      markDone,
    };
    this.#turns.set(turn.id, turn);
    const kept = this.list().filter((other) => other.instanceId === instance.id && !other.forgotten);
    for (const old of kept.slice(0, Math.max(0, kept.length - settings.maxResponses))) old.forgotten = true;
    return turn;
  }

  async #run(turn: Turn, instance: Instance, session: Session, script: Script): Promise<void> {
    await nextTick();
    const refusal = this.#refusal(turn, instance);
    if (refusal) {
      this.#finish(turn, "failed", refusal);
      return;
    }
    if (turn.version !== "T3" && emptyPocket(this.#world, instance) !== null) {
      script = { steps: [{ kind: "text", text: "I cannot go on: the budget of this agent is used up." }] };
    }
    let sinceYield = 0;
    for await (const step of script.steps) {
      const delay = step.delayMs ?? this.#world.settings.chunkDelayMs;
      if (delay > 0) await this.#world.clock.sleep(delay);
      else if ((sinceYield += 1) % 32 === 0) await nextTick();
      if (turn.status !== "in_progress") return;
      if (step.kind === "hold") {
        await new Promise<void>((resolve) => (turn.release = resolve));
        turn.release = null;
        continue;
      }
      if (this.#fails(turn) || !this.#take(turn, instance, step)) return;
    }
    if (this.#fails(turn)) return;
    account(this.#world, turn, instance, session);
    this.#finish(turn, "completed", null);
  }

  /** Why the agent cannot even begin, if so. */
  #refusal(turn: Turn, instance: Instance): TurnError | undefined {
    if (!instance.agents.includes(turn.agent)) return turnError("agent_unavailable");
    if (instance.loggedOut.includes(turn.agent)) return turnError("auth_error");
    if (turn.failure && turn.failure.afterEvent <= turn.eventCount) return turn.failure.error;
    if (instance.dialect !== "two-plane") return undefined;
    if (instance.forcedHealth === false || this.#world.clock.now() < instance.readyAt)
      return turnError("agent_unavailable");
    const empty = emptyPocket(this.#world, instance);
    // Older gateways say it in the answer instead.
    if (empty === null || turn.version !== "T3") return undefined;
    const text = "The workspace balance is used up.";
    return turnError("quota_exhausted", empty === "wallet" ? { message: text } : {});
  }

  #fails(turn: Turn): boolean {
    if (!turn.failure || turn.eventCount < turn.failure.afterEvent) return false;
    this.#finish(turn, "failed", turn.failure.error);
    return true;
  }

  /** Does one step; false ends the turn. */
  #take(turn: Turn, instance: Instance, step: Step): boolean {
    if (step.kind === "text") {
      turn.outputText += step.text;
      if (step.probe !== undefined) this.#world.probes.push({ number: step.probe, at: wallClock() });
    }
    if (step.kind === "reasoning") turn.reasoning += step.text;
    if (step.kind === "fail") {
      this.#finish(turn, "failed", turnError(step.code));
      return false;
    }
    if (step.kind === "spend" && !spend(this.#world, turn, instance, Math.round(step.usd * 1_000_000))) {
      const code =
        instance.dialect !== "unified"
          ? "quota_exhausted"
          : this.#world.walletMicros <= 0
            ? "insufficient_balance"
            : "instance_cap_reached";
      this.#finish(turn, "failed", turnError(code));
      return false;
    }
    const event = stepEvent(turn, step);
    if (event) this.#emit(turn, event);
    return true;
  }

  #finish(turn: Turn, status: "completed" | "failed" | "cancelled", error: TurnError | null): void {
    if (turn.status !== "in_progress") return;
    const { clock, settings, mutations } = this.#world;
    turn.status = status;
    turn.error = error;
    turn.finishedAt = clock.now();
    if (status === "cancelled") turn.context = null;
    this.#remember(turn);
    this.#emit(turn, terminalEvent(turn, mutations.has("wrongOutputText")));
    for (const reader of turn.readers) reader.end();
    turn.readers.clear();
    turn.release?.();
    turn.markDone();
    clock.setTimeout(() => this.#release(turn), settings.lockReleaseMs);
  }

  #release(turn: Turn): void {
    const session = this.#sessionOf(turn);
    if (session?.activeTurnId === turn.id) session.activeTurnId = null;
  }

  #sessionOf({ sessionId: id, instanceId, agent }: Turn): Session | undefined {
    return this.#world.sessions.find({ id, instanceId, agent });
  }

  #remember(turn: Turn): void {
    const session = this.#sessionOf(turn);
    if (!session) return;
    const finishedAt = turn.finishedAt ?? turn.createdAt;
    session.history.push({
      role: "user",
      content: turn.historyInput ?? turn.input,
      thinking: null,
      at: turn.createdAt,
    });
    if (turn.outputText || turn.reasoning) {
      session.history.push({
        role: "assistant",
        content: turn.outputText,
        thinking: turn.reasoning || null,
        at: finishedAt,
      });
    }
    session.lastActiveAt = finishedAt;
    if (session.title === null) {
      const others = this.#world.sessions.list(session.instanceId).map(({ title }) => title);
      session.title = titleFor(turn.input, others);
    }
  }

  #emit(turn: Turn, event: TurnEvent): void {
    turn.eventCount += 1;
    if (turn.buffer.length < this.#world.settings.bufferCap) turn.buffer.push(event);
    const frame = frameOf(event);
    for (const reader of turn.readers) reader.event(frame);
  }
}
