import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { type RemedyId, rowOf } from "../../api/errors/catalogue.ts";
import type { ProblemView } from "../../protocol/view.ts";
import { remedies, type RemedyContext } from "./remedies.ts";
import { messageBeyondTitle, titleOf } from "./wording.ts";

/** How what failed can be done again, where no failed turn says so. */
export interface Again {
  /** The message will be sent again by itself, which can be hastened and stopped. */
  readonly waiting?: boolean | undefined;
  /** A command failed that can be run again as it was. */
  readonly repeatable?: boolean | undefined;
  /** What else can be done here, whatever failed. */
  readonly also?: readonly RemedyId[] | undefined;
}

/** The failure as a card shows it: the same words and the same buttons as the notification. */
export function problemView(error: Agent37Error, context: RemedyContext, again: Again = {}): ProblemView {
  const title = titleOf(error);
  return {
    code: error.code,
    title,
    message: messageBeyondTitle(error, title),
    hint: error.hint,
    param: error.param,
    detail: error.detail,
    severity: rowOf(error).severity,
    buttons: remediesFor(error, context, again).map((id) => ({ id, label: remedies[id].label() })),
  };
}

/** What can be done about the failure here: where no turn failed, nothing that acts on one. */
export function remediesFor(
  error: Agent37Error,
  context: RemedyContext,
  { waiting = false, repeatable = false, also = [] }: Again = {},
): readonly RemedyId[] {
  const all = waiting ? waitingRemedies(error) : rowOf(error).remedies.filter((id) => id !== "stopRetrying");
  if (context.turnId !== undefined) return beforeLog(all, also);
  const usable = all.filter((id) => {
    const { needsInstance, needsTurn } = remedies[id];
    if (needsInstance && context.instanceId === undefined) return false;
    return !needsTurn || (id === "retry" && repeatable);
  });
  const again = repeatable && isWorthRepeating(error, usable) ? (["retry"] as const) : [];
  const offered = beforeLog(usable, [...again, ...also]);
  return offered.length > 0 ? offered : ["showLog"];
}

/** How to hasten and to stop it first; reading the log can wait until it has failed. */
function waitingRemedies(error: Agent37Error): readonly RemedyId[] {
  const listed: ReadonlySet<RemedyId> = new Set(["retry", "stopRetrying", "showLog"]);
  return ["retry", "stopRetrying", ...rowOf(error).remedies.filter((id) => !listed.has(id))];
}

/** The same command may succeed once something else has changed; with the same values that were refused it never does. */
function isWorthRepeating(error: Agent37Error, usable: readonly RemedyId[]): boolean {
  const { kind, retry } = rowOf(error);
  return retry !== "never" && kind !== "validation" && kind !== "conflict" && !usable.includes("retry");
}

/** Behind what has to be done first. */
function beforeLog(usable: readonly RemedyId[], more: readonly RemedyId[]): readonly RemedyId[] {
  if (more.length === 0) return usable;
  const first: readonly RemedyId[] = usable.filter((id) => id !== "showLog");
  return [...first, ...more.filter((id) => !first.includes(id)), ...usable.filter((id) => id === "showLog")];
}
