import { onTestFinished, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { Instances, type InstancesClient } from "../../../../src/core/instances/instances.ts";
import { unreadInstance } from "../../../../src/core/instances/instanceState.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

/** An instance of the two-plane API. */
export function instance(id: string, fields: Partial<Instance> = {}): Instance {
  const agentUrl = `https://${id}.agent37.app`;
  const status = fields.status ?? "running";
  return {
    ...unreadInstance({ id, dialect: "two-plane", agentUrl }, undefined),
    statusText: status,
    ...fields,
    status,
  };
}

export const refusal = new Agent37Error({ code: "invalid_api_key", message: "Revoked.", plane: "hosting" });
export const outage = new Agent37Error({ code: "connection_refused", message: "Nobody.", plane: "local" });

type Mocked<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? ReturnType<typeof vi.fn<(...args: A) => R>>
    : never;
};

/** A window whose server lists what `rows` holds. */
export class TestWindow {
  rows: readonly Instance[] = [];
  hasKey = true;
  gatewayUrl = "";
  readonly clock = new FakeClock(-1);
  readonly windowStore = new MemoryStore();
  readonly globalStore: MemoryStore;
  readonly account = new Emitter<void>();
  readonly gateway = new Emitter<void>();
  readonly focus = { focused: true, changed: new Emitter<boolean>() };
  readonly client: Mocked<InstancesClient> = {
    listInstances: vi.fn<InstancesClient["listInstances"]>(async () => this.rows),
    getInstance: vi.fn<InstancesClient["getInstance"]>(async ({ id }) => {
      const found = this.rows.find((row) => row.id === id);
      if (!found) throw new Agent37Error({ code: "not_found", message: "No such id.", plane: "hosting" });
      return found;
    }),
    createInstance: vi.fn<InstancesClient["createInstance"]>(async () => {
      const created = instance("created");
      this.rows = [created, ...this.rows];
      return created;
    }),
    deleteInstance: vi.fn<InstancesClient["deleteInstance"]>(async ({ id }) => {
      this.rows = this.rows.filter((row) => row.id !== id);
    }),
    patchInstance: vi.fn<InstancesClient["patchInstance"]>(async ({ id }) => instance(id)),
    undeleteInstance: vi.fn<InstancesClient["undeleteInstance"]>(async ({ id }) => {
      this.rows = [instance(id), ...this.rows];
    }),
    updateInstance: vi.fn<InstancesClient["updateInstance"]>(async () => {}),
    forkInstance: vi.fn<InstancesClient["forkInstance"]>(async () => {
      const copy = instance("copy", { status: "provisioning" });
      this.rows = [copy, ...this.rows];
      return copy;
    }),
    listBackups: vi.fn<InstancesClient["listBackups"]>(async () => []),
    createBackup: vi.fn<InstancesClient["createBackup"]>(async () => ({ id: "b", kind: "manual" })),
    restoreBackup: vi.fn<InstancesClient["restoreBackup"]>(async () => {}),
    startInstance: vi.fn<InstancesClient["startInstance"]>(async () => {}),
    stopInstance: vi.fn<InstancesClient["stopInstance"]>(async () => {}),
    restartInstance: vi.fn<InstancesClient["restartInstance"]>(async () => {}),
    resizeInstance: vi.fn<InstancesClient["resizeInstance"]>(async () => {}),
    getHealth: vi.fn<InstancesClient["getHealth"]>(async () => ({ healthy: true, agent: "hermes" })),
  };

  constructor(globalStore = new MemoryStore()) {
    this.globalStore = globalStore;
  }

  /** The window's instances, as after a start or a reload of the window. */
  open(): Instances {
    const instances = new Instances({
      client: this.client,
      hasKey: async () => this.hasKey,
      onDidChangeAccount: this.account.event,
      gatewayUrl: () => this.gatewayUrl,
      onDidChangeGatewayUrl: this.gateway.event,
      windowFocus: {
        get focused() {
          return focus.focused;
        },
        onDidChange: this.focus.changed.event,
      },
      windowStore: this.windowStore,
      globalStore: this.globalStore,
      clock: this.clock,
      logger: silentLogger,
    });
    const { focus } = this;
    onTestFinished(() => instances.dispose());
    return instances;
  }

  setFocus(focused: boolean): void {
    this.focus.focused = focused;
    this.focus.changed.fire(focused);
  }

  /** How often the list was read. */
  get reads(): number {
    return this.client.listInstances.mock.calls.length;
  }
}
