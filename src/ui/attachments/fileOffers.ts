import type * as vscode from "vscode";
import { folderOf, nameOf, pathOf, word } from "./names.ts";
import type { Offer } from "./offers.ts";

/** A file of the workspace or of an open editor. */
export function fileOffer(uri: vscode.Uri): Offer {
  const name = nameOf(uri);
  return {
    id: `file ${uri.toString()}`,
    title: name,
    label: word(name),
    description: folderOf(uri),
    searched: pathOf(uri),
    icon: "file",
    content: uri,
  };
}

/** Gives files of the same name in one list labels that tell them apart: their paths. */
export function distinct(offers: readonly Offer[]): readonly Offer[] {
  const counts = new Map<string, number>();
  for (const { label } of offers) counts.set(label, (counts.get(label) ?? 0) + 1);
  return offers.map((offer) =>
    offer.id.startsWith("file ") && (counts.get(offer.label) ?? 0) > 1
      ? { ...offer, label: word(offer.searched) }
      : offer,
  );
}
