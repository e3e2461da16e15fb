import { rm } from "node:fs/promises";
import { setImmediate as nextTick } from "node:timers/promises";
import { realPath } from "../files/paths.ts";
import { matchesPath } from "../http/pathGlob.ts";
import { hex, instanceId } from "../state/ids.ts";
import { newInstance } from "../state/instance.ts";
import type { Instance } from "../state/instance.ts";
import { isMutationName, mutations } from "../state/mutations.ts";
import { addInstance, seedWorld } from "../state/seed.ts";
import { sampleLedger } from "../state/spending.ts";
import type { World } from "../world.ts";
import type { EmulatorControl, InstancePatch, NewInstance, SeedName } from "./controlTypes.ts";
import { fileTruths, instanceTruth, responseTruth, sessionTruth } from "./truth.ts";

/** The control's calls are asynchronous because they may cross a process; here most are done at once. */
function promised<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => Promise<R> {
  return (...args) => new Promise((resolve) => resolve(run(...args)));
}

/** The control of an emulator in its own process. `begin` puts a world back to how it started. */
export function createControl(world: World, begin: (seed?: SeedName) => Promise<void>): EmulatorControl {
  return {
    reset: (options = {}) => begin(options.seed),
    seed: (name) => seedWorld(world, name),
    faults: {
      add: promised((fault) => world.faults.add(fault)),
      list: promised(() => world.faults.list()),
      clear: promised((id) => world.faults.clear(id)),
    },
    clock: {
      now: promised(() => world.clock.now()),
      advance: async (ms) => {
        await world.clock.advance(ms);
        return world.clock.now();
      },
    },
    settings: {
      get: promised(() => ({ ...world.settings })),
      set: promised((patch) => {
        Object.assign(world.settings, patch);
        if (patch.keepaliveMs !== undefined) world.startKeepalives();
        return { ...world.settings };
      }),
    },
    requests: {
      list: promised((filter) => world.log.list(filter)),
      clear: promised(() => world.log.clear()),
    },
    probes: {
      list: promised(() => [...world.probes]),
      clear: promised(() => {
        world.probes.length = 0;
      }),
    },
    connections: {
      list: promised(() =>
        [...world.exchanges].map(({ entry, streaming }) => ({
          requestId: entry.id,
          method: entry.method,
          path: entry.path,
          stream: streaming,
        })),
      ),
      drop: async (path) => {
        const hit = [...world.exchanges].filter(({ entry }) => matchesPath(entry.path, path));
        for (const exchange of hit) exchange.destroy();
        await nextTick();
        return hit.length;
      },
    },
    sessions: {
      list: promised((id) => world.sessions.list(id).map(sessionTruth)),
      get: promised((id) => {
        const session = world.sessions.find({ id });
        return session ? sessionTruth(session) : null;
      }),
    },
    responses: {
      list: promised((filter = {}) =>
        world.turns
          .list()
          .filter(
            (turn) =>
              (filter.instanceId === undefined || turn.instanceId === filter.instanceId) &&
              (filter.sessionId === undefined || turn.sessionId === filter.sessionId),
          )
          .map((turn) => responseTruth(world, turn)),
      ),
      get: promised((id) => {
        const turn = world.turns.get(id);
        return turn ? responseTruth(world, turn) : null;
      }),
      finished: async (id) => {
        const turn = world.turns.get(id);
        if (!turn) throw new Error(`No response ${id}.`);
        await turn.done;
        return responseTruth(world, turn);
      },
      release: promised((id) => {
        const held = world.turns
          .list()
          .filter((turn) => turn.release !== null && (id === undefined || turn.id === id));
        for (const turn of held) turn.release?.();
        return held.length;
      }),
    },
    files: {
      list: async (id) => fileTruths(world, mustGet(world, id)),
      remove: async (id, path) => {
        await rm(realPath(world, mustGet(world, id), path), { recursive: true });
      },
    },
    startTurn: promised(({ instanceId: id, sessionId, agent, input }) => {
      const instance = mustGet(world, id);
      const turn = world.turns.start(instance, {
        input,
        files: [],
        agent: agent ?? instance.agents[0] ?? "hermes",
        sessionId: sessionId ?? null,
        model: null,
        provider: null,
        reasoningEffort: null,
        profile: null,
        metadata: null,
        startedBy: "control",
      });
      return { responseId: turn.id, sessionId: turn.sessionId };
    }),
    mutations: {
      names: promised(() => ({ ...mutations })),
      list: promised(() => [...world.mutations]),
      add: promised((...names) => {
        for (const name of names) {
          if (!isMutationName(name)) throw new Error(`No mutation ${String(name)}.`);
          world.mutations.add(name);
        }
      }),
      clear: promised(() => world.mutations.clear()),
    },
    wallet: {
      get: promised(() => world.walletMicros / 1_000_000),
      set: promised((usd) => {
        world.walletMicros = Math.round(usd * 1_000_000);
      }),
    },
    spending: {
      list: promised(() => [...world.ledger]),
      set: promised((rows) => {
        world.ledger = [...rows];
      }),
      sample: promised((days = 30) => {
        const mine = [...world.instances.values()].filter(({ dialect }) => dialect === "two-plane");
        world.ledger = sampleLedger(
          mine.map(({ id }) => id),
          world.clock.now(),
          days,
        );
        return [...world.ledger];
      }),
    },
    keys: {
      list: promised(() => Object.fromEntries(world.keys)),
      set: promised((key, state) => {
        world.keys.set(key, state);
      }),
      remove: promised((key) => {
        world.keys.delete(key);
      }),
    },
    instances: instanceControl(world),
  };
}

function instanceControl(world: World): EmulatorControl["instances"] {
  return {
    list: promised(() => [...world.instances.values()].map((instance) => instanceTruth(world, instance))),
    get: promised((id) => {
      const instance = world.instances.get(id);
      return instance ? instanceTruth(world, instance) : null;
    }),
    set: promised((id, patch) => {
      const instance = mustGet(world, id);
      applyPatch(world, instance, patch);
      return instanceTruth(world, instance);
    }),
    create: async ({ id, dialect, ...patch }: NewInstance) => {
      const ownId = id ?? (dialect === "unified" ? `inst_${hex(6)}` : instanceId());
      const budget = { capMicros: 5_000_000 };
      const instance = await addInstance(world, newInstance(ownId, dialect, world.clock.now(), budget));
      applyPatch(world, instance, patch);
      return instanceTruth(world, instance);
    },
    remove: async (id) => {
      const instance = mustGet(world, id);
      world.turns.killAll(instance);
      world.sessions.removeOf(id);
      world.instances.delete(id);
      await rm(realPath(world, instance, "/"), { recursive: true, force: true });
    },
  };
}

function applyPatch(world: World, instance: Instance, patch: InstancePatch): void {
  const { name, status, statusReason, pastDue, healthy, agents, loggedOut, budget } = patch;
  if (name !== undefined) instance.name = name;
  if (status !== undefined && status !== instance.status) {
    if (instance.status === "running" && status !== "sleeping") world.turns.killAll(instance);
    instance.status = status;
    instance.sleptAt = status === "sleeping" ? world.clock.now() : null;
  }
  const { failsNext, user, autoSleep, logs, updateAvailable } = patch;
  if (failsNext !== undefined) instance.failsNext = failsNext;
  if (user !== undefined) instance.user = user;
  if (autoSleep !== undefined) instance.autoSleep = autoSleep;
  if (logs !== undefined) instance.logs = [...logs];
  if (updateAvailable !== undefined) instance.updateAvailable = updateAvailable;
  if (statusReason !== undefined) instance.statusReason = statusReason;
  if (pastDue !== undefined) instance.pastDue = pastDue;
  if (healthy !== undefined) instance.forcedHealth = healthy;
  if (agents !== undefined) instance.agents = [...agents];
  if (loggedOut !== undefined) instance.loggedOut = [...loggedOut];
  const micros = (usd: number) => Math.round(usd * 1_000_000);
  if (budget?.capUsd !== undefined) instance.capMicros = micros(budget.capUsd);
  if (budget?.usedUsd !== undefined) instance.usedMicros = micros(budget.usedUsd);
  if (budget?.creditUsd !== undefined) instance.creditMicros = micros(budget.creditUsd);
}

function mustGet(world: World, id: string): Instance {
  const instance = world.instances.get(id);
  if (!instance) throw new Error(`No instance ${id}.`);
  return instance;
}
