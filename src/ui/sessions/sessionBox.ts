import * as vscode from "vscode";
import type { Instance, SessionSummary } from "../../api/wire.ts";
import { DisposableStore } from "../../common/disposable.ts";
import { Highlight } from "../../platform/highlight.ts";
import type { SessionsUiDeps } from "./deps.ts";
import { SessionList } from "./sessionList.ts";
import { type Action, actionButtons, type Entry, failedEntry, sessionEntry } from "./sessionRow.ts";

export type SessionChoice =
  | { readonly kind: "session"; readonly session: SessionSummary; readonly inEditor: boolean }
  | { readonly kind: "newChat" };

export interface SessionBoxOptions {
  readonly title: string;
  /**
   * What the buttons of a session do while the box waits behind it; without it sessions can only be chosen. The box
   * comes back when that is done, or with `comeBack`.
   */
  readonly change?: (
    action: Exclude<Action, "openInEditor">,
    session: SessionSummary,
    list: Pick<SessionList, "renamed" | "removed">,
    comeBack: () => void,
  ) => Promise<void>;
}

/**
 * Shows the sessions of the instance, newest first, and lets the user choose one; the one in front of the user is
 * highlighted beforehand. Closing the box ends whatever is being read.
 * @throws what the server said when the list could not be read.
 */
export async function showSessions(
  deps: SessionsUiDeps,
  instance: Instance,
  { title, change }: SessionBoxOptions,
): Promise<SessionChoice | undefined> {
  const store = new DisposableStore();
  const list = store.add(new SessionList(deps, instance));
  const box = store.add(vscode.window.createQuickPick<Entry>());
  const newChat = { iconPath: new vscode.ThemeIcon("add"), tooltip: vscode.l10n.t("New Chat") };
  const refresh = { iconPath: new vscode.ThemeIcon("refresh"), tooltip: vscode.l10n.t("Refresh") };
  const buttons = change ? actionButtons() : [];
  const highlight = new Highlight();
  box.title = title;
  box.buttons = change ? [newChat, refresh] : [refresh];
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.keepScrollPosition = true;
  const current = deps.host.current()?.sessionId;
  const update = (): void => {
    box.busy = list.isReading;
    box.placeholder = placeholder(list, instance);
    const now = deps.clock.now();
    const matched = box.value === "" ? undefined : box.activeItems[0];
    box.items = [
      ...list.rows.map((row) => sessionEntry(row, instance, now, buttons)),
      ...list.failed.map(failedEntry),
    ];
    const keys = box.items.flatMap((entry) => keyOf(entry) ?? []);
    const placed = highlight.place(
      keys,
      current !== undefined && keys.includes(current) ? current : undefined,
    );
    // Among what is typed for, VS Code knows better which rows can be highlighted at all.
    const next = box.value === "" ? placed : matched && keyOf(matched);
    if (next !== undefined) box.activeItems = box.items.filter((entry) => keyOf(entry) === next);
  };
  store.add(list.onDidChange(update));
  /** Something else is asked in front of the box, which VS Code hides meanwhile. */
  let isAsking = false;
  /**
   * In the place of a question that is still there the box takes the focus over. Once a question is closed, VS Code gives
   * the focus back to the editor, where a busy page takes it so late that the box would lose it again, and close.
   */
  const comeBack = (): void => {
    if (!isAsking) return;
    isAsking = false;
    if (!store.isDisposed) box.show();
  };
  try {
    return await new Promise<SessionChoice | undefined>((resolve, reject) => {
      const read = (): void => void list.read().catch(reject);
      box.onDidAccept(() => {
        const [entry] = box.selectedItems;
        if (entry?.row) resolve({ kind: "session", session: entry.row.session, inEditor: false });
        else if (entry) read();
      });
      box.onDidHide(() => {
        if (!isAsking) resolve(undefined);
      });
      box.onDidChangeActive(([entry]) => highlight.moved(entry && keyOf(entry)));
      box.onDidTriggerButton((button) => {
        if (button === newChat) resolve({ kind: "newChat" });
        else read();
      });
      box.onDidTriggerItemButton(({ item: { row }, button }) => {
        const action = buttons.find((known) => known === button)?.action;
        if (!row || !change || action === undefined || isAsking) return;
        if (action === "openInEditor") {
          resolve({ kind: "session", session: row.session, inEditor: true });
          return;
        }
        isAsking = true;
        change(action, row.session, list, comeBack).catch(reject).finally(comeBack);
      });
      read();
      box.show();
    });
  } finally {
    store.dispose();
  }
}

function placeholder({ isReading, rows }: SessionList, { id, name, status }: Instance): string {
  if (rows.length > 0) return vscode.l10n.t("Search by title or by how a session starts");
  const isAsleep = status === "sleeping" || status === "waking";
  if (isReading && isAsleep) return vscode.l10n.t("Waking {0}…", name?.trim() || id);
  return isReading
    ? vscode.l10n.t("Reading the sessions…")
    : vscode.l10n.t("This instance has no sessions yet.");
}

function keyOf({ row }: Entry): string | undefined {
  return row?.session.id;
}
