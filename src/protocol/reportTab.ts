import type { Disposable } from "../common/disposable.ts";
import type { Event } from "../common/emitter.ts";
import type { Report, ReportPlace } from "./report.ts";

/** An editor tab that shows a report. */
export interface ReportTab {
  readonly isVisible: boolean;
  readonly onDidChangeVisible: Event<boolean>;
  /** Shows this from now on; a hidden tab shows the newest once it comes to the front. The tab's title is the report's. */
  update(report: Report): void;
  close(): void;
}

/** What fills a tab. Disposed when the tab is closed. */
export interface ReportContent extends Disposable {
  /** The user has chosen the action with this id. */
  act(actionId: string): void;
}

/**
 * Shows a report of an instance in a tab: the one that shows it already, else a new one, which `open` fills.
 * `open` calls `tab.update` before it returns.
 */
export type ShowReport = (place: ReportPlace, open: (tab: ReportTab) => ReportContent) => void;
