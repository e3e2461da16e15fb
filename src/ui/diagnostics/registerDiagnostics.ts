import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { withProgress } from "../../platform/progress.ts";
import type { Problems } from "../problems/problems.ts";
import { type CheckDeps, checks, runCheck } from "./checks.ts";
import { type Finding, reportText } from "./report.ts";

export interface DiagnosticsUiDeps extends CheckDeps {
  readonly problems: Problems;
  /** Masks secrets; the report passes it as every log line does. */
  readonly redact: (text: string) => string;
  /** The extension's version. */
  readonly version: string;
  /** The log's channel in the Output panel. */
  readonly channel: { show(): void };
}

const scheme = "agent37-diagnosis";

/** The commands that help to find out why something does not work. */
export function registerDiagnostics(deps: DiagnosticsUiDeps): Disposable {
  const { channel, problems, redact } = deps;
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  let report = "";
  // A document of a content provider cannot be edited and asks nobody to save it.
  store.add(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => report,
    }),
  );
  store.add(vscode.commands.registerCommand("agent37.showLog", () => channel.show()));
  store.add(
    vscode.commands.registerCommand("agent37.diagnoseConnection", async () => {
      try {
        report = redact(await diagnose(deps));
        const uri = vscode.Uri.from({ scheme, path: vscode.l10n.t("Agent37 Connection") });
        changed.fire(uri);
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
      } catch (error) {
        const retry = () => vscode.commands.executeCommand("agent37.diagnoseConnection");
        void problems.report(error, {}, `agent37.diagnoseConnection:${crypto.randomUUID()}`, { retry });
      }
    }),
  );
  return store;
}

function diagnose(deps: DiagnosticsUiDeps): Promise<string> {
  return withProgress(vscode.l10n.t("Looking at the connection to Agent37…"), async (signal, say) => {
    const findings: Finding[] = [];
    for (const check of checks) {
      const title = check.title();
      say(title);
      findings.push({ title, ...(await runCheck(check, deps, signal)) });
    }
    const failed = findings.filter(({ outcome }) => outcome === "failed").length;
    const heading =
      failed === 0
        ? vscode.l10n.t("Everything that was looked at works.")
        : vscode.l10n.t("{0} of {1} checks failed.", failed, findings.length);
    return reportText(
      heading,
      [
        `Agent37 Chat ${deps.version}, VS Code ${vscode.version}, ${process.platform} ${process.arch}`,
        new Date().toISOString(),
      ],
      findings,
    );
  });
}
