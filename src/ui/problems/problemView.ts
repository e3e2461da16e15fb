import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { type RemedyId, rowOf } from "../../api/errors/catalogue.ts";
import type { ProblemView } from "../../protocol/view.ts";
import { remedies, type RemedyContext } from "./remedies.ts";
import { messageBeyondTitle, titleOf } from "./wording.ts";

/** The failure as a card shows it: the same words and the same buttons as the notification. */
export function problemView(error: Agent37Error, context: RemedyContext, waiting = false): ProblemView {
  const title = titleOf(error);
  return {
    code: error.code,
    title,
    message: messageBeyondTitle(error, title),
    hint: error.hint,
    param: error.param,
    detail: error.detail,
    severity: rowOf(error).severity,
    buttons: remediesFor(error, context, waiting).map((id) => ({ id, label: remedies[id].label() })),
  };
}

/**
 * What can be done about the failure here: where no turn failed, nothing that acts on one.
 * @param waiting the message will be sent again by itself, which can be hastened and stopped
 */
export function remediesFor(
  error: Agent37Error,
  context: RemedyContext,
  waiting = false,
): readonly RemedyId[] {
  const all = waiting ? waitingRemedies(error) : rowOf(error).remedies.filter((id) => id !== "stopRetrying");
  const usable = context.turnId === undefined ? all.filter((id) => !remedies[id].needsTurn) : all;
  return usable.length > 0 ? usable : ["showLog"];
}

/** How to hasten and to stop it first; reading the log can wait until it has failed. */
function waitingRemedies(error: Agent37Error): readonly RemedyId[] {
  const listed: ReadonlySet<RemedyId> = new Set(["retry", "stopRetrying", "showLog"]);
  return ["retry", "stopRetrying", ...rowOf(error).remedies.filter((id) => !listed.has(id))];
}
