import * as v from "valibot";
import type { Spend } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import type { Disposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import { allowedUsd, type SpendLevel, spendLevel } from "./spendFacts.ts";
import type { SpendTracker } from "./spendTracker.ts";

const storeKey = "spendWarnings";
const schema = v.record(
  v.string(),
  v.object({
    month: v.string(),
    allowedUsd: v.number(),
    level: v.picklist([80, 100]),
    at: v.number(),
  }),
);
type Records = v.InferOutput<typeof schema>;

/** How long a window without focus leaves the first word to the one that the user looks at. */
const courtesyMs = 3_000;
/** Spreads the windows without focus, so that a record of one reaches the others before they look. */
const spreadMs = 3_000;
/** A record is of no use when its instance has not come near its cap for so long. */
const lifetimeMs = 400 * 86_400_000;

export interface SpendWarning {
  readonly instanceId: string;
  readonly level: SpendLevel;
  readonly spend: Spend;
}

export interface SpendWarningsDeps {
  readonly spend: Pick<SpendTracker, "known" | "onDidChange">;
  /** Records of all windows. */
  readonly globalStore: KeyValueStore;
  readonly windowFocus: { readonly focused: boolean };
  readonly clock: Clock;
}

/**
 * Tells when an instance has spent 80 % and when it has spent all of what it may spend: each once for an instance, a
 * month and an amount that may be spent, whatever the number of windows. When more may be spent, it is told anew.
 */
export class SpendWarnings implements Disposable {
  readonly #deps: SpendWarningsDeps;
  readonly #warned = new Emitter<SpendWarning>();
  readonly #subscription: Disposable;
  readonly #deciding = new Set<string>();
  readonly #told = new Set<string>();

  readonly onDidWarn: Event<SpendWarning> = this.#warned.event;

  constructor(deps: SpendWarningsDeps) {
    this.#deps = deps;
    this.#subscription = deps.spend.onDidChange((instanceId) => void this.#decide(instanceId));
  }

  /** The user is being told of this instance's cap by other means; the figures read next are not worth another word. */
  leaveOut(instanceId: string): void {
    this.#told.add(instanceId);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#warned.dispose();
  }

  async #decide(instanceId: string): Promise<void> {
    if (this.#deciding.has(instanceId)) return;
    if (!this.#due(instanceId)) {
      this.#told.delete(instanceId);
      return;
    }
    this.#deciding.add(instanceId);
    const { clock, globalStore, windowFocus } = this.#deps;
    try {
      if (!windowFocus.focused && !this.#told.has(instanceId)) {
        await clock.sleep(courtesyMs + Math.random() * spreadMs);
      }
      // Another window may have warned, or other figures may have come.
      const warning = this.#due(instanceId);
      const isTold = this.#told.delete(instanceId);
      if (!warning) return;
      const record = {
        month: monthOfCap(warning.spend),
        allowedUsd: allowedUsd(warning.spend),
        level: warning.level,
        at: clock.now(),
      };
      await globalStore.set(storeKey, { ...this.#records(), [instanceId]: record });
      if (!isTold) this.#warned.fire(warning);
    } finally {
      this.#deciding.delete(instanceId);
    }
  }

  #due(instanceId: string): SpendWarning | undefined {
    const spend = this.#deps.spend.known(instanceId);
    const level = spend && spendLevel(spend);
    if (!level) return undefined;
    const records = this.#records();
    const last = Object.hasOwn(records, instanceId) ? records[instanceId] : undefined;
    const isTold =
      last?.month === monthOfCap(spend) &&
      last.level >= level &&
      // Credit that is used up makes the amount smaller, which is no reason to repeat it.
      allowedUsd(spend) < last.allowedUsd + 0.000_001;
    return isTold ? undefined : { instanceId, level, spend };
  }

  #records(): Records {
    const oldest = this.#deps.clock.now() - lifetimeMs;
    const records = this.#deps.globalStore.get(storeKey, v.parser(schema)) ?? {};
    return Object.fromEntries(Object.entries(records).filter(([, { at }]) => at > oldest));
  }
}

/** A cap that counts for good has no month. */
function monthOfCap({ period }: Spend): string {
  return period ?? "";
}
