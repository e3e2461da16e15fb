import { FaultRegistry } from "./http/faultRegistry.ts";
import { RequestLog } from "./http/requestLog.ts";
import type { Exchange } from "./http/exchange.ts";
import type { KeyState, Probe, SpendRow } from "./control/controlTypes.ts";
import { Clock } from "./state/clock.ts";
import type { Instance } from "./state/instance.ts";
import type { MutationName } from "./state/mutations.ts";
import { SessionStore } from "./state/session.ts";
import { defaultSettings } from "./state/settings.ts";
import type { Settings } from "./state/settings.ts";
import { TurnEngine } from "./turns/engine.ts";
import type { TurnReader } from "./turns/turn.ts";

export interface WorkspaceTemplate {
  name: string;
  agents: string[];
  revision: number;
  description: string | null;
  default_port: number | null;
  created: number;
  updated: number;
}

/** Everything the emulator knows: one workspace with its keys, money and instances. */
export class World {
  readonly filesRoot: string;
  /** `http://host:port` once the server listens. */
  origin = "";
  readonly clock = new Clock();
  settings: Settings = { ...defaultSettings };
  readonly mutations = new Set<MutationName>();
  readonly faults = new FaultRegistry();
  readonly log = new RequestLog();
  readonly keys = new Map<string, KeyState>();
  walletMicros = 0;
  /** What was spent before, beside what turns cost now. */
  ledger: SpendRow[] = [];
  readonly instances = new Map<string, Instance>();
  readonly sessions = new SessionStore();
  readonly turns = new TurnEngine(this);
  readonly templates = new Map<string, WorkspaceTemplate>();
  readonly exchanges = new Set<Exchange>();
  readonly streams = new Set<TurnReader>();
  /** Arrival times of recent requests per key, for the rate limit. */
  readonly arrivals = new Map<string, number[]>();
  /** Instances whose directories are as they were made; they need not be made again after a reset. */
  readonly untouched = new Set<string>();
  /** How often an `error <code> <times>` input was answered. */
  readonly errorCommands = new Map<string, number>();
  /** The marked deltas that were written. */
  readonly probes: Probe[] = [];
  #keepalive: number | undefined;

  constructor(filesRoot: string) {
    this.filesRoot = filesRoot;
  }

  /** Writes a keepalive to every open stream at a steady pace, however old the stream is. */
  startKeepalives(): void {
    if (this.#keepalive !== undefined) this.clock.clearTimeout(this.#keepalive);
    this.#keepalive = this.clock.setTimeout(() => {
      if (!this.mutations.has("keepalivesMissing")) {
        for (const reader of this.streams) reader.comment(":keepalive\n\n");
      }
      this.startKeepalives();
    }, this.settings.keepaliveMs);
  }

  /** The base of the Agent API of an instance. */
  agentUrl(instance: Instance): string {
    return instance.dialect === "gateway" ? `${this.origin}/gateway` : `${this.origin}/agent/${instance.id}`;
  }
}
