import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { type RemedyId, rowOf } from "../../api/errors/catalogue.ts";
import type { ProblemView } from "../../protocol/view.ts";
import { remedies, type RemedyContext } from "./remedies.ts";
import { messageBeyondTitle, titleOf } from "./wording.ts";

/** The failure as a card shows it: the same words and the same buttons as the notification. */
export function problemView(error: Agent37Error, context: RemedyContext): ProblemView {
  const title = titleOf(error);
  return {
    code: error.code,
    title,
    message: messageBeyondTitle(error, title),
    hint: error.hint,
    param: error.param,
    detail: error.detail,
    severity: rowOf(error).severity,
    buttons: remediesFor(error, context).map((id) => ({ id, label: remedies[id].label() })),
  };
}

/** What can be done about the failure here: where no turn failed, nothing that acts on one. */
export function remediesFor(error: Agent37Error, context: RemedyContext): readonly RemedyId[] {
  const all = rowOf(error).remedies;
  const usable = context.turnId === undefined ? all.filter((id) => !remedies[id].needsTurn) : all;
  return usable.length > 0 ? usable : ["showLog"];
}
