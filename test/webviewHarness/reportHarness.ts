/** The page of reports in a plain Chromium, with a host that only records. */
import type { Browser } from "@playwright/test";
import type { Report, ReportPageMessage } from "../../src/protocol/report.ts";
import { type ServedPage, servePage } from "./servedPage.ts";
import type { Theme } from "./themes.ts";

const reportPage = {
  name: "report",
  entryPoints: { report: "src/webview/report/report.ts" },
  background: "editor-background",
};
const place = { command: "agent37.showSpend", instanceId: "demo" };

export interface ReportHarness extends ServedPage {
  /** Sends a report and waits until it is on screen. */
  show(report: Report): Promise<void>;
  posted(): Promise<ReportPageMessage[]>;
  /** What the page has kept for a reload. */
  state(): Promise<unknown>;
}

interface Recorded {
  posted: ReportPageMessage[];
  state: unknown;
}

export async function openReport(
  browser: Browser,
  {
    theme = "dark",
    width = 900,
    reducedMotion = "no-preference",
  }: {
    readonly theme?: Theme;
    readonly width?: number;
    readonly reducedMotion?: "reduce" | "no-preference";
  } = {},
): Promise<ReportHarness> {
  const served = await servePage(
    browser,
    reportPage,
    { viewport: { width, height: 900 }, reducedMotion, theme, data: { place } },
    (prepared) => prepared.addInitScript(installHost),
  );
  const { page } = served;
  const recorded = (): Promise<Recorded> =>
    page.evaluate(() => (window as unknown as { recorded: Recorded }).recorded);
  return {
    ...served,
    async show(report) {
      await page.evaluate(async (shown) => {
        window.postMessage({ type: "report", report: shown }, "*");
        await new Promise((resolve) => setTimeout(resolve, 0));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
      }, report);
    },
    posted: async () => (await recorded()).posted,
    state: async () => (await recorded()).state,
  };
}

/** Runs in the page. */
function installHost(): void {
  const recorded: Recorded = { posted: [], state: undefined };
  Object.assign(window, {
    recorded,
    acquireVsCodeApi: () => ({
      postMessage: (message: ReportPageMessage) => void recorded.posted.push(message),
      setState: (state: unknown) => (recorded.state = state),
    }),
  });
}
