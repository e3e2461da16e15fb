import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { remedies } from "../problems/remedies.ts";
import { deleteSession, renameSession, type SessionPlace } from "./changeSession.ts";
import { clearTrace } from "./clearTrace.ts";
import type { SessionsUiDeps } from "./deps.ts";
import { showSessions } from "./sessionBox.ts";
import { agentOf } from "./sessionList.ts";
import { SessionTitles } from "./sessionTitles.ts";

export type { SessionsUiDeps } from "./deps.ts";

/** The commands on the sessions of the selected instance and on the session in front. */
export function registerSessions(deps: SessionsUiDeps): Disposable {
  const store = new DisposableStore();
  const command = (id: string, run: () => Promise<unknown>): void => {
    store.add(
      vscode.commands.registerCommand(id, () => {
        const shown = id === "agent37.openSession" ? undefined : deps.host.current();
        return reported(deps, id, shown?.instance.id ?? deps.instances.selected?.id, run);
      }),
    );
  };
  command("agent37.openSession", () => openSession(deps));
  command("agent37.renameSession", async () => {
    const place = await sessionInFront(deps, vscode.l10n.t("Rename Session"));
    if (place) await rename(deps, place);
  });
  command("agent37.deleteSession", async () => {
    const place = await sessionInFront(deps, vscode.l10n.t("Delete Session"));
    if (place) await remove(deps, place);
  });
  command("agent37.clearTrace", () => clearTrace(deps.traces));
  return store;
}

async function openSession(deps: SessionsUiDeps): Promise<void> {
  const instance = await selectedInstance(deps);
  if (!instance) return;
  const choice = await showSessions(deps, instance, {
    title: vscode.l10n.t("Open Session"),
    change: (action, session, list, comeBack) =>
      reported(deps, `agent37.${action}Session`, instance.id, async () => {
        const place = { instance, session, agent: agentOf(instance, session) };
        if (action === "rename") {
          const title = await rename(deps, place, comeBack);
          if (title !== undefined) list.renamed(session.id, title);
        } else if (await remove(deps, place)) list.removed(session.id);
      }),
  });
  if (choice?.kind === "newChat") await vscode.commands.executeCommand(remedies.newChat.command);
  if (choice?.kind !== "session") return;
  const { session, inEditor } = choice;
  await deps.host.open(instance, session.id, {
    agent: agentOf(instance, session),
    title: session.title,
    inEditor,
  });
}

/** The session that the user means: the one in front, else one of the selected instance that is picked. */
async function sessionInFront(deps: SessionsUiDeps, title: string): Promise<SessionPlace | undefined> {
  const shown = deps.host.current();
  if (shown) {
    const { instance, agent, sessionId: id } = shown;
    const known = shown.title ?? new SessionTitles(deps.globalStore).find(instance.id, id);
    return { instance, agent, session: { id, title: known } };
  }
  const instance = await selectedInstance(deps);
  if (!instance) return undefined;
  const choice = await showSessions(deps, instance, { title });
  if (choice?.kind !== "session") return undefined;
  return { instance, session: choice.session, agent: agentOf(instance, choice.session) };
}

/** @returns the title; undefined when it stays as it is. */
async function rename(
  { client, host }: SessionsUiDeps,
  place: SessionPlace,
  onAccept?: () => void,
): Promise<string | undefined> {
  const title = await renameSession(client, place, onAccept);
  if (title !== undefined) host.renamed(place.session.id, title);
  return title;
}

/** @returns whether the session was deleted. */
async function remove(
  { client, globalStore, host, traces }: SessionsUiDeps,
  place: SessionPlace,
): Promise<boolean> {
  if (!(await deleteSession(client, place))) return false;
  const { id } = place.session;
  host.forget(id);
  new SessionTitles(globalStore).forget(place.instance.id, id);
  await traces.forget(id);
  return true;
}

async function selectedInstance({ instances }: SessionsUiDeps): Promise<Instance | undefined> {
  if (!instances.selected) await vscode.commands.executeCommand(remedies.selectInstance.command);
  return instances.selected;
}

/** What goes wrong is told in one notification; nothing is thrown. */
async function reported(
  deps: SessionsUiDeps,
  id: string,
  instanceId: string | undefined,
  run: () => Promise<unknown>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    const retry = () => reported(deps, id, instanceId, run);
    void deps.problems.report(error, { instanceId }, `${id}:${crypto.randomUUID()}`, { retry });
  }
}
