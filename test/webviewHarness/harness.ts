/**
 * The chat page in a plain Chromium, with the content security policy and the theme variables that VS Code gives it and
 * with a host that only records.
 */
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import * as esbuild from "esbuild";
import type { HostMessage, ViewMessage } from "../../src/protocol/messages.ts";
import { pack } from "../../src/protocol/packed.ts";
import { type PageData, pageDataElementId, rootElementId } from "../../src/protocol/page.ts";
import { workspaceFiles } from "./answerScenes.ts";
import { type Theme, themes } from "./themes.ts";

const origin = "http://webview.test";
const root = path.resolve(import.meta.dirname, "../..");
const nonce = "abc123";

export interface HarnessOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly page?: Partial<PageData>;
  /** What `getState()` returns at first. */
  readonly state?: unknown;
  /** Files of the workspace, for paths that the page asks for. */
  readonly files?: readonly string[];
  /** Files of the page, and how many times each is missing at first. */
  readonly missing?: Readonly<Record<string, number>>;
}

export interface Harness {
  readonly page: Page;
  /** Sends a message from the host and waits until it is on screen. */
  send(message: HostMessage): Promise<void>;
  /** What the view has posted so far. */
  posted(): Promise<ViewMessage[]>;
  state(): Promise<unknown>;
  /** Violations of the policy and errors of the page. */
  readonly complaints: string[];
}

declare global {
  interface Window {
    harness: { posted: ViewMessage[]; state: unknown };
    acquireVsCodeApi: unknown;
  }
}

export async function openHarness(browser: Browser, options: HarnessOptions = {}): Promise<Harness> {
  const { theme = "dark", width = 380, height = 720 } = options;
  const files = await bundle();
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const left = new Map(Object.entries(options.missing ?? {}));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: html(options.page) });
    const name = path.basename(pathname);
    const body = files.get(name);
    const missing = left.get(name) ?? 0;
    left.set(name, missing - 1);
    if (!body || missing > 0) return route.fulfill({ status: 404 });
    return route.fulfill({
      body: Buffer.from(body),
      contentType: contentTypes[path.extname(pathname)] ?? "",
    });
  });
  await page.addInitScript(installHost, {
    state: options.state,
    theme: themes[theme],
    files: options.files ?? workspaceFiles,
  });
  await page.goto(`${origin}/`);
  return {
    page,
    complaints,
    async send(message) {
      const sent = { data: pack(message), isSnapshot: message.type === "snapshot" };
      await page.evaluate(async ({ data, isSnapshot }) => {
        const shown = (): number => window.harness.posted.filter(({ type }) => type === "ack").length;
        const before = shown();
        window.postMessage(data, "*");
        // The first one waits until what shows turns is loaded.
        if (isSnapshot) {
          while (shown() === before) await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await new Promise((resolve) => setTimeout(resolve, 0));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
      }, sent);
    },
    posted: () => page.evaluate(() => window.harness.posted),
    state: () => page.evaluate(() => window.harness.state),
  };
}

interface HostOptions {
  readonly state: unknown;
  readonly theme: (typeof themes)[Theme];
  readonly files: readonly string[];
}

/** Runs in the page. */
function installHost({ state, theme, files }: HostOptions): void {
  const harness: Window["harness"] = { posted: [], state };
  window.harness = harness;
  window.acquireVsCodeApi = () => ({
    postMessage: (message: ViewMessage) => {
      harness.posted.push(message);
      if (message.type !== "findPaths") return;
      const asked = message.payload.paths;
      const found = asked.filter((path) => files.includes(path));
      window.postMessage({ type: "paths", payload: { asked, found } }, "*");
    },
    getState: () => harness.state,
    setState: (value: unknown) => (harness.state = value),
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const [name, value] of Object.entries(theme.variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
    document.body.className = theme.bodyClass;
    document.body.style.backgroundColor = "var(--vscode-sideBar-background)";
  });
}

function html(data: Partial<PageData> = {}): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin}`,
    `font-src ${origin}`,
  ].join("; ");
  const json = JSON.stringify({
    l10n: undefined,
    locale: "en",
    pageId: "page-1",
    draft: "",
    viewId: "view-1",
    ...data,
  }).replaceAll("<", "\\u003c");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="main.css">
  </head>
  <body>
    <div id="${rootElementId}"></div>
    <script type="application/json" id="${pageDataElementId}" nonce="${nonce}">${json}</script>
    <script type="module" nonce="${nonce}" src="main.js"></script>
  </body>
</html>`;
}

const contentTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
};

let built: Promise<Map<string, Uint8Array>> | undefined;

/** The page's files by name, as esbuild.mjs makes them. */
function bundle(): Promise<Map<string, Uint8Array>> {
  built ??= esbuild
    .build({
      entryPoints: {
        main: path.join(root, "src/webview/main.ts"),
        turns: path.join(root, "src/webview/turns.ts"),
        markdown: path.join(root, "src/webview/markdown/markdownView.ts"),
      },
      absWorkingDir: root,
      outdir: path.join(root, "dist/webview"),
      bundle: true,
      write: false,
      format: "esm",
      splitting: true,
      platform: "browser",
      target: "chrome138",
      loader: { ".ttf": "file" },
    })
    .then(({ outputFiles }) => new Map(outputFiles.map((file) => [path.basename(file.path), file.contents])));
  return built;
}
