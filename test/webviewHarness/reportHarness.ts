/** The page of reports in a plain Chromium, with the policy and the theme that VS Code gives it. */
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import * as esbuild from "esbuild";
import { pageDataElementId, rootElementId } from "../../src/protocol/page.ts";
import type { Report, ReportPageMessage } from "../../src/protocol/report.ts";
import { type Theme, themes } from "./themes.ts";

const origin = "http://report.test";
const root = path.resolve(import.meta.dirname, "../..");
const nonce = "abc123";
const place = { command: "agent37.showSpend", instanceId: "demo" };

export interface ReportHarness {
  readonly page: Page;
  /** Sends a report and waits until it is on screen. */
  show(report: Report): Promise<void>;
  posted(): Promise<ReportPageMessage[]>;
  /** What the page has kept for a reload. */
  state(): Promise<unknown>;
  /** Violations of the policy and errors of the page. */
  readonly complaints: string[];
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
  const files = await bundle();
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: html() });
    const body = files.get(path.basename(pathname));
    if (!body) return route.fulfill({ status: 404 });
    const contentType = pathname.endsWith(".css") ? "text/css" : "text/javascript";
    return route.fulfill({ body: Buffer.from(body), contentType });
  });
  await page.addInitScript((given) => {
    const recorded: Recorded = { posted: [], state: undefined };
    Object.assign(window, {
      recorded,
      acquireVsCodeApi: () => ({
        postMessage: (message: ReportPageMessage) => void recorded.posted.push(message),
        setState: (state: unknown) => (recorded.state = state),
      }),
    });
    document.addEventListener("DOMContentLoaded", () => {
      for (const [name, value] of Object.entries(given.variables)) {
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      }
      document.body.className = given.bodyClass;
      document.body.style.backgroundColor = "var(--vscode-editor-background)";
    });
  }, themes[theme]);
  await page.goto(`${origin}/`);
  const recorded = (): Promise<Recorded> =>
    page.evaluate(() => (window as unknown as { recorded: Recorded }).recorded);
  return {
    page,
    complaints,
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

function html(): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin}`,
    `font-src ${origin}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="report.css">
  </head>
  <body>
    <div id="${rootElementId}"></div>
    <script type="application/json" id="${pageDataElementId}" nonce="${nonce}">${JSON.stringify({ place })}</script>
    <script type="module" nonce="${nonce}" src="report.js"></script>
  </body>
</html>`;
}

let built: Promise<Map<string, Uint8Array>> | undefined;

/** The page's files by name, as esbuild.mjs makes them. */
function bundle(): Promise<Map<string, Uint8Array>> {
  built ??= esbuild
    .build({
      entryPoints: { report: path.join(root, "src/webview/report/report.ts") },
      absWorkingDir: root,
      outdir: path.join(root, "dist/webview"),
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "chrome138",
      loader: { ".ttf": "file" },
    })
    .then(({ outputFiles }) => new Map(outputFiles.map((file) => [path.basename(file.path), file.contents])));
  return built;
}
