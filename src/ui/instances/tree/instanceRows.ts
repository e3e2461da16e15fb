import * as vscode from "vscode";
import { capabilities, type Instance, type Spend } from "../../../api/wire.ts";
import { withoutLinks } from "../../../common/withoutLinks.ts";
import { instanceLabel, isTransitional } from "../../../core/instances/instanceState.ts";
import { type Fact, instanceFacts, instanceNotes } from "../instanceFacts.ts";
import { shapeWords, shortShapeWords, spendWords, statusIconId, statusWords } from "../instanceWords.ts";

/** What is drawn of one instance. Texts are plain. */
export interface InstanceRow {
  readonly kind: "instance";
  readonly instanceId: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color: string | undefined;
  readonly contextValue: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Name and status. */
  readonly title: string;
  readonly notes: readonly string[];
  readonly facts: readonly Fact[];
}

/** Instances with the same tag. */
export interface TagRow {
  readonly kind: "tag";
  /** Undefined: those without one. */
  readonly tag: string | undefined;
  readonly rows: readonly InstanceRow[];
}

/** Names a row among all rows. */
export function rowId(row: InstanceRow | TagRow): string {
  if (row.kind === "instance") return `instance ${row.instanceId}`;
  return row.tag === undefined ? "no tag" : `tag ${row.tag}`;
}

export interface RowSituation {
  readonly selectedId: string | undefined;
  readonly isBusy: (id: string) => boolean;
  readonly spendOf: (instance: Instance) => Spend | undefined;
}

/** From this many on, instances with different tags stand under their tags. */
const manyInstances = 8;

/** The rows of the tree from top to bottom: grouped by tag where there are many with more than one. */
export function instanceRows(
  list: readonly Instance[],
  situation: RowSituation,
): readonly (InstanceRow | TagRow)[] {
  const rows = list.map((instance) => ({ tag: tagOf(instance), row: instanceRow(instance, situation) }));
  const tags = [...new Set(rows.map(({ tag }) => tag))];
  if (list.length < manyInstances || tags.length < 2) return rows.map(({ row }) => row);
  const ordered = [...tags].sort((a, b) =>
    a === undefined ? 1 : b === undefined ? -1 : a.localeCompare(b, vscode.env.language),
  );
  return ordered.map((tag) => ({
    kind: "tag",
    tag,
    rows: rows.filter((entry) => entry.tag === tag).map(({ row }) => row),
  }));
}

/** Whether every word of the filter is in what the instance is called, is or does. */
export function matches(instance: Instance, filter: string): boolean {
  const told = [
    instance.id,
    instance.name,
    instance.user,
    statusWords(instance),
    instance.template,
    ...instance.agents,
  ]
    .join("\n")
    .toLocaleLowerCase();
  return filter
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => told.includes(word));
}

function tagOf({ user }: Instance): string | undefined {
  return user?.trim() || undefined;
}

function instanceRow(instance: Instance, { selectedId, isBusy, spendOf }: RowSituation): InstanceRow {
  const selected = instance.id === selectedId;
  // Until the list tells what an action does, that is all there is to say.
  const busy = isBusy(instance.id) && !isTransitional(instance.status);
  const spend = spendOf(instance);
  const label = withoutLinks(instanceLabel(instance));
  const told = (shape: string): readonly (string | undefined)[] =>
    [
      ...(selected ? [vscode.l10n.t("selected")] : []),
      instance.agents[0] ?? instance.template,
      shape,
      spend && spendWords(spend),
    ].filter((part) => part);
  const status = busy ? vscode.l10n.t("changing") : statusWords(instance);
  return {
    kind: "instance",
    instanceId: instance.id,
    label,
    description: withoutLinks([busy ? "…" : status, ...told(shortShapeWords(instance.shape))].join(" · ")),
    icon: busy ? "sync~spin" : statusIconId(instance.status),
    color: colorOf(instance),
    contextValue: contextValue(instance, selected, busy),
    spoken: withoutLinks([label, status, ...told(shapeWords(instance.shape))].join(", ")),
    title: withoutLinks([label, status].join(", ")),
    notes: instanceNotes(instance),
    facts: instanceFacts(instance, spend),
  };
}

function colorOf({ status, pastDue }: Instance): string | undefined {
  if (status === "failed") return "list.errorForeground";
  if (pastDue) return "list.warningForeground";
  return status === "running" ? "charts.green" : undefined;
}

/** Words for what the instance is and what can be done with it now, for the `when` clauses of menus. */
function contextValue(instance: Instance, selected: boolean, busy: boolean): string {
  const { dialect, status, statusReason } = instance;
  const can = capabilities[dialect];
  const acts = can.lifecycle && !busy;
  const is = (...statuses: readonly Instance["status"][]): boolean => statuses.includes(status);
  const words: Readonly<Record<string, boolean>> = {
    instance: true,
    [dialect]: true,
    [status]: true,
    selected,
    troubled: status === "failed" || statusReason !== undefined,
    lifecycle: can.lifecycle,
    startable: acts && is("stopped", "sleeping"),
    stoppable: acts && is("running", "sleeping"),
    restartable: acts && is("running"),
    resizable: acts && (can.diskSize ? is("running") : is("running", "stopped")),
    updatable: acts && is("running", "stopped", "sleeping", "failed"),
    rename: can.rename,
    autoSleep: can.autoSleep,
    copies: can.copies,
    forkable: acts && can.copies && is("running", "stopped", "sleeping"),
    restorable: acts && can.copies && is("running", "stopped"),
    spend: can.spend,
    credit: can.credit,
    usage: can.usage,
    files: true,
    canWrite: can.writeFiles,
    exec: can.exec,
    logs: can.logs,
    metrics: can.metrics,
    pages: can.pages !== "none",
    [can.pages]: can.pages !== "none",
  };
  return `${Object.keys(words)
    .filter((word) => words[word])
    .join(" ")} `;
}
