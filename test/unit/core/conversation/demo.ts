/** An emulator with its demo agent, for chats that speak over real HTTP. */
import { type Agent37Client, createAgent37Client } from "../../../../src/api/client.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { type Clock, systemClock } from "../../../../src/common/clock.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { type Emulator, startEmulator } from "../../../emulator/emulator.ts";

export type RemoteDialect = "unified" | "two-plane";

export interface Demo {
  readonly emulator: Emulator;
  readonly client: Agent37Client;
  readonly instance: Instance;
  /** Another client of the same account. */
  connect(clock: Clock): Agent37Client;
  close(): Promise<void>;
}

/** @throws Error when the emulator has no demo instance */
export async function startDemo(dialect: RemoteDialect): Promise<Demo> {
  const emulator = await startEmulator({ quiet: true });
  await emulator.control.settings.set({ chunkDelayMs: 2 });
  const baseUrl = dialect === "unified" ? emulator.unifiedUrl : emulator.twoPlaneUrl;
  const connect = (clock: Clock): Agent37Client =>
    createAgent37Client({
      account: () => Promise.resolve({ baseUrl, key: emulator.key }),
      network: () => ({}),
      userAgent: "test",
      clock,
      logger: silentLogger,
    });
  const client = connect(systemClock);
  const instance = (await client.listInstances()).find(({ name }) => name === "Demo agent");
  if (!instance) throw new Error("The emulator has no demo instance.");
  return {
    emulator,
    client,
    instance,
    connect,
    async close() {
      await client.dispose();
      await emulator.close();
    },
  };
}
