import * as vscode from "vscode";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import { capabilities, type Instance, type PageTarget } from "../../api/wire.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { isOpenable, readPort, wellKnownPorts } from "../../core/observe/pages.ts";
import { withProgress } from "../../platform/progress.ts";
import type { ObserveUiDeps } from "./deps.ts";

export interface PageDeps extends Pick<ObserveUiDeps, "openLink"> {
  readonly client: Pick<ObserveUiDeps["client"], "getPageAddress">;
}

/** How long an address may be used to open its page; the browser then has a cookie of its own. */
const ttlMs = 3_600_000;

/**
 * Asks for a page of the instance and opens it in the browser. Its address is a password: it goes to the browser and
 * nowhere else.
 * @throws `instance_not_running`, and what the call says
 */
export async function openInstancePage({ client, openLink }: PageDeps, instance: Instance): Promise<void> {
  refuseStopped(instance);
  const target = await chooseTarget(instance);
  if (!target) return;
  const title = vscode.l10n.t("Opening a page of {0}", instanceLabel(instance));
  const { url } = await withProgress(title, (signal) =>
    client.getPageAddress(instance, target, ttlMs, { signal }),
  );
  if (!isOpenable(url)) {
    throw new Agent37Error({
      code: "untrusted_instance_url",
      message: "The server gave an address that is not encrypted or not of the web; it was not opened.",
      plane: "local",
    });
  }
  await openLink(url);
}

/** A sleeping instance wakes when its page is opened; one that stands still has none. */
function refuseStopped({ status }: Instance): void {
  if (status !== "stopped" && status !== "stopping" && status !== "failed") return;
  throw new Agent37Error({
    code: "instance_not_running",
    message: "Its pages can be opened once it runs.",
    plane: "local",
  });
}

type Row = vscode.QuickPickItem & { readonly target: PageTarget | "otherPort" };

async function chooseTarget(instance: Instance): Promise<PageTarget | undefined> {
  const rows = capabilities[instance.dialect].pages === "surfaces" ? surfaceRows() : portRows(instance);
  const row = await vscode.window.showQuickPick<Row>(rows, {
    title: vscode.l10n.t("Open a Page of {0}", instanceLabel(instance)),
    placeHolder: vscode.l10n.t("It opens in your browser, signed in for an hour"),
  });
  return row?.target === "otherPort" ? askForPort() : row?.target;
}

function portRows({ agents }: Instance): readonly Row[] {
  const row = (icon: string, label: string, port: number): Row => ({
    label: `$(${icon}) ${label}`,
    description: vscode.l10n.t("port {0}", port),
    target: { port },
  });
  return [
    row("terminal", vscode.l10n.t("Terminal"), wellKnownPorts.terminal),
    row("files", vscode.l10n.t("File Browser"), wellKnownPorts.files),
    ...(agents.includes("hermes")
      ? [row("dashboard", vscode.l10n.t("Hermes Dashboard"), wellKnownPorts.hermesDashboard)]
      : []),
    ...(agents.includes("openclaw")
      ? [row("dashboard", vscode.l10n.t("OpenClaw Dashboard"), wellKnownPorts.openclawDashboard)]
      : []),
    { label: `$(plug) ${vscode.l10n.t("Other Port…")}`, target: "otherPort" },
  ];
}

function surfaceRows(): readonly Row[] {
  return [
    { label: `$(terminal) ${vscode.l10n.t("Terminal")}`, target: { surface: "terminal" } },
    { label: `$(device-desktop) ${vscode.l10n.t("Desktop")}`, target: { surface: "desktop" } },
    { label: `$(files) ${vscode.l10n.t("File Browser")}`, target: { surface: "files" } },
  ];
}

async function askForPort(): Promise<PageTarget | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("Open a Port in the Browser"),
    prompt: vscode.l10n.t("What your program on the instance listens on"),
    placeHolder: "3000",
    validateInput: (value) =>
      value.trim() === "" || readPort(value) !== undefined
        ? undefined
        : vscode.l10n.t("Enter a port from 1 to 65535, except 22022."),
  });
  const port = readPort(text ?? "");
  return port === undefined ? undefined : { port };
}
