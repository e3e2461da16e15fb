import * as vscode from "vscode";
import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import { capabilities, type Instance, type StatusReason } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { forDocument } from "../../core/terminal/foreignOutput.ts";
import { sentenceOf } from "../problems/wording.ts";
import type { InstancesUiDeps } from "./deps.ts";
import { statusWords } from "./instanceWords.ts";

const scheme = "agent37-problem";
/** Lines of the console that are shown. */
const tail = 200;

type DocumentDeps = Pick<InstancesUiDeps, "client" | "instances">;

/** Why an instance has failed, and the end of its console, as a read-only document. */
export class ProblemDocument implements Disposable {
  readonly #deps: DocumentDeps;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.Uri>());

  constructor(deps: DocumentDeps) {
    this.#deps = deps;
    this.#store.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#text(uri.query),
      }),
    );
  }

  /** Opens the document, as things are now. */
  async show(instance: Instance): Promise<void> {
    const name = instanceLabel(instance).replace(/[/\\\p{Cc}]+/gu, " ");
    const path = `/${vscode.l10n.t("{0}: What Failed", name)}`;
    const uri = vscode.Uri.from({ scheme, path, query: instance.id });
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #text(id: string): Promise<string> {
    const { client, instances } = this.#deps;
    const listed = instances.find(id);
    if (!listed) return vscode.l10n.t("The instance {0} is not in the list any more.", id);
    // The list may be older than the failure.
    const instance = await client.getInstance(listed).catch(() => listed);
    return [
      `${instanceLabel(instance)} (${instance.id})`,
      vscode.l10n.t("Status: {0}", statusWords(instance)),
      "",
      ...reasonLines(instance.statusReason),
      "",
      await this.#console(instance),
      "",
    ].join("\n");
  }

  async #console(instance: Instance): Promise<string> {
    if (!capabilities[instance.dialect].logs)
      return vscode.l10n.t("This API does not give the console of an instance.");
    try {
      const { text, truncated } = await this.#deps.client.getLogs(instance, tail);
      const heading = vscode.l10n.t("Console, the last {0} lines:", tail);
      const body = forDocument(text).trimEnd() || vscode.l10n.t("(nothing)");
      return [heading, ...(truncated ? ["…"] : []), body].join("\n");
    } catch (error) {
      return vscode.l10n.t("The console could not be read. {0}", sentenceOf(asAgent37Error(error)));
    }
  }
}

function reasonLines(reason: StatusReason | undefined): readonly string[] {
  if (!reason) return [vscode.l10n.t("The server gives no reason.")];
  const { code, message, operation, at } = reason;
  const detail = forDocument(reason.detail ?? "").trimEnd();
  return [
    forDocument(message).trimEnd(),
    "",
    vscode.l10n.t("Code: {0}", code),
    ...(operation === undefined ? [] : [vscode.l10n.t("During: {0}", operation)]),
    ...(at === undefined ? [] : [vscode.l10n.t("At: {0}", new Date(at).toLocaleString(vscode.env.language))]),
    ...(detail === "" ? [] : ["", detail]),
  ];
}
