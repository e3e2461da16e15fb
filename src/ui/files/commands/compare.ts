import * as vscode from "vscode";
import type { Instance } from "../../../api/wire.ts";
import { fileScheme, nameOf, type Place } from "../../../core/files/place.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { uriOfPlace } from "../fileSystemUris.ts";

/** How many files of one name are offered. */
const maxOffers = 50;

/**
 * Shows a file of an instance beside one of the workspace: the one with the longest part of its path in common with it,
 * else one of the same name, else one that the user chooses.
 */
export async function compareWithWorkspace(instance: Instance, place: Place): Promise<void> {
  const name = nameOf(place);
  const mine = (await samePath(place.path)) ?? (await sameName(name)) ?? (await anyFile(name));
  if (!mine) return;
  const title = vscode.l10n.t(
    "{0} ↔ {1} ({2})",
    vscode.workspace.asRelativePath(mine),
    name,
    instanceLabel(instance),
  );
  await vscode.commands.executeCommand("vscode.diff", mine, uriOfPlace(place), title);
}

/** `/home/node/shop/src/a.ts` is `src/a.ts` of the workspace, if that is there; the longest such end counts. */
async function samePath(path: string): Promise<vscode.Uri | undefined> {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== "~");
  // The name alone says too little where there are folders above it.
  for (let from = 0; from < Math.max(1, segments.length - 1); from += 1) {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      const candidate = vscode.Uri.joinPath(uri, ...segments.slice(from));
      if (isOwn(candidate) && (await isFile(candidate))) return candidate;
    }
  }
  return undefined;
}

async function sameName(name: string): Promise<vscode.Uri | undefined> {
  // In a pattern these would stand for something else.
  const literal = name.replace(/[*?{}[\]]/g, "?");
  const found = (await vscode.workspace.findFiles(`**/${literal}`, "**/node_modules/**", maxOffers)).filter(
    (uri) => isOwn(uri) && uri.path.endsWith(`/${name}`),
  );
  if (found.length < 2) return found[0];
  const rows = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const other = { label: vscode.l10n.t("Another File…"), uri: undefined };
  const chosen = await vscode.window.showQuickPick([...rows, other], {
    title: vscode.l10n.t("Compare {0} with", name),
  });
  if (!chosen) throw new DOMException("Nothing was chosen.", "AbortError");
  return chosen.uri;
}

async function anyFile(name: string): Promise<vscode.Uri | undefined> {
  const defaultUri = vscode.workspace.workspaceFolders?.map(({ uri }) => uri).find(isOwn);
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Compare {0} with", name),
      openLabel: vscode.l10n.t("Compare"),
      ...(defaultUri && { defaultUri }),
    })) ?? [];
  return chosen;
}

/** A folder of the workspace can be an instance's. */
function isOwn({ scheme }: vscode.Uri): boolean {
  return scheme !== fileScheme;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    // Not there, or not to be read: nothing to compare with.
    return false;
  }
}
