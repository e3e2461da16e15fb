import * as vscode from "vscode";
import type { Clock } from "../../common/clock.ts";
import { linesOf, oneLine, placeName, word } from "./names.ts";
import type { Offer } from "./offers.ts";
import { symbolSnippet } from "./snippets.ts";

/** How long a language may think about its symbols before the list goes without them, in milliseconds. */
const patienceMs = 500;
/** More symbols of a file are not offered. */
const maxSymbols = 2_000;

type Found = vscode.DocumentSymbol | vscode.SymbolInformation;

/** The symbols of a document; empty where the language has none or takes too long. */
export async function symbolOffers(document: vscode.TextDocument, clock: Clock): Promise<readonly Offer[]> {
  const abort = new AbortController();
  const found = await Promise.race([
    symbolsOf(document.uri),
    clock.sleep(patienceMs, abort.signal).catch(() => undefined),
  ]);
  abort.abort();
  return (found ?? [])
    .flatMap(flattened)
    .slice(0, maxSymbols)
    .map((symbol) => offerOf(document, symbol));
}

async function symbolsOf(uri: vscode.Uri): Promise<readonly Found[] | undefined> {
  try {
    return await vscode.commands.executeCommand<readonly Found[]>(
      "vscode.executeDocumentSymbolProvider",
      uri,
    );
  } catch {
    return undefined;
  }
}

function flattened(symbol: Found): readonly Found[] {
  return "children" in symbol ? [symbol, ...symbol.children.flatMap(flattened)] : [symbol];
}

function offerOf(document: vscode.TextDocument, symbol: Found): Offer {
  const { name, kind } = symbol;
  const range = "range" in symbol ? symbol.range : symbol.location.range;
  const place = placeName(document.uri, linesOf(range));
  return {
    id: `symbol ${place} ${name}`,
    title: oneLine(name, 100),
    label: word(name),
    description: place,
    searched: name,
    icon: iconOf(kind),
    content: () => [symbolSnippet(document, name, range)],
  };
}

/** Such as `symbol-enum-member`. */
function iconOf(kind: vscode.SymbolKind): string {
  const name = vscode.SymbolKind[kind] ?? "Misc";
  return `symbol-${name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}`;
}
