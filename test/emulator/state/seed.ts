import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { SeedName } from "../control/controlTypes.ts";
import { prepareHome } from "../files/paths.ts";
import type { World } from "../world.ts";
import { newInstance } from "./instance.ts";
import type { Instance } from "./instance.ts";

/** Id of the instance behind the bare gateway URL. */
export const gatewayInstanceId = "gateway";

/** Fills a world with the instances of a seed; what was there is gone. */
export async function seedWorld(world: World, name: SeedName): Promise<void> {
  world.turns.clear();
  world.sessions.clear();
  const now = world.clock.now();
  const instances = [
    newInstance(gatewayInstanceId, "gateway", now, { agents: ["hermes", "openclaw"] }),
    ...(name === "empty" ? [] : defaultInstances(now)),
  ];
  const kept = new Set(instances.map(({ id }) => id).filter((id) => world.untouched.has(id)));
  // Only what this world made: a files root given from outside may hold other things.
  for (const id of world.instances.keys()) {
    if (!kept.has(id)) await rm(join(world.filesRoot, id), { recursive: true, force: true });
  }
  world.instances.clear();
  world.templates.clear();
  world.ledger = [];
  for (const instance of instances) await addInstance(world, instance);
  if (name === "empty") return;
  world.templates.set("my-agent", {
    name: "my-agent",
    agents: ["hermes"],
    revision: 2,
    description: null,
    default_port: 3737,
    created: world.clock.seconds() - 864_000,
    updated: world.clock.seconds() - 86_400,
  });
}

/** Puts an instance into the world and makes its directories. */
export async function addInstance(world: World, instance: Instance): Promise<Instance> {
  world.instances.set(instance.id, instance);
  await prepareHome(world, instance);
  return instance;
}

function defaultInstances(now: number): Instance[] {
  const day = 86_400_000;
  const seconds = (ms: number) => Math.floor(ms / 1000);
  return [
    newInstance("inst_demo", "unified", now - day, {
      name: "Demo agent",
      user: "dev-42",
      template: "all",
      agents: ["hermes", "claude-code"],
      capMicros: 2_000_000,
      usedMicros: 120_000,
    }),
    newInstance("inst_stopped", "unified", now - 2 * day, { name: "Stopped agent", status: "stopped" }),
    newInstance("demo000001", "two-plane", now - day, {
      name: "Demo agent",
      user: "dev-42",
      metadata: { team: "tools" },
      agents: ["hermes", "openclaw"],
      capMicros: 5_000_000,
      usedMicros: 1_250_000,
      usage: { calls: 31, inputTokens: 410_000, outputTokens: 22_000, costMicros: 1_250_000 },
      backups: [
        {
          id: "0123456789abcdef0123",
          kind: "automatic",
          created: seconds(now - day / 2),
          size_bytes: 52_428_800,
        },
      ],
    }),
    newInstance("sleepy0001", "two-plane", now - 3 * day, {
      name: "Sleeping agent",
      status: "sleeping",
      autoSleep: true,
      sleptAt: now - day / 4,
      capMicros: 1_000_000,
    }),
    newInstance("stopped001", "two-plane", now - 4 * day, {
      name: "Stopped agent",
      status: "stopped",
      capMicros: 1_000_000,
    }),
    newInstance("failed0001", "two-plane", now - 5 * day, {
      name: "Broken agent",
      status: "failed",
      capMicros: 1_000_000,
      statusReason: {
        code: "provisioning_failed",
        message: "The container exited before its port opened.",
        detail: "Error: missing module\n",
        operation: "update",
        at: seconds(now - day),
      },
    }),
  ];
}
