import type { Agent37Client } from "../../api/client.ts";
import { Agent37Error, asAgent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import type { Instance } from "../../api/wire.ts";
import { type Clock, isAbortError } from "../../common/clock.ts";
import { type Disposable, DisposableStore, toDisposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Logger } from "../../common/logger.ts";
import { gatewayId, gatewayRef, readGateway } from "./gatewayRow.ts";
import { type InstancesState, isTransitional } from "./instanceState.ts";
import { nextPollMs } from "./pollPlan.ts";

export interface InstanceListDeps {
  readonly client: Pick<Agent37Client, "listInstances" | "getHealth">;
  readonly hasKey: () => Promise<boolean>;
  /** Another key, another server or no key. */
  readonly onDidChangeAccount: Event<unknown>;
  /** The setting `agent37.gatewayUrl`. */
  readonly gatewayUrl: () => string;
  readonly onDidChangeGatewayUrl: Event<unknown>;
  readonly windowFocus: { readonly focused: boolean; readonly onDidChange: Event<boolean> };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a change is looked out for after an action that the server has accepted. */
const settleMs = 20_000;
/** A transition that lasts longer is not watched closely any more. */
const longTransitionMs = 600_000;

/** The rows of the account and of the user's gateway: read on demand, and by itself while the window has the focus. */
export class InstanceList implements Disposable {
  readonly #deps: InstanceListDeps;
  /** Called with each list that was read, before anybody is told of it. */
  readonly #onRead: (hasKey: boolean) => Promise<void>;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  #state: InstancesState = { kind: "loading" };
  #rows: readonly Instance[] = [];
  #timer = new AbortController();
  #read: { readonly done: Promise<void>; readonly abort: AbortController } | undefined;
  #hasKey = false;
  #refused = false;
  #failures = 0;
  #readAt: number | undefined;
  #watchUntil = 0;
  #transitionSince: number | undefined;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(deps: InstanceListDeps, onRead: (hasKey: boolean) => Promise<void>) {
    this.#deps = deps;
    this.#onRead = onRead;
    this.#disposables.add(deps.onDidChangeAccount(() => this.#startOver()));
    this.#disposables.add(deps.onDidChangeGatewayUrl(() => this.#startOver()));
    this.#disposables.add(deps.windowFocus.onDidChange(() => this.#schedule()));
    this.#disposables.add(
      toDisposable(() => {
        this.#timer.abort();
        this.#read?.abort.abort();
      }),
    );
  }

  get state(): InstancesState {
    return this.#state;
  }

  /** Newest first as the server lists them; the gateway is the last row. */
  get rows(): readonly Instance[] {
    return this.#rows;
  }

  get isReading(): boolean {
    return this.#read !== undefined;
  }

  /** When the list was read last (ms of the clock), whatever came of it. */
  get readAt(): number | undefined {
    return this.#readAt;
  }

  find(id: string): Instance | undefined {
    return this.#rows.find((instance) => instance.id === id);
  }

  /** Reads the list now. Never rejects: what went wrong is in `state`. Calls during a read share it. */
  refresh(): Promise<void> {
    if (!this.#read) {
      const abort = new AbortController();
      const done = this.#readAll(abort.signal).finally(() => {
        if (this.#read?.abort !== abort) return;
        this.#read = undefined;
        this.#changed.fire();
        this.#schedule();
      });
      this.#read = { done, abort };
    }
    return this.#read.done;
  }

  /** Something is about to change, so the list is read often for a while. */
  watch(): void {
    this.#watchUntil = this.#deps.clock.now() + settleMs;
    this.#schedule();
  }

  /** Reads the list as it is after something was done; a read that is under way may show the state before. */
  async refreshAfterChange(): Promise<void> {
    this.#watchUntil = this.#deps.clock.now() + settleMs;
    await this.#read?.done;
    await this.refresh();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Forgets what was read for another account and reads again. */
  #startOver(): void {
    this.#read?.abort.abort();
    this.#read = undefined;
    this.#refused = false;
    this.#failures = 0;
    this.#rows = [];
    this.#state = { kind: "loading" };
    this.#changed.fire();
    void this.refresh();
  }

  async #readAll(signal: AbortSignal): Promise<void> {
    try {
      const hasKey = await this.#deps.hasKey();
      const gateway = gatewayRef(this.#deps.gatewayUrl());
      const [own, gatewayRow] = await Promise.all([
        hasKey ? this.#readOwn(signal) : [],
        gateway && readGateway(this.#deps.client, gateway, signal),
      ]);
      if (signal.aborted) return;
      this.#hasKey = hasKey;
      const gatewayRows = gatewayRow ? [gatewayRow] : [];
      if (own instanceof Agent37Error) {
        this.#failed(own);
        this.#rows = [...this.#rows.filter(({ id }) => id !== gatewayId), ...gatewayRows];
      } else {
        this.#failures = 0;
        this.#refused = false;
        this.#rows = [...own.filter(({ status }) => status !== "deleted"), ...gatewayRows];
        this.#state = { kind: hasKey ? "ready" : "noKey" };
        await this.#onRead(hasKey);
      }
    } catch (error) {
      if (signal.aborted || isAbortError(error)) return;
      this.#failed(asAgent37Error(error));
    }
    this.#readAt = this.#deps.clock.now();
  }

  /** The account's instances, or why they could not be read: a gateway is shown even then. */
  async #readOwn(signal: AbortSignal): Promise<readonly Instance[] | Agent37Error> {
    try {
      return await this.#deps.client.listInstances({ signal });
    } catch (error) {
      if (error instanceof Agent37Error) return error;
      throw error;
    }
  }

  #failed(error: Agent37Error): void {
    this.#failures += 1;
    this.#refused = rowOf(error).kind === "auth";
    this.#state = { kind: "failed", error };
    this.#deps.logger.warn("The instance list could not be read.", error);
  }

  #schedule(): void {
    this.#timer.abort();
    this.#timer = new AbortController();
    if (this.#read || this.#disposables.isDisposed) return;
    const delay = nextPollMs({
      focused: this.#deps.windowFocus.focused,
      hasSource: this.#hasKey || gatewayRef(this.#deps.gatewayUrl()) !== undefined,
      refused: this.#refused,
      failures: this.#failures,
      transition: this.#inTransition(),
      ageMs: this.#readAt === undefined ? undefined : this.#deps.clock.now() - this.#readAt,
    });
    if (delay === undefined) return;
    this.#deps.clock.sleep(delay, this.#timer.signal).then(
      () => this.refresh(),
      () => undefined,
    );
  }

  #inTransition(): boolean {
    const now = this.#deps.clock.now();
    if (!this.#rows.some(({ status }) => isTransitional(status))) this.#transitionSince = undefined;
    else this.#transitionSince ??= now;
    const watched = this.#transitionSince !== undefined && now - this.#transitionSince < longTransitionMs;
    return watched || now < this.#watchUntil;
  }
}
