/** Commands, log, metrics and pages of an instance's computer. Times are epoch milliseconds. */

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The server has cut something out (512 KB a stream, on the unified dialect for both). */
  readonly truncated: boolean;
}

export type ResourceVerdict = "healthy" | "pressure" | "critical";

export interface ComputerHealth {
  readonly running: boolean;
  readonly restartCount?: number | undefined;
  readonly exitCode?: number | undefined;
  readonly oomSuspected: boolean;
  readonly verdict?:
    | {
        readonly memory?: ResourceVerdict | undefined;
        readonly cpu?: ResourceVerdict | undefined;
        readonly disk?: ResourceVerdict | undefined;
        readonly overall?: ResourceVerdict | undefined;
      }
    | undefined;
}

export interface InstanceLog {
  readonly text: string;
  /** Older lines are missing. */
  readonly truncated: boolean;
  readonly health?: ComputerHealth | undefined;
  readonly fetchedAt?: number | undefined;
}

/** Points of a curve: time in epoch ms, value. */
export type MetricPoints = readonly (readonly [number, number])[];

export interface Metrics {
  readonly cpuCores: MetricPoints;
  readonly memoryBytes: MetricPoints;
  readonly diskBytes: MetricPoints;
  readonly limits: {
    readonly cpuCores?: number | undefined;
    readonly memoryBytes?: number | undefined;
    readonly diskBytes?: number | undefined;
  };
  readonly hours: number;
  readonly stepMs?: number | undefined;
  readonly fetchedAt?: number | undefined;
}

/** What is to be opened in a browser. */
export type PageTarget = { readonly port: number } | { readonly surface: "terminal" | "desktop" | "files" };

/** An address that opens the page without a key. It is a password until it expires: never logged, never shown. */
export interface PageAddress {
  readonly url: string;
  readonly expiresAt?: number | undefined;
}
