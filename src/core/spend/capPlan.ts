import type { Spend } from "../../api/wire.ts";

export type CapProblem =
  /** Not more than what is spent already, so the next message would fail as well. */
  | "notAboveUsed"
  /** The cap that is set already. */
  | "unchanged";

/** What keeps an amount from being a useful new cap; undefined: nothing. Lowering a cap is allowed. */
export function capProblem(spend: Spend, capUsd: number): CapProblem | undefined {
  if (capUsd === spend.capUsd) return "unchanged";
  // One-off credit pays beyond the cap.
  return capUsd + (spend.creditUsd ?? 0) > spend.usedUsd ? undefined : "notAboveUsed";
}

/** A cap that leaves room to go on: twice the present one, at least a dollar more than what is spent. */
export function suggestedCapUsd(spend: Spend): number {
  return Math.ceil(Math.max(spend.capUsd * 2, spend.usedUsd + 1));
}
