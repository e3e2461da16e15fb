/** What the agent is called; the host leaves its name empty where it does not know one. */
import * as l10n from "@vscode/l10n";

/** As a name of its own. */
export function agentTitle(name: string): string {
  return name || l10n.t("Agent");
}

/** Within a sentence. */
export function agentInSentence(name: string): string {
  return name || l10n.t("the agent");
}
