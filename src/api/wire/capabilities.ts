import type { DialectId } from "./dialectId.ts";

/** What can be asked of an instance at all. What a newer server alone has is asked for and may be refused. */
export interface Capabilities {
  /** Start, stop, restart, resize, update, delete. */
  readonly lifecycle: boolean;
  /** Name, and where `autoSleep` is true also sleeping by itself, can be changed. */
  readonly rename: boolean;
  readonly autoSleep: boolean;
  /** The disk has a size of its own beside the vCPUs. */
  readonly diskSize: boolean;
  /** Copies of a whole instance, and backups to go back to. */
  readonly copies: boolean;
  /** A deleted instance is archived and can be brought back. */
  readonly undelete: boolean;
  readonly spend: boolean;
  /** Credit beyond the monthly cap can be added, once per idempotency key. */
  readonly credit: boolean;
  /** What was spent by service and by day. */
  readonly usage: boolean;
  readonly exec: boolean;
  readonly logs: boolean;
  readonly metrics: boolean;
  /** What of the instance can be opened in a browser: `ports`, whatever listens; `surfaces`, three pages of the service. */
  readonly pages: "ports" | "surfaces" | "none";
  /** Files can be written in place, moved, and folders made and fetched as an archive; else they can be read and deleted. */
  readonly writeFiles: boolean;
  /** The longest a command may run before the server gives up on it, in milliseconds. */
  readonly execLimitMs: number;
}

/** Facts of the APIs' docs: what each dialect has a call for. */
export const capabilities: Readonly<Record<DialectId, Capabilities>> = {
  unified: {
    lifecycle: true,
    rename: true,
    autoSleep: false,
    diskSize: false,
    copies: false,
    undelete: true,
    spend: true,
    credit: false,
    usage: false,
    exec: true,
    logs: false,
    metrics: false,
    pages: "surfaces",
    writeFiles: false,
    execLimitMs: 300_000,
  },
  "two-plane": {
    lifecycle: true,
    rename: true,
    autoSleep: true,
    diskSize: true,
    copies: true,
    undelete: false,
    spend: true,
    credit: true,
    usage: true,
    exec: true,
    logs: true,
    metrics: true,
    pages: "ports",
    writeFiles: true,
    execLimitMs: 780_000,
  },
  gateway: {
    lifecycle: false,
    rename: false,
    autoSleep: false,
    diskSize: false,
    copies: false,
    undelete: false,
    spend: false,
    credit: false,
    usage: false,
    exec: false,
    logs: false,
    metrics: false,
    pages: "none",
    writeFiles: true,
    execLimitMs: 0,
  },
};
