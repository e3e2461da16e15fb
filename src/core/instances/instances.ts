import type { Agent37Client } from "../../api/client.ts";
import { Agent37Error, asAgent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import type { CreateInstanceRequest, Instance, InstanceRef } from "../../api/wire.ts";
import { type Clock, isAbortError } from "../../common/clock.ts";
import { type Disposable, DisposableStore, toDisposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import type { Logger } from "../../common/logger.ts";
import { gatewayId, gatewayRef, readGateway } from "./gatewayRow.ts";
import { type InstancesState, isTransitional, unreadInstance } from "./instanceState.ts";
import { nextPollMs } from "./pollPlan.ts";
import { Selection } from "./selection.ts";
import { waitUntilReady, type WaitOptions } from "./waitUntilReady.ts";

export type InstancesClient = Pick<
  Agent37Client,
  | "listInstances"
  | "getInstance"
  | "createInstance"
  | "deleteInstance"
  | "startInstance"
  | "stopInstance"
  | "restartInstance"
  | "resizeInstance"
  | "getHealth"
>;

export interface InstancesDeps {
  readonly client: InstancesClient;
  readonly hasKey: () => Promise<boolean>;
  /** Another key, another server or no key. */
  readonly onDidChangeAccount: Event<unknown>;
  /** The setting `agent37.gatewayUrl`. */
  readonly gatewayUrl: () => string;
  readonly onDidChangeGatewayUrl: Event<unknown>;
  readonly windowFocus: { readonly focused: boolean; readonly onDidChange: Event<boolean> };
  /** Records of this window, and records of all windows. */
  readonly windowStore: KeyValueStore;
  readonly globalStore: KeyValueStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a change is looked out for after an action that the server has accepted. */
const settleMs = 20_000;
/** A transition that lasts longer is not watched closely any more. */
const longTransitionMs = 600_000;

/** The instances of the account and the gateway of the user: list, selection, polling, lifecycle. */
export class Instances implements Disposable {
  readonly #deps: InstancesDeps;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  readonly #selected = this.#disposables.add(new Emitter<InstanceRef>());
  readonly #selection: Selection;
  /** Instances that a call did not find, although a list may still have them. */
  readonly #missing = new Set<string>();
  #state: InstancesState = { kind: "loading" };
  #list: readonly Instance[] = [];
  #timer = new AbortController();
  #read: { readonly done: Promise<void>; readonly abort: AbortController } | undefined;
  #hasKey = false;
  #refused = false;
  #failures = 0;
  #readAt: number | undefined;
  #watchUntil = 0;
  #transitionSince: number | undefined;

  /** State, list or selection has changed. */
  readonly onDidChange: Event<void> = this.#changed.event;
  /** The user has chosen an instance, as opposed to one that was taken or dropped by itself. */
  readonly onDidSelect: Event<InstanceRef> = this.#selected.event;

  constructor(deps: InstancesDeps) {
    this.#deps = deps;
    this.#selection = new Selection(deps.windowStore, deps.globalStore);
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

  /** Reads the list for the first time, and then by itself while the window has the focus. */
  start(): Promise<void> {
    return this.refresh();
  }

  get state(): InstancesState {
    return this.#state;
  }

  /** Newest first as the server lists them; the gateway is the last row. */
  get list(): readonly Instance[] {
    return this.#list;
  }

  /** The selected instance; its status is `unknown` with an empty `statusText` until it was read. */
  get selected(): Instance | undefined {
    const record = this.#selection.record;
    return record && (this.find(record.id) ?? unreadInstance(record, record.name));
  }

  /** Whether the list is being read. */
  get isReading(): boolean {
    return this.#read !== undefined;
  }

  find(id: string): Instance | undefined {
    return this.#list.find((instance) => instance.id === id);
  }

  async select(instance: InstanceRef & Pick<Instance, "name">): Promise<void> {
    await this.#selection.set(instance);
    this.#changed.fire();
    this.#selected.fire(instance);
  }

  /** The server says that this instance does not exist: it is not selected any more, nor by itself again. */
  async drop(id: string): Promise<void> {
    this.#missing.add(id);
    if (this.#selection.record?.id === id) {
      this.#deps.logger.info("The selected instance does not exist.", { id });
      await this.#selection.drop();
      this.#changed.fire();
    }
    await this.refresh();
  }

  /** Reads the list now. Never rejects: what went wrong is in `state`. Calls during a read share it. */
  refresh(): Promise<void> {
    if (!this.#read) {
      const abort = new AbortController();
      const done = this.#readList(abort.signal).finally(() => {
        if (this.#read?.abort !== abort) return;
        this.#read = undefined;
        this.#changed.fire();
        this.#schedule();
      });
      this.#read = { done, abort };
    }
    return this.#read.done;
  }

  waitUntilReady(ref: InstanceRef, options?: WaitOptions): Promise<void> {
    return waitUntilReady(this.#deps.client, this.#deps.clock, ref, options);
  }

  startInstance(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(() => this.#deps.client.startInstance(ref, { signal }));
  }

  stopInstance(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(() => this.#deps.client.stopInstance(ref, { signal }));
  }

  restartInstance(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(() => this.#deps.client.restartInstance(ref, { signal }));
  }

  resizeInstance(ref: InstanceRef, vcpu: number, signal?: AbortSignal): Promise<void> {
    return this.#act(() => this.#deps.client.resizeInstance(ref, { vcpu }, { signal }));
  }

  createInstance(request: CreateInstanceRequest, signal?: AbortSignal): Promise<Instance> {
    return this.#act(() => this.#deps.client.createInstance(request, { signal }));
  }

  deleteInstance(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(() => this.#deps.client.deleteInstance(ref, { signal }));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Runs an action and looks closely afterwards, also when it failed: it may have been carried out. */
  async #act<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } finally {
      this.#watchUntil = this.#deps.clock.now() + settleMs;
      // A read that is under way may show the state before the action.
      await this.#read?.done;
      await this.refresh();
    }
  }

  /** Forgets what was read for another account and reads again. The selection stays until a list lacks it. */
  #startOver(): void {
    this.#read?.abort.abort();
    this.#read = undefined;
    this.#refused = false;
    this.#failures = 0;
    this.#list = [];
    this.#state = { kind: "loading" };
    this.#changed.fire();
    void this.refresh();
  }

  async #readList(signal: AbortSignal): Promise<void> {
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
        this.#list = [...this.#list.filter(({ id }) => id !== gatewayId), ...gatewayRows];
      } else {
        this.#failures = 0;
        this.#refused = false;
        this.#list = [...own.filter(({ status }) => status !== "deleted"), ...gatewayRows];
        this.#state = { kind: hasKey ? "ready" : "noKey" };
        await this.#adjustSelection(hasKey);
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

  /** Called with a list that was read: drops a selection that is gone, takes the only instance that runs. */
  async #adjustSelection(hasKey: boolean): Promise<void> {
    const record = this.#selection.record;
    const vouched = hasKey || record?.dialect === "gateway";
    if (record && vouched && !this.find(record.id)) {
      this.#deps.logger.info("The selected instance is gone.", { id: record.id });
      await this.#selection.drop();
    }
    const current = this.selected;
    // Follows a renamed instance, and a gateway whose URL was changed.
    const isMoved = current?.agentUrl !== record?.agentUrl || current?.apiOrigin !== record?.apiOrigin;
    if (current && record && (current.name !== record.name || isMoved)) await this.#selection.set(current);
    if (current) return;
    const [only, ...others] = this.#list.filter(
      ({ id, status }) => status === "running" && !this.#missing.has(id),
    );
    if (only && others.length === 0) await this.#selection.set(only);
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
    if (!this.#list.some(({ status }) => isTransitional(status))) this.#transitionSince = undefined;
    else this.#transitionSince ??= now;
    const watched = this.#transitionSince !== undefined && now - this.#transitionSince < longTransitionMs;
    return watched || now < this.#watchUntil;
  }
}
