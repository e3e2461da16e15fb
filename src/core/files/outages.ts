import { Agent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import type { InstanceRef } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";

/** How long (ms) calls to an instance that could not be reached fail at once: VS Code asks for many files together. */
const quietMs = 2_000;

/** An instance is awake for at least a minute after it was asked something (T2); this (ms) is well within that. */
const wakefulMs = 30_000;

/** Failures that are about one file or one call: other files may well be there. */
const ofOneFile: ReadonlySet<string> = new Set(["validation", "notFound", "conflict", "limit", "internal"]);

/** Which instances are out of reach: a hundred questions about files of one that is down are not a hundred requests. */
export class Outages {
  readonly #clock: Clock;
  readonly #down = new Map<string, { readonly error: Agent37Error; readonly until: number }>();
  /** When each instance has answered last. */
  readonly #answeredAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs a call, unless the instance has just been found out of reach. */
  async guard<T>(ref: InstanceRef, call: () => Promise<T>): Promise<T> {
    const down = this.#down.get(ref.id);
    if (down && this.#clock.now() < down.until) throw down.error;
    try {
      const result = await call();
      this.#down.delete(ref.id);
      this.#answeredAt.set(ref.id.toLowerCase(), this.#clock.now());
      return result;
    } catch (error) {
      if (isOutage(error)) this.#down.set(ref.id, { error, until: this.#clock.now() + quietMs });
      throw error;
    }
  }

  /** Whether an instance has answered within a time in which none falls asleep. @param id without regard to case */
  hasAnswered(id: string): boolean {
    const at = this.#answeredAt.get(id.toLowerCase());
    return at !== undefined && this.#clock.now() - at < wakefulMs;
  }

  clear(): void {
    this.#down.clear();
  }
}

/** Whether a failure is about the instance, the account or the way there, so that every other file would meet it. */
export function isOutage(error: unknown): error is Agent37Error {
  return error instanceof Agent37Error && !ofOneFile.has(rowOf(error).kind);
}
