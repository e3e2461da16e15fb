import * as vscode from "vscode";
import type { ComputerHealth, InstanceLog, ResourceVerdict } from "../../api/wire.ts";

/** What the server says beside the log, in one line. */
export function logFacts({ health, truncated, fetchedAt }: InstanceLog, now: number): string {
  const at = new Date(fetchedAt ?? now).toLocaleTimeString(vscode.env.language);
  return [
    ...(health ? healthWords(health) : []),
    truncated ? vscode.l10n.t("older lines are left out") : undefined,
    vscode.l10n.t("read at {0}", at),
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

function healthWords(health: ComputerHealth): readonly (string | undefined)[] {
  const { running, restartCount = 0, exitCode, oomSuspected, verdict } = health;
  return [
    running
      ? vscode.l10n.t("running")
      : exitCode === undefined
        ? vscode.l10n.t("not running")
        : vscode.l10n.t("not running, exit code {0}", exitCode),
    restartCount === 0
      ? undefined
      : restartCount === 1
        ? vscode.l10n.t("1 restart")
        : vscode.l10n.t("{0} restarts", restartCount),
    oomSuspected ? vscode.l10n.t("probably out of memory") : undefined,
    ...verdictWords(verdict),
  ];
}

const resources = {
  memory: () => vscode.l10n.t("memory"),
  cpu: () => vscode.l10n.t("CPU"),
  disk: () => vscode.l10n.t("disk"),
};

/** What is short, by name; that all is well is one word. */
function verdictWords(verdict: ComputerHealth["verdict"]): readonly (string | undefined)[] {
  if (!verdict) return [];
  const short = (["memory", "cpu", "disk"] as const).map((name) => {
    const level: ResourceVerdict | undefined = verdict[name];
    if (level === "critical") return vscode.l10n.t("{0} critical", resources[name]());
    return level === "pressure" ? vscode.l10n.t("{0} under pressure", resources[name]()) : undefined;
  });
  if (short.some((part) => part !== undefined)) return short;
  return verdict.overall === "healthy" ? [vscode.l10n.t("healthy")] : [];
}
