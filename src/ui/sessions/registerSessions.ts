import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { type RemedyContext, remedies } from "../problems/remedies.ts";
import { deleteSession, renameSession } from "./changeSession.ts";
import type { SessionsUiDeps } from "./deps.ts";
import { pickSession } from "./pickSession.ts";

export type { SessionsUiDeps } from "./deps.ts";

/** The commands on sessions of the selected instance. */
export function registerSessions(deps: SessionsUiDeps): Disposable {
  const { host, instances, problems } = deps;
  const store = new DisposableStore();
  const command = (id: string, run: () => Promise<unknown>): void => {
    store.add(
      vscode.commands.registerCommand(id, async () => {
        try {
          await run();
        } catch (error) {
          const context: RemedyContext = { instanceId: instances.selected?.id };
          void problems.report(error, context, `${id}:${crypto.randomUUID()}`);
        }
      }),
    );
  };
  const instance = async (): Promise<Instance | undefined> => {
    if (!instances.selected) await vscode.commands.executeCommand(remedies.selectInstance.command);
    return instances.selected;
  };

  command("agent37.openSession", async () => {
    const ref = await instance();
    const session = ref && (await pickSession(deps, ref, vscode.l10n.t("Open Session")));
    if (session) await host.open(ref, session.id);
  });
  command("agent37.renameSession", async () => {
    const ref = await instance();
    const session = ref && (await pickSession(deps, ref, vscode.l10n.t("Rename Session")));
    if (!session) return;
    const newTitle = await renameSession(deps.client, ref, session);
    if (newTitle !== undefined) host.renamed(session.id, newTitle);
  });
  command("agent37.deleteSession", async () => {
    const ref = await instance();
    const session = ref && (await pickSession(deps, ref, vscode.l10n.t("Delete Session")));
    if (session && (await deleteSession(deps.client, ref, session))) host.forget(session.id);
  });
  return store;
}
