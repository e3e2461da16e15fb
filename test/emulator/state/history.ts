import type { HistoryTruth } from "../control/controlTypes.ts";
import type { World } from "../world.ts";
import type { Session } from "./session.ts";

/** The history as the API shows it: the truth, unless a mutation spoils its last turn. */
export function shownHistory(world: World, session: Session): HistoryTruth[] {
  const { history } = session;
  const lastUser = history.findLastIndex((item) => item.role === "user");
  if (lastUser < 0) return history;
  if (world.mutations.has("historyLosesLastTurn")) return history.slice(0, lastUser);
  if (world.mutations.has("historyDoublesLastTurn")) return [...history, ...history.slice(lastUser)];
  return history;
}
