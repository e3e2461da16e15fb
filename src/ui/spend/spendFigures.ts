import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { AccountUsage, Instance, MonthUsage, Spend } from "../../api/wire.ts";

/** Figures that a server may have. `old`: the last ones, while they are read again and when that has failed. */
export type Reading<T> =
  | { readonly kind: "reading"; readonly old?: T | undefined }
  | { readonly kind: "read"; readonly value: T }
  /** This server keeps none. */
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly error: Agent37Error; readonly old?: T | undefined };

/** One turn of the chat that was used last on the instance. */
export interface TurnCost {
  /** The beginning of the message; empty when that is not known. */
  readonly text: string;
  readonly costUsd: number | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** All that the spend view shows. */
export interface SpendFigures {
  readonly instance: Instance;
  /** The month that is shown, `YYYY-MM` in UTC. */
  readonly month: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Cap and spend of now, whatever month is shown. */
  readonly spend: Reading<Spend>;
  readonly usage: Reading<MonthUsage>;
  readonly account: Reading<AccountUsage>;
  readonly turns: readonly TurnCost[];
}

/** The figures themselves, those of the last reading included. */
export function valueOf<T>(reading: Reading<T>): T | undefined {
  if (reading.kind === "none") return undefined;
  return reading.kind === "read" ? reading.value : reading.old;
}
