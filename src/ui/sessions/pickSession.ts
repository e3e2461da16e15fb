import * as vscode from "vscode";
import type { InstanceRef, SessionSummary } from "../../api/wire.ts";
import type { SessionsUiDeps } from "./deps.ts";
import { messagesWords, relativeTime, sessionLabel } from "./sessionWords.ts";

/**
 * Lets the user pick a session of the instance, newest first; the one in front of the user is selected beforehand.
 * Closing the box ends the read as well.
 * @throws what the server said when the list could not be read.
 */
export async function pickSession(
  { client, host }: SessionsUiDeps,
  ref: InstanceRef,
  title: string,
): Promise<SessionSummary | undefined> {
  const box = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly session?: SessionSummary }>();
  const closed = new AbortController();
  box.title = title;
  box.placeholder = vscode.l10n.t("Reading the sessions…");
  box.busy = true;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  try {
    return await new Promise((resolve, reject) => {
      box.onDidAccept(() => {
        const session = box.selectedItems[0]?.session;
        if (session) resolve(session);
      });
      box.onDidHide(() => {
        closed.abort();
        resolve(undefined);
      });
      box.show();
      client.listSessions(ref, { signal: closed.signal }).then((sessions) => {
        box.busy = false;
        box.placeholder =
          sessions.length === 0
            ? vscode.l10n.t("This instance has no sessions yet.")
            : vscode.l10n.t("The newest session comes first.");
        box.items = sessions.map((session) => row(session, host.isRunning(session.id)));
        const current = host.current()?.sessionId;
        box.activeItems = box.items.filter(({ session }) => session?.id === current);
      }, reject);
    });
  } finally {
    box.dispose();
  }
}

function row(
  session: SessionSummary,
  running: boolean,
): vscode.QuickPickItem & { readonly session: SessionSummary } {
  const label = sessionLabel(session).replace(/\$\(/g, "\\$(");
  const facts = [
    running ? vscode.l10n.t("a turn is running") : undefined,
    session.lastActiveAt === undefined
      ? undefined
      : relativeTime(session.lastActiveAt, Date.now(), vscode.env.language),
    session.messageCount === undefined ? undefined : messagesWords(session.messageCount),
    session.agent,
  ];
  return {
    label: `${running ? "$(sync~spin)" : "$(comment-discussion)"} ${label}`,
    description: facts.filter((fact) => fact !== undefined).join(" · "),
    session,
  };
}
