import * as vscode from "vscode";
import { asAgent37Error } from "../../../api/errors/agent37Error.ts";
import type { Instance } from "../../../api/wire.ts";
import { isAbortError } from "../../../common/clock.ts";
import type { Place } from "../../../core/files/place.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import type { FilesUiDeps } from "../deps.ts";
import { uriOfPlace } from "../fileSystemUris.ts";
import { type Found, searchInstance } from "./searchInstance.ts";

/** How long nothing is typed before the instance is asked, in milliseconds. */
const pauseMs = 300;

interface Row extends vscode.QuickPickItem {
  /** Below the directory; none for a row of words. */
  readonly path?: string;
}

/**
 * Lets the user look for a file of an instance by its name and opens the chosen one. Resolves when the search is left.
 * @throws what the client says of a search
 */
export async function searchFiles(
  deps: Pick<FilesUiDeps, "client" | "files" | "clock">,
  instance: Instance,
  directory: Place,
): Promise<void> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t("Search Files of {0}", instanceLabel(instance));
  pick.placeholder = vscode.l10n.t("A part of the name, or of the path below {0}", directory.path);
  pick.matchOnDescription = true;
  let search = new AbortController();
  const asked = async (query: string, signal: AbortSignal): Promise<void> => {
    await deps.clock.sleep(pauseMs, signal);
    pick.busy = true;
    const found = await searchInstance(deps, instance, directory, query, signal);
    signal.throwIfAborted();
    pick.items = rowsOf(found, query);
    pick.busy = false;
  };
  try {
    await new Promise<void>((resolve, reject) => {
      pick.onDidHide(() => resolve());
      pick.onDidChangeValue((value) => {
        search.abort();
        search = new AbortController();
        pick.busy = false;
        const query = value.trim();
        if (query === "") pick.items = [];
        else
          asked(query, search.signal).catch((error: unknown) => {
            if (!isAbortError(error)) reject(error instanceof Error ? error : asAgent37Error(error));
          });
      });
      pick.onDidAccept(() => {
        const path = pick.selectedItems[0]?.path;
        if (path === undefined) return;
        const { instanceId } = directory;
        const uri = uriOfPlace({
          instanceId,
          path: `${directory.path === "/" ? "" : directory.path}/${path}`,
        });
        pick.hide();
        void vscode.commands.executeCommand("vscode.open", uri);
      });
      pick.show();
    });
  } finally {
    search.abort();
    pick.dispose();
  }
}

function rowsOf({ paths, isCut }: Found, query: string): Row[] {
  const rows: Row[] = paths.map((path) => {
    const cut = path.lastIndexOf("/") + 1;
    const name = path.slice(cut);
    // `$(name)` in a label is an icon; a name is foreign.
    const label = name.replaceAll("$(", "$\u200b(");
    // Found is found: what the picker itself thinks of the match does not count.
    return { path, label, description: path.slice(0, cut).replaceAll("$(", "$\u200b("), alwaysShow: true };
  });
  const words = isCut
    ? vscode.l10n.t(
        "Only some of the files are shown. Write more of the name, or search in a smaller folder.",
      )
    : paths.length === 0
      ? vscode.l10n.t("No file has {0} in its name", query)
      : undefined;
  if (words !== undefined)
    rows.push({
      label: words.replaceAll("$(", "$\u200b("),
      alwaysShow: true,
      iconPath: new vscode.ThemeIcon("info"),
    });
  return rows;
}
