import * as vscode from "vscode";
import type { Agent37Client } from "../../api/client.ts";
import type { Instance, InstanceRef } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Problems } from "../problems/problems.ts";
import { type RemedyContext, remedies } from "../problems/remedies.ts";
import { pickSession } from "./pickSession.ts";
import { deleteSession, renameSession } from "./changeSession.ts";

/** The chat side: which session is in front of the user, and how to put another one there. */
export interface SessionHost {
  /** The session of the chat that was used last; undefined while it has none. */
  current(): { readonly instance: InstanceRef; readonly sessionId: string } | undefined;
  open(instance: InstanceRef, sessionId: string): Promise<void>;
  /** The session was deleted: nothing of it is kept or shown any more. */
  forget(sessionId: string): void;
  /** Whether a turn of the session is known to be running. */
  isRunning(sessionId: string): boolean;
}

export interface SessionsUiDeps {
  readonly client: Pick<Agent37Client, "listSessions" | "renameSession" | "deleteSession">;
  readonly instances: { readonly selected: Instance | undefined };
  readonly host: SessionHost;
  readonly problems: Problems;
}

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
    if (session) await renameSession(deps.client, ref, session);
  });
  command("agent37.deleteSession", async () => {
    const ref = await instance();
    const session = ref && (await pickSession(deps, ref, vscode.l10n.t("Delete Session")));
    if (session && (await deleteSession(deps.client, ref, session))) host.forget(session.id);
  });
  return store;
}
