/** The words for a message that waits until its instance can take it. */
import * as l10n from "@vscode/l10n";
import type { TurnPhaseView } from "../../protocol/view.ts";

type Awaiting = Extract<TurnPhaseView, { kind: "awaiting" }>;

const words: Readonly<Record<Awaiting["step"], (name: string) => string>> = {
  waking: wakingText,
  provisioning: (name) => l10n.t("{0} is being created. The message goes out when it is ready.", name),
  starting: (name) => l10n.t("{0} is starting. The message goes out when it is ready.", name),
  restarting: (name) => l10n.t("{0} is restarting. The message goes out when it is ready.", name),
  updating: (name) => l10n.t("{0} is updating. The message goes out when it is ready.", name),
  agent: (name) => l10n.t("{0} runs; its agent is starting. The message goes out when it is ready.", name),
};

export function awaitedText({ step, name }: Awaiting): string {
  return words[step](name);
}

export function wakingText(name: string): string {
  return l10n.t("Waking {0}…", name);
}
