import * as vscode from "vscode";
import { capabilities, type Instance, type InstanceLog } from "../../api/wire.ts";
import { type Disposable, DisposableStore, toDisposable } from "../../common/disposable.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { Follow } from "../../core/observe/follow.ts";
import { forDocument, oneLine } from "../../core/terminal/foreignOutput.ts";
import { withProgress } from "../../platform/progress.ts";
import type { ObserveUiDeps } from "./deps.ts";
import { logFacts } from "./logWords.ts";

export const logScheme = "agent37-log";

/** Lines that are read; the server gives at most 2,000. */
const tail = 2_000;

/** What is known of the log behind a document. */
interface OpenLog {
  readonly instance: Instance;
  readonly log: InstanceLog;
  /** When it was read, for a server that does not say. */
  readonly readAt: number;
  readonly follow?: Follow | undefined;
}

/**
 * The logs of instances as documents: they can be searched, copied and compared like any other text, and VS Code colors
 * them. What is known beside the log stands below its last line, so that the text is the log and nothing else.
 */
export class InstanceLogs implements Disposable, vscode.TextDocumentContentProvider, vscode.CodeLensProvider {
  readonly #deps: ObserveUiDeps;
  readonly #store = new DisposableStore();
  readonly #texts = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #lenses = this.#store.add(new vscode.EventEmitter<void>());
  /** By the URI of the document. */
  readonly #logs = new Map<string, OpenLog>();

  readonly onDidChange = this.#texts.event;
  readonly onDidChangeCodeLenses = this.#lenses.event;

  constructor(deps: ObserveUiDeps) {
    this.#deps = deps;
    const { workspace } = vscode;
    this.#store.add(workspace.registerTextDocumentContentProvider(logScheme, this));
    this.#store.add(vscode.languages.registerCodeLensProvider({ scheme: logScheme }, this));
    this.#store.add(workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)));
    this.#store.add(toDisposable(() => [...this.#logs.values()].forEach(({ follow }) => follow?.dispose())));
  }

  /** Reads the log of an instance and shows it at its end. */
  async show(instance: Instance): Promise<void> {
    const uri = logUri(instance);
    await this.#read(uri, instance);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: true });
    goToEnd(editor);
  }

  /** Reads the log of a document again. */
  async refresh(uri: vscode.Uri): Promise<void> {
    const instance = this.#instanceOf(uri);
    if (instance) await this.#read(uri, instance);
  }

  /** Begins or ends to read the log of a document again and again while it is looked at. */
  async toggleFollow(uri: vscode.Uri): Promise<void> {
    if (!this.#logs.has(uri.toString())) await this.refresh(uri);
    const known = this.#logs.get(uri.toString());
    if (!known) return;
    known.follow?.dispose();
    this.#keep(uri, { ...known, follow: known.follow ? undefined : this.#follow(uri, known.instance) });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const known = this.#logs.get(uri.toString());
    return known ? forDocument(known.log.text) : "";
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const known = this.#logs.get(document.uri.toString());
    const last = document.lineCount - 1;
    const range = new vscode.Range(last, 0, last, 0);
    const lens = (title: string, command: string): vscode.CodeLens =>
      new vscode.CodeLens(range, { title, command, arguments: [document.uri] });
    return [
      ...(known ? [lens(this.#facts(known), "")] : []),
      lens(vscode.l10n.t("Refresh"), "agent37.refreshInstanceLog"),
      lens(
        known?.follow ? vscode.l10n.t("Stop Following") : vscode.l10n.t("Follow"),
        "agent37.followInstanceLog",
      ),
    ];
  }

  dispose(): void {
    this.#store.dispose();
    this.#logs.clear();
  }

  #facts({ log, readAt }: OpenLog): string {
    const facts = logFacts(log, readAt);
    return log.text === "" ? `${vscode.l10n.t("The log is empty.")} ${facts}` : facts;
  }

  #read(uri: vscode.Uri, instance: Instance): Promise<void> {
    const title = vscode.l10n.t("Reading the log of {0}", instanceLabel(instance));
    return withProgress(title, (signal) => this.#update(uri, instance, signal));
  }

  async #update(uri: vscode.Uri, instance: Instance, signal: AbortSignal): Promise<void> {
    const log = await this.#deps.client.getLogs(instance, tail, { signal });
    const follow = this.#logs.get(uri.toString())?.follow;
    this.#stayAtEnd(uri);
    this.#keep(uri, { instance, log, readAt: this.#deps.clock.now(), follow });
    this.#texts.fire(uri);
  }

  #follow(uri: vscode.Uri, instance: Instance): Follow {
    const { clock, problems, windowFocus } = this.#deps;
    return new Follow({
      clock,
      read: (signal) => this.#update(uri, instance, signal),
      isWatched: () => windowFocus.focused && editorsOf(uri).length > 0,
      onDidChangeWatched: (listener) => {
        const store = new DisposableStore();
        store.add(vscode.window.onDidChangeVisibleTextEditors(listener));
        store.add(windowFocus.onDidChange(listener));
        return store;
      },
      onEnd: (error) => {
        const known = this.#logs.get(uri.toString());
        if (known) this.#keep(uri, { ...known, follow: undefined });
        const retry = () => vscode.commands.executeCommand("agent37.followInstanceLog", uri);
        void problems.report(error, { instanceId: instance.id }, `log:${crypto.randomUUID()}`, { retry });
      },
    });
  }

  /** Editors whose caret is at the end of the log go with it. */
  #stayAtEnd(uri: vscode.Uri): void {
    const editors = editorsOf(uri).filter(({ selection, document }) =>
      selection.isEqual(new vscode.Selection(endOf(document), endOf(document))),
    );
    if (editors.length === 0) return;
    const changed = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() !== uri.toString()) return;
      this.#store.delete(changed);
      editors.forEach(goToEnd);
    });
    this.#store.add(changed);
  }

  #keep(uri: vscode.Uri, log: OpenLog): void {
    this.#logs.set(uri.toString(), log);
    this.#lenses.fire();
  }

  #forget(uri: vscode.Uri): void {
    this.#logs.get(uri.toString())?.follow?.dispose();
    this.#logs.delete(uri.toString());
  }

  /** The instance as it is known now: its name or its status may be others. */
  #instanceOf(uri: vscode.Uri): Instance | undefined {
    const known = this.#deps.instances.find(uri.query) ?? this.#logs.get(uri.toString())?.instance;
    return known && capabilities[known.dialect].logs ? known : undefined;
  }
}

/** The document's name is the instance's; its id is what counts. */
function logUri(instance: Instance): vscode.Uri {
  const name = oneLine(instanceLabel(instance)).replace(/[/\\]/g, "_");
  return vscode.Uri.from({ scheme: logScheme, path: `/${name}.log`, query: instance.id });
}

function editorsOf(uri: vscode.Uri): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
}

function endOf(document: vscode.TextDocument): vscode.Position {
  return document.lineAt(document.lineCount - 1).range.end;
}

function goToEnd(editor: vscode.TextEditor): void {
  const end = endOf(editor.document);
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(new vscode.Range(end, end));
}
