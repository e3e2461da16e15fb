import * as vscode from "vscode";
import { DisposableStore } from "../../common/disposable.ts";
import type { Offer } from "./offers.ts";

export interface PickPlaces {
  readonly special: readonly Offer[];
  readonly open: readonly Offer[];
  readonly files: Promise<readonly Offer[]>;
}

type Choice = Offer | "disk";
type Row = vscode.QuickPickItem & { readonly choice?: Choice | "several" };

/**
 * Lets the user choose what to attach: typing and Enter takes one; the row Choose Several turns on checkboxes, which stay
 * checked while the filter changes. Filtered by VS Code, so that a quick Enter takes what is on the screen.
 * @returns what was chosen, `disk` for the dialog of the system; empty when nothing was.
 */
export async function pickOffers(places: PickPlaces): Promise<readonly Choice[]> {
  const store = new DisposableStore();
  const box = store.add(vscode.window.createQuickPick<Row>());
  box.title = vscode.l10n.t("Attach to Message");
  box.placeholder = vscode.l10n.t("Type the name of a file");
  box.matchOnDescription = true;
  box.items = [
    row("disk", "folder-opened", vscode.l10n.t("Files from Disk…"), ""),
    row("several", "checklist", vscode.l10n.t("Choose Several…"), ""),
    ...places.special.map(rowOf),
    ...section(vscode.l10n.t("open editors"), places.open),
  ];
  box.busy = true;
  try {
    return await new Promise((resolve) => {
      store.add(
        box.onDidAccept(() => {
          // With checkboxes and none of them checked, Enter means the row that it was pressed on.
          const rows = box.selectedItems.length > 0 ? box.selectedItems : box.activeItems;
          const choices = rows.flatMap(({ choice }) => choice ?? []);
          if (choices.includes("several")) chooseSeveral(box);
          else if (choices.length > 0) resolve(choices.filter((choice) => choice !== "several"));
        }),
      );
      store.add(box.onDidHide(() => resolve([])));
      void places.files.then((files) => {
        if (store.isDisposed) return;
        const shown = new Set(places.open.map(({ id }) => id));
        const others = files.filter(({ id }) => !shown.has(id));
        const { selectedItems, activeItems } = box;
        // Behind the rows that are there: these stay where they are, also under a key that is pressed now.
        box.items = [...box.items, ...section(vscode.l10n.t("files"), others)];
        box.activeItems = activeItems;
        if (box.canSelectMany) box.selectedItems = selectedItems;
        box.busy = false;
      });
      box.show();
    });
  } finally {
    store.dispose();
  }
}

/** Rows get their checkboxes when they are made, so they are made again. */
function chooseSeveral(box: vscode.QuickPick<Row>): void {
  box.canSelectMany = true;
  box.value = "";
  box.items = box.items.filter(({ choice }) => choice !== "several");
  box.activeItems = [];
  box.selectedItems = [];
  box.placeholder = vscode.l10n.t("Check with the arrow keys and Space, then press Enter");
}

function section(title: string, offers: readonly Offer[]): readonly Row[] {
  return offers.length === 0
    ? []
    : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...offers.map(rowOf)];
}

function rowOf(offer: Offer): Row {
  return row(offer, offer.icon, offer.title, offer.description);
}

/** Names may look like icons to VS Code, so these are written in a way that it shows as they are. */
function row(choice: Choice | "several", icon: string, title: string, description: string): Row {
  const plain = (text: string): string => text.replaceAll("$(", "\\$(");
  return { label: `$(${icon}) ${plain(title)}`, description: plain(description), choice };
}
