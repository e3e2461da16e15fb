import type { MutationName } from "../state/mutations.ts";
import type { Settings } from "../state/settings.ts";

export type DialectName = "unified" | "two-plane" | "gateway";
export type SeedName = "default" | "empty";
export type KeyState = "valid" | "revoked" | "ip_not_allowed";

/** What a fault does to a matching request. Event counts include `response.created`; times are clock ms. */
export type FaultAction =
  | {
      kind: "error";
      code: string;
      status?: number;
      message?: string;
      hint?: string;
      param?: string;
      detail?: string;
      /** Seconds or an HTTP date. */
      retryAfter?: string;
      /** Once fired, keep answering the error until Retry-After has passed, whatever `times` says. */
      window?: boolean;
      envelope?: "object" | "flat" | "auto";
      responseId?: string;
    }
  | { kind: "html"; status: number }
  | { kind: "empty"; status: number }
  /** A 200 whose bytes are neither JSON nor SSE. */
  | { kind: "garbage" }
  /**
   * Destroys the socket. `request`: before handling, the turn was never started. `beforeCreated`: the turn was
   * started, not one byte of the answer is sent. `stream`: after `afterEvent` events or `afterByte` body bytes.
   * Default: `stream` if one of the two numbers is given, else `request`.
   */
  | { kind: "drop"; afterEvent?: number; afterByte?: number; when?: "request" | "beforeCreated" | "stream" }
  /**
   * Nothing more is written, keepalives included, for `ms` or for ever. Without `afterEvent` not even the
   * response head is sent.
   */
  | { kind: "stall"; afterEvent?: number; ms?: number }
  | { kind: "delay"; ms: number }
  /** The connection dies once so many bytes of an uploaded file have arrived. */
  | { kind: "cutUpload"; afterByte: number }
  /** The turn is accepted and then fails; `afterEvent` defaults to 1, right after `response.created`. */
  | { kind: "failTurn"; code: string; message?: string; hint?: string; param?: string; afterEvent?: number };

export interface Fault {
  id?: string;
  method?: string;
  /** Substring or glob (`*` = anything but `/`, `**` = anything) of the path from `/v1` on. */
  path?: string;
  /** `two-plane` covers its two planes `hosting` and `agent`. */
  dialect?: DialectName | "hosting" | "agent";
  /** How many requests it hits; default 1, -1 = until cleared. */
  times?: number;
  /** Matching requests that pass before the first hit; default 0. */
  after?: number;
  action: FaultAction;
}

export interface ActiveFault extends Fault {
  id: string;
  /** Requests hit so far. */
  hits: number;
}

export interface LoggedRequest {
  id: number;
  method: string;
  /** From `/v1` on, as the dialect's documents write it. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** Text, at most 64 KB. */
  body: string;
  /** Clock ms of arrival. */
  at: number;
  dialect: DialectName;
  plane: "unified" | "hosting" | "agent" | "gateway";
  /** The instance whose URL was called; null on the base URLs. */
  instanceId: string | null;
  /** 0 until an answer was started, and for requests whose socket was destroyed before. */
  status: number;
  /** Id of the fault that hit it, or null. */
  fault: string | null;
}

export interface RequestFilter {
  method?: string;
  path?: string;
  dialect?: DialectName | "hosting" | "agent";
  instanceId?: string;
  status?: number;
}

/** A delta with a mark, as `timed` sends them. */
export interface Probe {
  /** The number in the mark. */
  number: number;
  /** When its bytes were written: wall-clock epoch ms with fractions, whatever the emulator's clock says. */
  at: number;
}

export interface OpenConnection {
  requestId: number;
  method: string;
  path: string;
  /** True while it is an SSE answer. */
  stream: boolean;
}

export interface HistoryTruth {
  role: "user" | "assistant" | "system";
  content: string;
  thinking: string | null;
  at: number;
}

export interface SessionTruth {
  id: string;
  instanceId: string;
  agent: string;
  title: string | null;
  activeResponseId: string | null;
  history: HistoryTruth[];
  /** Content of the last assistant row, or null. */
  finalText: string | null;
}

export interface ResponseTruth {
  id: string;
  instanceId: string;
  sessionId: string;
  agent: string;
  input: string;
  files: string[];
  model: string | null;
  provider: string | null;
  reasoningEffort: string | null;
  status: "in_progress" | "completed" | "failed" | "cancelled";
  outputText: string;
  reasoning: string;
  error: { code: string; message: string; param?: string; hint?: string } | null;
  usage: { input_tokens: number; output_tokens: number; cost_usd?: number } | null;
  events: { event: string; data: Record<string, unknown> }[];
  /** Clock ms. */
  createdAt: number;
  finishedAt: number | null;
  /** How the turn began: an HTTP call or `control.startTurn`. */
  startedBy: "http" | "control";
  /** Whether the API would no longer answer for it. */
  expired: boolean;
}

export interface InstanceTruth {
  id: string;
  dialect: DialectName;
  name: string | null;
  status: string;
  pastDue: boolean;
  healthy: boolean;
  agents: string[];
  archived: boolean;
  /** Money in USD. `creditUsd` is 0 on the unified dialect. */
  budget: { capUsd: number; usedUsd: number; creditUsd: number };
  /** Base of its Agent API; null on the unified dialect. */
  url: string | null;
  /** The real directory that stands for the agent's home. */
  home: string;
}

export interface InstancePatch {
  name?: string | null;
  status?: string;
  statusReason?: { code: string; message: string; detail?: string; operation: string; at: number } | null;
  /** The next lifecycle move ends in `failed` with this reason, and its call in 502 `provisioning_failed`. */
  failsNext?: { message: string; detail?: string } | null;
  pastDue?: boolean;
  user?: string | null;
  autoSleep?: boolean;
  /** Lines, the newest last. */
  logs?: string[];
  updateAvailable?: boolean;
  /** null: as the boot decides. */
  healthy?: boolean | null;
  agents?: string[];
  /** Harnesses that answer auth_error and stay unhealthy. */
  loggedOut?: string[];
  budget?: { capUsd?: number; usedUsd?: number; creditUsd?: number };
}

/** Something that was spent on one day, in micros of a USD. */
export interface SpendRow {
  instanceId: string;
  /** `YYYY-MM-DD`, UTC. */
  date: string;
  service: string;
  model?: string;
  costMicros: number;
  calls?: number;
  inputTokens?: number;
  outputTokens?: number;
}

export interface NewInstance extends InstancePatch {
  id?: string;
  dialect: "unified" | "two-plane";
}

export interface FileTruth {
  /** Absolute, inside the instance. */
  path: string;
  size: number;
  sha256: string;
}

/** Every member works alike in the emulator's process and through `/__control` from another one. */
export interface EmulatorControl {
  /** Ends all connections and turns, forgets everything and seeds again. */
  reset(options?: { seed?: SeedName }): Promise<void>;
  /** Replaces the instances, sessions and turns; faults, log, settings and clock stay. */
  seed(name: SeedName): Promise<void>;
  readonly faults: {
    add(fault: Fault): Promise<ActiveFault>;
    list(): Promise<ActiveFault[]>;
    clear(id?: string): Promise<void>;
  };
  readonly clock: {
    now(): Promise<number>;
    /** Resolves with the time after the move; everything due by then has happened. */
    advance(ms: number): Promise<number>;
  };
  readonly settings: {
    get(): Promise<Settings>;
    set(patch: Partial<Settings>): Promise<Settings>;
  };
  readonly requests: {
    list(filter?: RequestFilter): Promise<LoggedRequest[]>;
    clear(): Promise<void>;
  };
  readonly probes: {
    list(): Promise<Probe[]>;
    clear(): Promise<void>;
  };
  readonly connections: {
    list(): Promise<OpenConnection[]>;
    /** Destroys the sockets of open requests (all, or those on a path) and says how many. */
    drop(path?: string): Promise<number>;
  };
  readonly sessions: {
    list(instanceId?: string): Promise<SessionTruth[]>;
    get(id: string): Promise<SessionTruth | null>;
  };
  readonly responses: {
    list(filter?: { instanceId?: string; sessionId?: string }): Promise<ResponseTruth[]>;
    get(id: string): Promise<ResponseTruth | null>;
    /** Resolves when the turn has ended (at once if it has). Does not move the clock. */
    finished(id: string): Promise<ResponseTruth>;
    /** Lets turns go on that `hold` has stopped (all, or one), and says how many. */
    release(id?: string): Promise<number>;
  };
  readonly files: {
    /** Every file on an instance, in any state of it, half-written ones too; by path. */
    list(instanceId: string): Promise<FileTruth[]>;
    /** Deletes a file behind the agent's back. */
    remove(instanceId: string, path: string): Promise<void>;
  };
  /** Starts a turn as somebody else; without a session id in a new session. */
  startTurn(turn: {
    instanceId: string;
    sessionId?: string;
    agent?: string;
    input: string;
  }): Promise<{ responseId: string; sessionId: string }>;
  readonly mutations: {
    /** All names with the promise each one breaks. */
    names(): Promise<Record<MutationName, string>>;
    list(): Promise<MutationName[]>;
    add(...names: MutationName[]): Promise<void>;
    clear(): Promise<void>;
  };
  readonly wallet: {
    /** USD. */
    get(): Promise<number>;
    set(usd: number): Promise<void>;
  };
  /** The usage figures of the two-plane dialect, beside what turns cost. */
  readonly spending: {
    list(): Promise<SpendRow[]>;
    /** Replaces the rows. */
    set(rows: SpendRow[]): Promise<void>;
    /** Fills the days before today (default 30) for all two-plane instances with every service and two models. */
    sample(days?: number): Promise<SpendRow[]>;
  };
  readonly keys: {
    list(): Promise<Record<string, KeyState>>;
    set(key: string, state: KeyState): Promise<void>;
    remove(key: string): Promise<void>;
  };
  readonly instances: {
    list(): Promise<InstanceTruth[]>;
    get(id: string): Promise<InstanceTruth | null>;
    set(id: string, patch: InstancePatch): Promise<InstanceTruth>;
    create(instance: NewInstance): Promise<InstanceTruth>;
    remove(id: string): Promise<void>;
  };
}
