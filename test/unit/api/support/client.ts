import { onTestFinished } from "vitest";
import {
  type Agent37Client,
  type Agent37ClientOptions,
  createAgent37Client,
  type NetworkSettings,
} from "../../../../src/api/client.ts";
import type { InstanceRef, TurnSignal } from "../../../../src/api/wire.ts";
import type { Logger } from "../../../../src/common/logger.ts";
import { FakeClock } from "./fakeClock.ts";

export const testKey = "sk_live_TESTONLY123456";

/** Collects log lines as `level message details`. */
export class LogLines implements Logger {
  readonly lines: string[] = [];
  #add(level: string, message: string, details: unknown): void {
    this.lines.push(`${level} ${message} ${details === undefined ? "" : JSON.stringify(details)}`);
  }
  trace = (message: string, details?: unknown): void => this.#add("trace", message, details);
  debug = (message: string, details?: unknown): void => this.#add("debug", message, details);
  info = (message: string, details?: unknown): void => this.#add("info", message, details);
  warn = (message: string, details?: unknown): void => this.#add("warn", message, details);
  error = (message: string, details?: unknown): void => this.#add("error", message, details);
}

export interface TestClient {
  readonly client: Agent37Client;
  readonly clock: FakeClock;
  readonly log: LogLines;
}

/** A client whose account is at `baseUrl`; it ends with the test. */
export function makeClient(
  baseUrl: string,
  more: Partial<Omit<Agent37ClientOptions, "clock">> & { settings?: NetworkSettings; clock?: FakeClock } = {},
): TestClient {
  const clock = more.clock ?? new FakeClock();
  const log = new LogLines();
  const { settings = {}, ...options } = more;
  const client = createAgent37Client({
    account: () => Promise.resolve({ baseUrl, key: testKey }),
    network: () => settings,
    userAgent: "agent37-chat/0.0.0-test",
    logger: log,
    ...options,
    clock,
  });
  onTestFinished(() => client.dispose());
  return { client, clock, log };
}

export function twoPlaneRef(agentUrl: string, id = "k7m2p9q4xz"): InstanceRef {
  return { id, dialect: "two-plane", agentUrl };
}

export const unifiedRef: InstanceRef = { id: "inst_q9", dialect: "unified" };

/** All signals of a turn. */
export async function all(turn: AsyncIterable<TurnSignal>): Promise<TurnSignal[]> {
  const signals: TurnSignal[] = [];
  for await (const signal of turn) signals.push(signal);
  return signals;
}

/** What a reducer would show: the text after the last replay, and how the turn ended. */
export function shown(signals: readonly TurnSignal[]): { text: string; end: string } {
  let text = "";
  let end = "none";
  for (const signal of signals) {
    if (signal.type === "replay") text = "";
    if (signal.type === "text") text += signal.text;
    if (signal.type === "completed") {
      text = signal.outputText || text;
      end = signal.cancelled ? "cancelled" : "completed";
    }
    if (signal.type === "failed") end = `failed ${signal.error.code}`;
  }
  return { text, end };
}

/** The text deltas alone, from the last replay on: a replay must neither lose nor repeat one. */
export function streamed(signals: readonly TurnSignal[]): string {
  const from = signals.findLastIndex(({ type }) => type === "replay");
  return signals
    .slice(from + 1)
    .reduce((text, signal) => (signal.type === "text" ? text + signal.text : text), "");
}
