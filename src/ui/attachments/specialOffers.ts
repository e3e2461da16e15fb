import * as vscode from "vscode";
import type { Editors } from "./editors.ts";
import type { LastCommands } from "./lastCommands.ts";
import { oneLine, word } from "./names.ts";
import type { Offer } from "./offers.ts";
import { problemsSnippet, problemsTitle } from "./problemSnippets.ts";
import { commandSnippet, selectionSnippets } from "./snippets.ts";

/** What the editor knows that is no file: only what is there at the moment is offered. */
export function specialOffers(editors: Editors, commands: LastCommands): readonly Offer[] {
  return [selectionOffer(editors), problemsOffer(editors), commandOffer(commands)].filter(
    (offer) => offer !== undefined,
  );
}

function selectionOffer({ selecting }: Editors): Offer | undefined {
  if (!selecting) return undefined;
  const titles = selectionSnippets(selecting).map(({ title }) => title);
  return special("selection", {
    title: vscode.l10n.t("Selection"),
    label: vscode.l10n.t("selection"),
    description: titles.join(", "),
    icon: "list-selection",
    content: () => selectionSnippets(selecting),
  });
}

function problemsOffer({ front }: Editors): Offer | undefined {
  if (!front) return undefined;
  const { document } = front;
  const { length } = vscode.languages.getDiagnostics(document.uri);
  if (length === 0) return undefined;
  return special("problems", {
    title: vscode.l10n.t("Problems of the Active File"),
    label: vscode.l10n.t("problems"),
    description: problemsTitle(document.uri, length),
    icon: "warning",
    content: () => {
      const problems = vscode.languages.getDiagnostics(document.uri);
      return problems.length === 0 ? [] : [problemsSnippet(document, problems)];
    },
  });
}

function commandOffer({ last }: LastCommands): Offer | undefined {
  if (!last) return undefined;
  return special("terminal", {
    title: vscode.l10n.t("Terminal's Last Command"),
    label: vscode.l10n.t("terminal"),
    description: oneLine(last.line, 80),
    icon: "terminal",
    content: () => [commandSnippet(last)],
  });
}

function special(id: string, offer: Omit<Offer, "id" | "searched">): Offer {
  return {
    ...offer,
    id: `special ${id}`,
    label: word(offer.label),
    searched: `${offer.label} ${offer.title}`,
  };
}
