import type { Agent37Client } from "../../api/client.ts";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import type {
  Backup,
  ForkRequest,
  Instance,
  InstancePatch,
  InstanceRef,
  ResizeRequest,
} from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Creation } from "./creation.ts";

export type ActionsClient = Pick<
  Agent37Client,
  | "listInstances"
  | "createInstance"
  | "patchInstance"
  | "deleteInstance"
  | "undeleteInstance"
  | "startInstance"
  | "stopInstance"
  | "restartInstance"
  | "updateInstance"
  | "resizeInstance"
  | "forkInstance"
  | "listBackups"
  | "createBackup"
  | "restoreBackup"
>;

/** The list that shows what has become of an action. */
interface ActedOn {
  watch(): void;
  refreshAfterChange(): Promise<void>;
}

interface Running {
  /** What is done, with its arguments: the same again is one and the same action. */
  readonly what: string;
  readonly done: Promise<unknown>;
}

/**
 * What is done to instances: one action on each at a time. The same one again shares the first one's outcome, so that a
 * double click does nothing twice; another one meanwhile is refused with `try_again`. The list is read after each, also
 * after one that failed: it may have been carried out.
 */
export class InstanceActions {
  readonly #client: ActionsClient;
  readonly #clock: Clock;
  readonly #list: ActedOn;
  readonly #changed = new Emitter<void>();
  readonly #running = new Map<string, Running>();

  /** An action has begun or ended. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(client: ActionsClient, clock: Clock, list: ActedOn) {
    this.#client = client;
    this.#clock = clock;
    this.#list = list;
  }

  /** Whether something is being done to the instance that its status does not show yet. */
  isBusy(id: string): boolean {
    return this.#running.has(id);
  }

  start(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(ref, "start", () => this.#client.startInstance(ref, { signal }));
  }

  stop(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(ref, "stop", () => this.#client.stopInstance(ref, { signal }));
  }

  restart(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(ref, "restart", () => this.#client.restartInstance(ref, { signal }));
  }

  /** Moves the instance to the newest version of its template. */
  update(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(ref, "update", () => this.#client.updateInstance(ref, { signal }));
  }

  resize(ref: InstanceRef, shape: ResizeRequest, signal?: AbortSignal): Promise<void> {
    const what = `resize ${JSON.stringify(shape)}`;
    return this.#act(ref, what, () => this.#client.resizeInstance(ref, shape, { signal }));
  }

  /** Changes the name or how the instance falls asleep. */
  patch(ref: InstanceRef, patch: InstancePatch, signal?: AbortSignal): Promise<Instance> {
    const what = `patch ${JSON.stringify(patch)}`;
    return this.#act(ref, what, () => this.#client.patchInstance(ref, patch, { signal }));
  }

  delete(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(ref, "delete", () => this.#client.deleteInstance(ref, { signal }));
  }

  /** Brings an archived instance back. */
  undelete(ref: InstanceRef, signal?: AbortSignal): Promise<void> {
    return this.#act(ref, "undelete", () => this.#client.undeleteInstance(ref, { signal }));
  }

  /** Gives the copy, which may still be on its way. */
  fork(ref: InstanceRef, request: ForkRequest, signal?: AbortSignal): Promise<Instance> {
    const what = `fork ${JSON.stringify(request)}`;
    return this.#act(ref, what, () => this.#client.forkInstance(ref, request, { signal }));
  }

  /** Aborting ends the wait; the server makes the backup all the same. */
  backUp(ref: InstanceRef, signal?: AbortSignal): Promise<Backup> {
    return this.#act(ref, "backUp", () => this.#client.createBackup(ref, { signal }));
  }

  restore(ref: InstanceRef, backupId: string, signal?: AbortSignal): Promise<void> {
    const what = `restore ${backupId}`;
    return this.#act(ref, what, () => this.#client.restoreBackup(ref, backupId, { signal }));
  }

  /** A mere look, which no other action has to wait for. */
  listBackups(ref: InstanceRef, signal?: AbortSignal): Promise<readonly Backup[]> {
    return this.#client.listBackups(ref, { signal });
  }

  /** Creates what was asked for. Calls for the same creation while it is under way share it. */
  create(creation: Creation): Promise<Instance> {
    return this.#act({ id: creation.id }, "create", () => creation.run(this.#client, this.#clock));
  }

  #act<T>({ id }: Pick<InstanceRef, "id">, what: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(id);
    // The same words stand for the same call, so its outcome has the same type.
    if (running?.what === what) return running.done as Promise<T>;
    if (running) return Promise.reject(busy());
    const done = this.#settle(id, work);
    this.#running.set(id, { what, done });
    this.#changed.fire();
    return done;
  }

  async #settle<T>(id: string, work: () => Promise<T>): Promise<T> {
    // Some calls end only when all is done; the status tells meanwhile how far it is.
    this.#list.watch();
    try {
      return await work();
    } finally {
      await this.#list.refreshAfterChange();
      this.#running.delete(id);
      this.#changed.fire();
    }
  }
}

function busy(): Agent37Error {
  return new Agent37Error({
    code: "try_again",
    message: "Another action on this instance has not ended yet.",
    plane: "local",
  });
}
