import type { AccountDialect } from "./detect.ts";
import type { HttpRequest } from "../http/exchange.ts";
import type {
  AccountUsage,
  AgentResponse,
  Backup,
  CreateInstanceRequest,
  DialectId,
  Directory,
  ExecResult,
  FileContent,
  FileEntry,
  FileUpload,
  ForkRequest,
  Health,
  Instance,
  InstanceLog,
  InstancePatch,
  Metrics,
  ModelList,
  MonthUsage,
  PageAddress,
  PageTarget,
  ResizeRequest,
  Session,
  SessionSummary,
  Spend,
  Template,
  TurnRequest,
  WriteRules,
} from "../wire.ts";

/** Where a call goes: to the account's base URL, or to the instance's own URL. */
export type Place = "base" | "instance";

/**
 * How long a call may take. `read`: 30 s. `lifecycle`: minutes, a host may have to be found. `agent`: a sleeping
 * instance holds the first byte for up to 3 minutes. `turn`: as long as the agent works. `upload`: as long as bytes leave.
 * `download`: like `agent`, and then as long as bytes come. `exec`: as long as the server lets a command run.
 */
export type Patience = "read" | "lifecycle" | "agent" | "turn" | "upload" | "download" | "exec";

/** Bytes that travel as they are, between two texts. */
export interface Content {
  /** The media type. */
  readonly type: string;
  readonly head: string;
  readonly bytes: Uint8Array;
  readonly tail: string;
}

/** One HTTP call of a dialect, as data: what is sent where, and how the answer is read. */
export interface Call<T> {
  /** For people and logs: `list instances`. */
  readonly name: string;
  readonly method: HttpRequest["method"];
  readonly place: Place;
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  /** Travels as JSON. */
  readonly body?: unknown;
  /** Travels instead of a JSON body. */
  readonly content?: Content | undefined;
  /** Travels as it is instead of a JSON body, and is opened anew for every attempt. */
  readonly source?: FileContent | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly patience: Patience;
  /** Repeating it changes nothing more. Default: true for GET alone. */
  readonly idempotent?: boolean | undefined;
  /** The answer opens something: no part of it is logged, whatever it is. */
  readonly secretAnswer?: boolean | undefined;
  /** @throws ShapeError when the answer is not what the dialect describes; undefined JSON: an empty body. */
  readonly decode: (json: unknown, context: DecodeContext) => T;
}

export interface DecodeContext {
  /** The host that answered, for texts. */
  readonly host: string;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | undefined;
}

/** What a server says of a file that it has taken. */
export interface StoredFile {
  readonly path?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
}

/** A file on its way to an instance. */
export interface Upload {
  /** Where it was asked to be put. */
  readonly path: string;
  readonly call: Call<StoredFile>;
  /** Takes away what has arrived of it, be it a half or nothing. */
  readonly remove: Call<void>;
}

/** Copies of an instance. @throws `not_supported` where the dialect has no such call */
export interface CopiesApi {
  /** Brings a deleted instance back. */
  undeleteInstance(id: string): Call<void>;
  forkInstance(id: string, request: ForkRequest): Call<Instance>;
  listBackups(id: string): Call<readonly Backup[]>;
  createBackup(id: string): Call<Backup>;
  restoreBackup(id: string, backupId: string): Call<void>;
}

/** What was spent on what. @throws `not_supported` where the dialect has no such call */
export interface UsageApi {
  /** @param month `YYYY-MM`; default: this one */
  getUsage(id: string, month: string | undefined): Call<MonthUsage>;
  /** @param from and `to` are days `YYYY-MM-DD` */
  getAccountUsage(from: string, to: string): Call<AccountUsage>;
}

/** The computer of an instance. @throws `not_supported` where the dialect has no such call */
export interface ComputerApi {
  exec(id: string, command: string): Call<ExecResult>;
  getLogs(id: string, tail: number): Call<InstanceLog>;
  getMetrics(id: string, hours: number): Call<Metrics>;
  getPageAddress(id: string, target: PageTarget, ttlMs: number): Call<PageAddress>;
}

/** Files on an instance's disk. @throws `not_supported` where the dialect has no such call, and for what is no path */
export interface FilesApi {
  /** @param path default: where the agent works */
  listDirectory(instanceId: string, path: string | undefined): Call<Directory>;
  /** The answer's body is the file. */
  downloadFile(instanceId: string, path: string): Call<void>;
  /** The answer's body is a gzipped tar. */
  downloadArchive(instanceId: string, path: string): Call<void>;
  writeFile(instanceId: string, path: string, content: FileContent, rules: WriteRules): Call<FileEntry>;
  createDirectory(instanceId: string, path: string): Call<FileEntry>;
  moveFile(instanceId: string, from: string, to: string): Call<FileEntry>;
  deleteFile(instanceId: string, path: string): Call<void>;
}

/** Lifecycle, templates and spend. Calls whose answer is not documented give undefined: read the object again. */
export interface HostingApi extends CopiesApi, UsageApi, ComputerApi {
  getInstance(id: string): Call<Instance>;
  createInstance(request: CreateInstanceRequest): Call<Instance>;
  /** @throws `not_supported` for a field that the dialect does not have. */
  patchInstance(id: string, patch: InstancePatch): Call<Instance | undefined>;
  deleteInstance(id: string): Call<void>;
  startInstance(id: string): Call<void>;
  stopInstance(id: string): Call<void>;
  restartInstance(id: string): Call<void>;
  updateInstance(id: string): Call<void>;
  /** @throws `not_supported` for a disk size where the dialect has none. */
  resizeInstance(id: string, shape: ResizeRequest): Call<void>;
  getSpend(id: string): Call<Spend>;
  setSpendCap(id: string, capUsd: number): Call<Spend | undefined>;
  /** @throws `not_supported` where the dialect has no such call. */
  topUpSpend(id: string, amountUsd: number, idempotencyKey: string): Call<Spend>;
}

/** Turns, sessions, models and health of one instance. */
export interface AgentApi {
  getHealth(instanceId: string, agent: string | undefined): Call<Health>;
  listModels(instanceId: string, agent: string | undefined): Call<ModelList>;
  listSessions(
    instanceId: string,
    agent: string | undefined,
    cursor: string | undefined,
  ): Call<Page<SessionSummary>>;
  getSession(sessionId: string, agent: string | undefined): Call<Session>;
  /** @throws `rename_unsupported` where the dialect has no titles. Gives false for an unknown session. */
  renameSession(sessionId: string, title: string, agent: string | undefined): Call<boolean>;
  deleteSession(sessionId: string, agent: string | undefined): Call<void>;
  /** Puts a file where no other one is, with the help of a random token. */
  uploadFile(instanceId: string, file: FileUpload, token: string): Upload;
  /** The answer of a turn is read by who runs it: it can be a stream, an object or an error. */
  createResponse(instanceId: string, request: TurnRequest, stream: boolean): Call<AgentResponse>;
  streamResponse(responseId: string): Call<void>;
  cancelResponse(responseId: string): Call<AgentResponse | undefined>;
  /** Undefined where the dialect keeps no readable response objects. */
  readonly getResponse: ((responseId: string) => Call<AgentResponse>) | undefined;
  /**
   * The status of a turn whose stream has ended. Never to be asked while the turn runs: one dialect answers it through
   * the cancel call.
   */
  finalResponse(responseId: string): Call<AgentResponse | undefined>;
}

/** Everything that differs between the ways of speaking to Agent37. */
export interface Dialect {
  readonly id: DialectId;
  /** The plane that a JSON error from a place belongs to. */
  readonly plane: Readonly<Record<Place, "unified" | "hosting" | "agent">>;
  /** Headers that open a place; a dialect without a key sends none. */
  authorize(place: Place, key: string): Readonly<Record<string, string>>;
  readonly needsKey: boolean;
  /** The server writes something to every open stream at least every 30 s, so that silence means a dead connection. */
  readonly keepsStreamsAlive: boolean;
  /** Undefined: there is no lifecycle to be had. */
  readonly hosting: HostingApi | undefined;
  readonly agent: AgentApi;
  readonly files: FilesApi;
}

/** The calls that tell dialects apart, and so belong to none. */
export interface AccountApi {
  listInstances(cursor: string | undefined): Call<Page<Instance>>;
  listTemplates(): Call<{
    readonly templates: readonly Template[];
    readonly dialect: AccountDialect | undefined;
  }>;
}
