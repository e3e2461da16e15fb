import type { Instance } from "../../../api/wire.ts";
import type { Clock } from "../../../common/clock.ts";
import type { SpendTracker } from "../../../core/spend/spendTracker.ts";

/** The figures of one instance are read again after this time at the earliest. */
const ageMs = 60_000;
/** At most so many are read at a time, and not more often than this. */
const handful = 5;
const pauseMs = 20_000;

/**
 * Reads what the instances of the tree have spent, where their rows do not carry it: few at a time, those that were
 * asked for longest ago first.
 */
export class RowSpend {
  readonly #spend: Pick<SpendTracker, "refresh">;
  readonly #clock: Pick<Clock, "now">;
  readonly #askedAt = new Map<string, number>();
  #lastPass = -pauseMs;
  #busy = false;
  /** Instances whose figures the user does not want to see any more, whatever their age. */
  readonly #forgotten = new Set<string>();

  constructor(spend: Pick<SpendTracker, "refresh">, clock: Pick<Clock, "now">) {
    this.#spend = spend;
    this.#clock = clock;
  }

  /** Called while the rows are on screen; does nothing most of the time. Never rejects. */
  async look(list: readonly Instance[]): Promise<void> {
    const now = this.#clock.now();
    if (this.#busy || now - this.#lastPass < pauseMs) return;
    const due = list
      .filter(({ dialect, spend }) => dialect !== "gateway" && spend === undefined)
      .map((instance) => ({ instance, askedAt: this.#askedAt.get(instance.id) ?? -ageMs }))
      .filter(({ instance, askedAt }) => this.#forgotten.has(instance.id) || now - askedAt >= ageMs)
      .sort((a, b) => a.askedAt - b.askedAt)
      .slice(0, handful)
      .map(({ instance }) => ({ instance, maxAgeMs: this.#forgotten.has(instance.id) ? 0 : ageMs }));
    if (due.length === 0) return;
    this.#lastPass = now;
    this.#busy = true;
    for (const { instance } of due) {
      this.#askedAt.set(instance.id, now);
      this.#forgotten.delete(instance.id);
    }
    await Promise.all(due.map(({ instance, maxAgeMs }) => this.#spend.refresh(instance, maxAgeMs)));
    this.#busy = false;
  }

  /** The user wants to see new figures: they are read from the next look on, as few at a time as ever. */
  forget(): void {
    for (const id of this.#askedAt.keys()) this.#forgotten.add(id);
    this.#lastPass = -pauseMs;
  }
}
