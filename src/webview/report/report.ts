/** The page that draws reports: it shows what the host sends, and tells the host which button was pressed. */
import * as l10n from "@vscode/l10n";
import { render } from "lit";
import { pageDataElementId, rootElementId } from "../../protocol/page.ts";
import type { Report, ReportMessage, ReportPageData, ReportPageMessage } from "../../protocol/report.ts";
import { FrameScheduler } from "../frame.ts";
import { placeTips } from "./tip.ts";
import { reportView } from "./view.ts";
import { ViewState } from "./viewState.ts";
import "./report.css";

interface VsCodeApi {
  postMessage(message: ReportPageMessage): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
const page = JSON.parse(document.getElementById(pageDataElementId)?.textContent ?? "{}") as ReportPageData;
// The bundle is VS Code's own, whose shape the library reads.
if (page.l10n) l10n.config({ contents: JSON.stringify(page.l10n) });
// From this VS Code gives the tab back after a reload.
api.setState(page.place);

const root = document.getElementById(rootElementId) ?? document.body;
let report: Report | undefined;
const state = new ViewState(() => frame.schedule());
const frame = new FrameScheduler(() => {
  const size = {
    width: root.clientWidth,
    fontSize: Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
  };
  render(
    reportView(report, size, state, (id) => api.postMessage({ type: "action", id })),
    root,
  );
  placeTips(root);
});

window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (!isReport(data)) return;
  report = data.report;
  frame.schedule();
});
// The width of the tab, and the font when zoomed or changed.
new ResizeObserver(() => frame.schedule()).observe(root);
frame.schedule();
api.postMessage({ type: "ready" });

/** The host is trusted with the shape of what it sends; other senders in the page's frames are told apart by the type. */
function isReport(data: unknown): data is ReportMessage {
  return typeof data === "object" && data !== null && "type" in data && data.type === "report";
}
