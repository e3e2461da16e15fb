import type { CallOptions, LostTurn, TurnOptions, TurnRef } from "./options.ts";
import type {
  AccountUsage,
  AgentResponse,
  Backup,
  CreateInstanceRequest,
  Directory,
  Download,
  ExecResult,
  FileContent,
  FileEntry,
  FileUpload,
  ForkRequest,
  Health,
  Instance,
  InstanceLog,
  InstancePatch,
  InstanceRef,
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
  TurnSignal,
  WriteRules,
} from "./wire.ts";

/**
 * Agent37 over HTTP. Usable from plain Node. Every call rejects with `Agent37Error`, or with an `AbortError` when its
 * signal was aborted. Reads are repeated by themselves a few times on transient failures; what starts work or costs
 * money is not.
 */
export interface Agent37Client {
  listInstances(options?: CallOptions): Promise<readonly Instance[]>;
  getInstance(ref: InstanceRef, options?: CallOptions): Promise<Instance>;
  createInstance(request: CreateInstanceRequest, options?: CallOptions): Promise<Instance>;
  patchInstance(ref: InstanceRef, patch: InstancePatch, options?: CallOptions): Promise<Instance>;
  deleteInstance(ref: InstanceRef, options?: CallOptions): Promise<void>;
  /** The lifecycle calls resolve when the server has accepted them; poll `getInstance` for the new status. */
  startInstance(ref: InstanceRef, options?: CallOptions): Promise<void>;
  stopInstance(ref: InstanceRef, options?: CallOptions): Promise<void>;
  restartInstance(ref: InstanceRef, options?: CallOptions): Promise<void>;
  updateInstance(ref: InstanceRef, options?: CallOptions): Promise<void>;
  resizeInstance(ref: InstanceRef, shape: ResizeRequest, options?: CallOptions): Promise<void>;
  /** Brings a deleted instance back. @throws `not_supported` where deleted is deleted (two-plane) */
  undeleteInstance(ref: InstanceRef, options?: CallOptions): Promise<void>;
  /** Gives the copy, which may still be `provisioning`. @throws `not_supported`; older servers: `not_found` */
  forkInstance(ref: InstanceRef, request: ForkRequest, options?: CallOptions): Promise<Instance>;
  /** Newest first. @throws `not_supported`; older servers: `not_found` */
  listBackups(ref: InstanceRef, options?: CallOptions): Promise<readonly Backup[]>;
  /** Resolves when the backup is made, which can take minutes; aborting does not stop it. */
  createBackup(ref: InstanceRef, options?: CallOptions): Promise<Backup>;
  /** Puts the disk back to a backup. Resolves when it is done, up to 12 minutes. */
  restoreBackup(ref: InstanceRef, backupId: string, options?: CallOptions): Promise<void>;
  listTemplates(options?: CallOptions): Promise<readonly Template[]>;

  getSpend(ref: InstanceRef, options?: CallOptions): Promise<Spend>;
  /** Sets the (monthly) cap in USD. */
  setSpendCap(ref: InstanceRef, capUsd: number, options?: CallOptions): Promise<Spend>;
  /** Adds one-off credit (two-plane only). The same key twice changes nothing. */
  topUpSpend(
    ref: InstanceRef,
    amountUsd: number,
    idempotencyKey: string,
    options?: CallOptions,
  ): Promise<Spend>;

  /**
   * One instance's spending of a month by service.
   * @param month `YYYY-MM`; default: this month in UTC
   * @throws `not_supported` where the dialect keeps no such figures
   */
  getUsage(ref: InstanceRef, month?: string, options?: CallOptions): Promise<MonthUsage>;
  /**
   * The account's spending over at most 90 days.
   * @param range days `YYYY-MM-DD`, both included
   * @throws `not_supported` where the dialect keeps no such figures; older servers: `not_found`
   */
  getAccountUsage(
    range: { readonly from: string; readonly to: string },
    options?: CallOptions,
  ): Promise<AccountUsage>;

  /**
   * Runs one command with `sh -c` on the instance and gives what it wrote when it has ended. Not repeated by itself.
   * @throws `not_supported` for a bare gateway
   */
  exec(ref: InstanceRef, command: string, options?: CallOptions): Promise<ExecResult>;
  /** @param tail lines, at most 2,000 */
  getLogs(ref: InstanceRef, tail: number, options?: CallOptions): Promise<InstanceLog>;
  /** @param hours 1 to 336 */
  getMetrics(ref: InstanceRef, hours: number, options?: CallOptions): Promise<Metrics>;
  /** @param ttlMs how long the address opens the page */
  getPageAddress(
    ref: InstanceRef,
    target: PageTarget,
    ttlMs: number,
    options?: CallOptions,
  ): Promise<PageAddress>;

  /** @param path default: the directory that the agent works in, on the unified dialect its home */
  listDirectory(ref: InstanceRef, path?: string, options?: CallOptions): Promise<Directory>;
  /** Opens a file; resolves when its first bytes can be read. */
  downloadFile(ref: InstanceRef, path: string, options?: CallOptions): Promise<Download>;
  /** Opens a directory as a gzipped tar with one folder at its top. @throws `not_supported` on the unified dialect */
  downloadArchive(ref: InstanceRef, path: string, options?: CallOptions): Promise<Download>;
  /**
   * Writes a whole file; folders above it are made.
   * @throws `not_supported` on the unified dialect, `file_exists`, `modified`
   */
  writeFile(
    ref: InstanceRef,
    path: string,
    content: FileContent,
    options?: CallOptions &
      WriteRules & {
        /** Called as bytes leave, with their number so far. */
        readonly onProgress?: ((sentBytes: number) => void) | undefined;
      },
  ): Promise<FileEntry>;
  /** Like `mkdir -p`. @throws `not_supported` on the unified dialect */
  createDirectory(ref: InstanceRef, path: string, options?: CallOptions): Promise<FileEntry>;
  /** Like `mv -f`; the target must not be an existing directory. @throws `not_supported` on the unified dialect */
  moveFile(ref: InstanceRef, from: string, to: string, options?: CallOptions): Promise<FileEntry>;
  /** Deletes a file, or a directory with all that is in it. */
  deleteFile(ref: InstanceRef, path: string, options?: CallOptions): Promise<void>;

  /** Whether the agent on the instance can take a message now. */
  getHealth(
    ref: InstanceRef,
    options?: CallOptions & { readonly agent?: string | undefined },
  ): Promise<Health>;
  listModels(
    ref: InstanceRef,
    options?: CallOptions & { readonly agent?: string | undefined },
  ): Promise<ModelList>;

  /** Newest first where the server gives times. */
  listSessions(
    ref: InstanceRef,
    options?: CallOptions & { readonly agent?: string | undefined },
  ): Promise<readonly SessionSummary[]>;
  /** An unknown id gives an empty history on two-plane servers. */
  getSession(
    ref: InstanceRef,
    sessionId: string,
    options?: CallOptions & { readonly agent?: string | undefined },
  ): Promise<Session>;
  /** @throws `rename_unsupported` where the dialect or harness has no titles. */
  renameSession(
    ref: InstanceRef,
    sessionId: string,
    title: string,
    options?: CallOptions & { readonly agent?: string | undefined },
  ): Promise<void>;
  deleteSession(
    ref: InstanceRef,
    sessionId: string,
    options?: CallOptions & { readonly agent?: string | undefined },
  ): Promise<void>;

  /**
   * Puts a file on the instance under a path that no other file has, and gives that path for `TurnRequest.files`. When it
   * is aborted or fails, nothing half-written stays behind.
   */
  uploadFile(
    ref: InstanceRef,
    file: FileUpload,
    options?: CallOptions & {
      /** Called as bytes leave, with their number so far. */
      readonly onProgress?: ((sentBytes: number) => void) | undefined;
    },
  ): Promise<{ readonly path: string }>;

  /** Runs a whole turn without streaming and gives its stored object; look at `status`. */
  createResponse(ref: InstanceRef, request: TurnRequest, options?: TurnOptions): Promise<AgentResponse>;
  /** The stored object of a turn; undefined where the dialect has no such call or the record has expired. */
  getResponse(
    ref: InstanceRef,
    responseId: string,
    options?: CallOptions,
  ): Promise<AgentResponse | undefined>;
  /** Asks the server to stop the turn; best effort, the turn's stream ends by itself. */
  cancelResponse(ref: InstanceRef, responseId: string, options?: CallOptions): Promise<AgentResponse>;
  /**
   * Sends a message and yields the turn until it ends, over as many connections as it takes. Leaving the loop closes
   * the connection and leaves the turn running. A failed turn is yielded as `failed`; what prevents following the
   * turn to its end is thrown: `turn_unconfirmed` when it cannot be told whether the turn was started,
   * `turn_lost` when it was, but its outcome cannot be read any more.
   */
  runTurn(ref: InstanceRef, request: TurnRequest, options?: TurnOptions): AsyncGenerator<TurnSignal, void>;
  /** Attaches to a turn that runs or has run; the first signal is `replay`. */
  followTurn(ref: InstanceRef, turn: TurnRef, options?: CallOptions): AsyncGenerator<TurnSignal, void>;
  /**
   * Looks on the server for a message that may have arrived, and yields its turn to its end where it is found. Sends
   * nothing; thrown is `turn_unconfirmed` when the message is not there.
   */
  recoverTurn(ref: InstanceRef, lost: LostTurn, options?: CallOptions): AsyncGenerator<TurnSignal, void>;

  /** Closes pooled connections; requests under way end with `AbortError`. */
  dispose(): Promise<void>;
}
