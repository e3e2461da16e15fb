import type { Agent37Client } from "../../api/client.ts";
import type { Instance, InstanceRef } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import { InstanceActions, type ActionsClient } from "./instanceActions.ts";
import { InstanceList, type InstanceListDeps } from "./instanceList.ts";
import { type InstancesState, unreadInstance } from "./instanceState.ts";
import { Selection } from "./selection.ts";
import { waitUntilReady, type WaitOptions } from "./waitUntilReady.ts";

export type InstancesClient = ActionsClient & Pick<Agent37Client, "getInstance" | "getHealth">;

export interface InstancesDeps extends InstanceListDeps {
  readonly client: InstancesClient;
  /** Records of this window, and records of all windows. */
  readonly windowStore: KeyValueStore;
  readonly globalStore: KeyValueStore;
}

/** The instances of the account and the gateway of the user: the list, the window's choice, and what is done to them. */
export class Instances implements Disposable {
  readonly #deps: InstancesDeps;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  readonly #selected = this.#disposables.add(new Emitter<InstanceRef>());
  readonly #selection: Selection;
  readonly #list: InstanceList;
  /** Instances that a call did not find, although a list may still have them. */
  readonly #missing = new Set<string>();

  /** State, list, selection or what is being done has changed. */
  readonly onDidChange: Event<void> = this.#changed.event;
  /** The user has chosen an instance, as opposed to one that was taken or dropped by itself. */
  readonly onDidSelect: Event<InstanceRef> = this.#selected.event;
  readonly actions: InstanceActions;

  constructor(deps: InstancesDeps) {
    this.#deps = deps;
    this.#selection = new Selection(deps.windowStore, deps.globalStore);
    this.#list = this.#disposables.add(new InstanceList(deps, (hasKey) => this.#adjustSelection(hasKey)));
    this.actions = new InstanceActions(deps.client, deps.clock, this.#list);
    this.#disposables.add(this.#list.onDidChange(() => this.#changed.fire()));
    this.#disposables.add(this.actions.onDidChange(() => this.#changed.fire()));
  }

  /** Reads the list for the first time, and then by itself while the window has the focus. */
  start(): Promise<void> {
    return this.refresh();
  }

  get state(): InstancesState {
    return this.#list.state;
  }

  /** Newest first as the server lists them; the gateway is the last row. */
  get list(): readonly Instance[] {
    return this.#list.rows;
  }

  /** The selected instance; its status is `unknown` with an empty `statusText` until it was read. */
  get selected(): Instance | undefined {
    const record = this.#selection.record;
    return record && (this.find(record.id) ?? unreadInstance(record, record.name));
  }

  /** Whether the list is being read. */
  get isReading(): boolean {
    return this.#list.isReading;
  }

  /** When the list was read last (ms of the clock), whatever came of it. */
  get readAt(): number | undefined {
    return this.#list.readAt;
  }

  find(id: string): Instance | undefined {
    return this.#list.find(id);
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
    return this.#list.refresh();
  }

  waitUntilReady(ref: InstanceRef, options?: WaitOptions): Promise<void> {
    return waitUntilReady(this.#deps.client, this.#deps.clock, ref, options);
  }

  dispose(): void {
    this.#disposables.dispose();
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
    const [only, ...others] = this.list.filter(
      ({ id, status }) => status === "running" && !this.#missing.has(id),
    );
    if (only && others.length === 0) await this.#selection.set(only);
  }
}
