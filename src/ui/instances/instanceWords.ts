import * as vscode from "vscode";
import type { Instance, InstanceShape, InstanceStatus, Spend } from "../../api/wire.ts";
import { allowedUsd } from "../../core/spend/spendFacts.ts";
import { formatUsd } from "../../core/spend/usd.ts";

const words: Readonly<Record<Exclude<InstanceStatus, "unknown">, () => string>> = {
  provisioning: () => vscode.l10n.t("provisioning"),
  running: () => vscode.l10n.t("running"),
  stopping: () => vscode.l10n.t("stopping"),
  stopped: () => vscode.l10n.t("stopped"),
  starting: () => vscode.l10n.t("starting"),
  restarting: () => vscode.l10n.t("restarting"),
  updating: () => vscode.l10n.t("updating"),
  sleeping: () => vscode.l10n.t("sleeping"),
  waking: () => vscode.l10n.t("waking"),
  failed: () => vscode.l10n.t("failed"),
  deleting: () => vscode.l10n.t("deleting"),
  deleted: () => vscode.l10n.t("deleted"),
};

/** The status in one or two words; one that was not read yet is being read. */
export function statusWords({ status, statusText }: Pick<Instance, "status" | "statusText">): string {
  if (status !== "unknown") return words[status]();
  return statusText.trim() || vscode.l10n.t("checking…");
}

/** The codicon of a status, as it is written in labels. */
export function statusIcon(status: InstanceStatus): string {
  return `$(${statusIconId(status)})`;
}

/** The codicon of a status. */
export function statusIconId(status: InstanceStatus): string {
  switch (status) {
    case "running":
      return "vm-running";
    case "stopped":
    case "sleeping":
      return "vm-outline";
    case "failed":
      return "error";
    case "unknown":
    case "deleted":
      return "vm";
    default:
      return "sync~spin";
  }
}

/** The size of the computer, as far as it is known. */
export function shapeWords({ vcpu, memoryGb, diskGb }: InstanceShape): string {
  return [
    vcpu === undefined ? undefined : vscode.l10n.t("{0} vCPU", vcpu),
    memoryGb === undefined ? undefined : vscode.l10n.t("{0} GB memory", memoryGb),
    diskGb === undefined ? undefined : vscode.l10n.t("{0} GB disk", diskGb),
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

/** The size in as little room as a row of a tree has. */
export function shortShapeWords({ vcpu, memoryGb }: InstanceShape): string {
  if (vcpu === undefined) return "";
  return memoryGb === undefined
    ? vscode.l10n.t("{0} vCPU", vcpu)
    : vscode.l10n.t("{0} vCPU, {1} GB", vcpu, memoryGb);
}

/** What is spent of what may be spent. */
export function spendWords(spend: Spend): string {
  const { language } = vscode.env;
  return vscode.l10n.t(
    "{0} of {1}",
    formatUsd(spend.usedUsd, language),
    formatUsd(allowedUsd(spend), language),
  );
}

/** How the instance falls asleep; empty where it does not, or where that is not known. */
export function sleepWords({
  autoSleep,
  idleTimeoutMs,
}: Pick<Instance, "autoSleep" | "idleTimeoutMs">): string {
  if (autoSleep !== true) return "";
  return idleTimeoutMs === undefined ? vscode.l10n.t("when idle") : idleWords(idleTimeoutMs);
}

/** A time without work, as in "after 15 minutes". */
export function idleWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes === 60) return vscode.l10n.t("after 1 hour");
  return minutes > 60 && minutes % 60 === 0
    ? vscode.l10n.t("after {0} hours", minutes / 60)
    : vscode.l10n.t("after {0} minutes", minutes);
}

/** Keeps `$(…)` in a name of foreign origin from being drawn as an icon. */
export function plainLabel(text: string): string {
  return text.replace(/\$\(/g, "\\$(");
}
