import * as vscode from "vscode";
import * as v from "valibot";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import {
  type Report,
  type ReportMessage,
  type ReportPageData,
  reportPageMessageSchema,
  type ReportPlace,
} from "../../protocol/report.ts";
import type { ReportContent, ReportTab } from "../../protocol/reportTab.ts";
import { webviewPage, webviewRoots } from "../webviewPage.ts";

/**
 * A report in a webview panel. VS Code ends the page of a hidden tab; the next one says that it is ready and gets the
 * newest report.
 */
export class PanelTab implements ReportTab, Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #disposables = new DisposableStore();
  readonly #visible = this.#disposables.add(new Emitter<boolean>());
  readonly #disposed = new Emitter<void>();
  #content: ReportContent | undefined;
  #report: Report | undefined;
  #isReady = false;
  readonly #load: () => void;

  readonly onDidChangeVisible: Event<boolean> = this.#visible.event;
  readonly onDidDispose: Event<void> = this.#disposed.event;

  constructor(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, place: ReportPlace) {
    this.#panel = panel;
    const { webview } = panel;
    this.#disposables.add(
      webview.onDidReceiveMessage((data: unknown) => {
        const message = v.safeParse(reportPageMessageSchema, data);
        if (!message.success) return;
        if (message.output.type === "action") this.#act(message.output.id);
        else {
          this.#isReady = true;
          this.#post();
        }
      }),
    );
    let wasVisible = panel.visible;
    this.#disposables.add(
      panel.onDidChangeViewState(() => {
        if (panel.visible === wasVisible) return;
        wasVisible = panel.visible;
        if (!wasVisible) this.#isReady = false;
        this.#visible.fire(wasVisible);
      }),
    );
    this.#disposables.add(panel.onDidDispose(() => this.dispose()));
    webview.options = { enableScripts: true, localResourceRoots: [...webviewRoots(extensionUri)] };
    this.#load = () => {
      // Another nonce each time, so that VS Code takes it for another page.
      const data: ReportPageData = { l10n: vscode.l10n.bundle, place };
      webview.html = webviewPage(webview, extensionUri, { title: "Agent37", name: "report", data });
    };
    this.#load();
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  /** Whether somebody has said what is shown here. */
  get isFilled(): boolean {
    return this.#content !== undefined;
  }

  fill(open: (tab: ReportTab) => ReportContent): void {
    this.#content = open(this);
  }

  /** Takes everything from the page, as when its figures are no longer the user's to see. */
  clear(): void {
    this.#content?.dispose();
    this.#content = undefined;
    this.#report = undefined;
    this.#isReady = false;
    this.#panel.title = "Agent37";
    this.#load();
  }

  update(report: Report): void {
    this.#report = report;
    if (this.#disposables.isDisposed) return;
    if (this.#panel.title !== report.title) this.#panel.title = report.title;
    this.#post();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  close(): void {
    this.#panel.dispose();
  }

  /** Lets go of the tab, which stays on screen when VS Code goes down. */
  dispose(): void {
    if (this.#disposables.isDisposed) return;
    this.#disposables.dispose();
    this.#content?.dispose();
    this.#disposed.fire();
    this.#disposed.dispose();
  }

  /** Only what the report offers can be chosen. */
  #act(id: string): void {
    const action = this.#report?.actions.find((offered) => offered.id === id);
    if (action && !action.isDisabled) this.#content?.act(id);
  }

  #post(): void {
    if (!this.#isReady || !this.#report) return;
    const message: ReportMessage = { type: "report", report: this.#report };
    void this.#panel.webview.postMessage(message);
  }
}
