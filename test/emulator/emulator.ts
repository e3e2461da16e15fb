import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createControl } from "./control/createControl.ts";
import { controlHandler } from "./control/controlHttp.ts";
import type { EmulatorControl, SeedName } from "./control/controlTypes.ts";
import { createEmulatorServer } from "./http/server.ts";
import { createRouters } from "./routes.ts";
import { seedWorld } from "./state/seed.ts";
import { defaultSettings } from "./state/settings.ts";
import { World } from "./world.ts";

export type * from "./control/controlTypes.ts";
export type { MutationName } from "./state/mutations.ts";
export type { GatewayVersion, Settings } from "./state/settings.ts";

const defaultKey = "sk_live_emulator";
const walletUsd = 25;

export interface EmulatorOptions {
  /** 0 or absent: a free one. */
  port?: number;
  host?: string;
  seed?: SeedName;
  /** Where instances keep their files; absent: a temporary directory that is removed on close. */
  filesRoot?: string;
  key?: string;
  /** Absent or true: nothing is printed; false prints a line per request. */
  quiet?: boolean;
}

export interface Emulator {
  readonly url: string;
  /** Base URL of the unified dialect. */
  readonly unifiedUrl: string;
  /** Hosting plane of the two-plane dialect; its instance objects name their own URL. */
  readonly twoPlaneUrl: string;
  /** A bare gateway (agent plane) without key. */
  readonly gatewayUrl: string;
  readonly key: string;
  readonly control: EmulatorControl;
  close(): Promise<void>;
}

/** Starts an Agent37 on this machine: both dialects and a bare gateway on one port, with state of its own. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const filesRoot = options.filesRoot ?? (await mkdtemp(join(tmpdir(), "agent37-emulator-")));
  const key = options.key ?? defaultKey;
  const world = new World(filesRoot);
  const begin = async (seed: SeedName = options.seed ?? "default") => {
    for (const exchange of world.exchanges) exchange.destroy();
    world.turns.clear();
    world.clock.reset();
    world.settings = { ...defaultSettings };
    world.mutations.clear();
    world.faults.clear();
    world.log.clear();
    world.arrivals.clear();
    world.errorCommands.clear();
    world.probes.length = 0;
    world.keys.clear();
    world.keys.set(key, "valid");
    world.walletMicros = walletUsd * 1_000_000;
    await seedWorld(world, seed);
    world.startKeepalives();
  };
  const control = createControl(world, begin);
  const places = () => ({
    url: world.origin,
    unifiedUrl: `${world.origin}/unified/v1`,
    twoPlaneUrl: `${world.origin}/two-plane/v1`,
    gatewayUrl: `${world.origin}/gateway`,
    key,
  });
  const server = createEmulatorServer(world, createRouters(), controlHandler(control, places));
  if (options.quiet === false) {
    world.log.onDone = (entry) =>
      console.log(`${entry.method} ${entry.plane} ${entry.path} ${String(entry.status)}`);
  }
  await begin();
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  world.origin = `http://${host}:${String((server.address() as AddressInfo).port)}`;
  return {
    ...places(),
    control,
    close: async () => {
      for (const exchange of world.exchanges) exchange.destroy();
      world.turns.clear();
      world.clock.reset();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      if (options.filesRoot === undefined) await rm(filesRoot, { recursive: true, force: true });
    },
  };
}
