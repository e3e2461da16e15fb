/**
 * A page of figures in an editor tab: what was spent, how busy a computer is. The host makes it with all its words; the
 * page only draws it and tells which action was chosen.
 */
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
  /** `bars`: one stack a label; `line`: curves over the labels. */
  readonly kind: "bars" | "line";
  /** Below the axis, and first in the rows of the table: days, services, times. */
  readonly labels: readonly string[];
  /** What the labels are, as the table's first heading. */
  readonly labelTitle: string;
  readonly series: readonly ReportSeries[];
  /** A line that should not be crossed, as the cap or the size of the disk. */
  readonly limit?: { readonly value: number; readonly label: string } | undefined;
  /** Said when all there is are zeros or no points. */
  readonly emptyText: string;
}

export interface ReportSeries {
  readonly name: string;
  /** As many as labels; undefined: no figure. */
  readonly values: readonly (number | undefined)[];
  /** The same as words with their unit, for the table, the tips and screen readers. */
  readonly texts: readonly string[];
}

/** Host → page. */
export interface ReportMessage {
  readonly type: "report";
  readonly report: Report;
}

/** Page → host. */
export type ReportPageMessage = { readonly type: "ready" } | { readonly type: "action"; readonly id: string };
