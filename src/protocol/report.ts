/**
 * A page of figures in an editor tab: what was spent, how busy a computer is. The host makes it with all its words; the
 * page only draws it and tells which action was chosen.
 */
import * as v from "valibot";

export interface Report {
  readonly title: string;
  /** What the figures are of, such as an instance's name and a month. */
  readonly subtitle: string;
  /** A sentence instead of figures, or beside old ones: being read, none yet, could not be read. */
  readonly notice?: { readonly kind: "info" | "error"; readonly text: string } | undefined;
  readonly isBusy: boolean;
  readonly actions: readonly ReportAction[];
  /** The figures that matter most. */
  readonly facts: readonly ReportFact[];
  readonly charts: readonly ReportChart[];
}

export interface ReportAction {
  readonly id: string;
  readonly label: string;
  /** A codicon's name. */
  readonly icon?: string | undefined;
  /** The icon says enough to those who see it; the label is its tip and what a screen reader says. */
  readonly isIconOnly?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
}

export interface ReportFact {
  readonly label: string;
  readonly value: string;
  readonly kind?: "warning" | "error" | undefined;
}

/** A chart, and the same figures as a table. */
export interface ReportChart {
  readonly id: string;
  readonly title: string;
  /** `bars`: an upright stack for each label; `rows`: a lying one, for few labels with long names; `line`: curves. */
  readonly kind: "bars" | "rows" | "line";
  /** First in the rows of the table, and in the tips: days, services, times. */
  readonly labels: readonly string[];
  /** The same, short enough to stand below the axis; default: the labels. */
  readonly shortLabels?: readonly string[] | undefined;
  /** What the labels are, as the table's first heading. */
  readonly labelTitle: string;
  readonly series: readonly ReportSeries[];
  /** Further columns of the table, which the chart does not draw; a text for each label. */
  readonly columns?: readonly { readonly title: string; readonly texts: readonly string[] }[] | undefined;
  /** `reportAxis` makes one. */
  readonly axis: ReportAxis;
  /** A line that should not be crossed, as the cap or the size of the disk. */
  readonly limit?: { readonly value: number; readonly label: string } | undefined;
  /** Said when all there is are zeros or no points. */
  readonly emptyText: string;
  /** A sentence below the chart: what is counted, what is missing. */
  readonly note?: string | undefined;
}

export interface ReportSeries {
  readonly name: string;
  /** As many as labels; undefined: no figure. */
  readonly values: readonly (number | undefined)[];
  /** The same as words with their unit, for the table, the tips and screen readers. */
  readonly texts: readonly string[];
}

/** The scale from 0 to `max`, with what stands at it. */
export interface ReportAxis {
  readonly max: number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

/** Host → page. */
export interface ReportMessage {
  readonly type: "report";
  readonly report: Report;
}

/** Page → host, checked there. */
export const reportPageMessageSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("action"), id: v.pipe(v.string(), v.maxLength(100)) }),
]);
export type ReportPageMessage = v.InferOutput<typeof reportPageMessageSchema>;

/** The commands that show reports. A tab that VS Code restores is filled by running its command again. */
export const reportCommands = ["agent37.showSpend", "agent37.showInstanceMetrics"] as const;

/** What a tab shows; the page keeps it as its state, from which VS Code gives it back after a reload. */
export const reportPlaceSchema = v.object({
  command: v.picklist(reportCommands),
  instanceId: v.pipe(v.string(), v.maxLength(200)),
});
export type ReportPlace = v.InferOutput<typeof reportPlaceSchema>;

/** What the host writes into the page when it makes it. */
export interface ReportPageData {
  /** Translations of the strings that the page shows, as `vscode.l10n.bundle` has them. */
  readonly l10n: Readonly<Record<string, unknown>> | undefined;
  readonly place: ReportPlace;
}
