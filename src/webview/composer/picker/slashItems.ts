import * as l10n from "@vscode/l10n";
import { type SlashCommand, slashCommands } from "../../../protocol/slashCommands.ts";
import type { DialId } from "../../../protocol/view.ts";
import type { PickerItem } from "./picker.ts";

/** What decides which commands make sense. */
export interface SlashContext {
  readonly isRunning: boolean;
  readonly hasTurns: boolean;
  readonly dials: readonly DialId[];
}

const icons: Readonly<Record<SlashCommand, string>> = {
  new: "add",
  model: "sparkle",
  effort: "dashboard",
  agent: "hubot",
  attach: "attach",
  sessions: "history",
  rename: "edit",
  export: "export",
  stop: "debug-stop",
};

/** The commands that make sense now and whose name begins with `query`. */
export function slashItems(query: string, context: SlashContext): readonly PickerItem[] {
  const described = descriptions();
  return slashCommands
    .filter((id) => id.startsWith(query.toLowerCase()) && isOffered(id, context))
    .map((id) => ({ id, label: `/${id}`, description: described[id], icon: icons[id] }));
}

/** The command that a text is, and nothing but it. */
export function slashCommandOf(text: string, context: SlashContext): SlashCommand | undefined {
  const word = text.trim();
  return slashCommands.find((id) => word === `/${id}` && isOffered(id, context));
}

function isOffered(id: SlashCommand, { isRunning, hasTurns, dials }: SlashContext): boolean {
  switch (id) {
    case "stop":
      return isRunning;
    case "rename":
    case "export":
      return hasTurns;
    case "agent":
    case "model":
    case "effort":
      return dials.includes(id);
    default:
      return true;
  }
}

/** Asked for when shown: the translations are not there yet when this module loads. */
function descriptions(): Readonly<Record<SlashCommand, string>> {
  return {
    new: l10n.t("Start a new chat"),
    model: l10n.t("Choose the model"),
    effort: l10n.t("Choose how long the agent thinks"),
    agent: l10n.t("Choose the agent"),
    attach: l10n.t("Attach files"),
    sessions: l10n.t("Open another session"),
    rename: l10n.t("Rename this session"),
    export: l10n.t("Export this chat as Markdown"),
    stop: l10n.t("Stop the running turn"),
  };
}
