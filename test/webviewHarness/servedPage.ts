/**
 * A page of the extension in a plain Chromium, with the content security policy and the theme variables that VS Code
 * gives it.
 */
import path from "node:path";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import * as esbuild from "esbuild";
import { pageHtml } from "../../src/ui/pageHtml.ts";
import { type Theme, themes } from "./themes.ts";

const origin = "http://webview.test";
const root = path.resolve(import.meta.dirname, "../..");

export interface PageKind {
  /** Of its script and its style sheet. */
  readonly name: string;
  /** The entry points of its bundle, from the project's root. */
  readonly entryPoints: Readonly<Record<string, string>>;
  /** The theme's color that it stands on. */
  readonly background: string;
}

export interface PageOptions extends Pick<BrowserContextOptions, "viewport" | "reducedMotion"> {
  readonly theme: Theme;
  /** What the host has written into the page. */
  readonly data: unknown;
  /** Files of the page, and how many times each is missing at first. */
  readonly missing?: Readonly<Record<string, number>> | undefined;
}

export interface ServedPage {
  readonly page: Page;
  /** Violations of the policy and errors of the page. */
  readonly complaints: string[];
  /** Files of the page, and how many times more each is missing. */
  readonly missing: Map<string, number>;
}

/** @param prepare runs before the page is loaded, as to put a host into it */
export async function servePage(
  browser: Browser,
  kind: PageKind,
  { theme, data, missing: missingAtFirst = {}, ...contextOptions }: PageOptions,
  prepare: (page: Page) => Promise<unknown>,
): Promise<ServedPage> {
  const files = await bundle(kind);
  const context = await browser.newContext(contextOptions);
  const page = await context.newPage();
  const complaints: string[] = [];
  const html = pageHtml(
    { title: "Agent37", name: kind.name, data },
    { language: "en", nonce: "abc123", source: origin, file: (name) => name },
  );
  const missing = new Map(Object.entries(missingAtFirst));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: html });
    const name = path.basename(pathname);
    const body = files.get(name);
    const timesMore = missing.get(name) ?? 0;
    missing.set(name, timesMore - 1);
    if (!body || timesMore > 0) return route.fulfill({ status: 404 });
    return route.fulfill({
      body: Buffer.from(body),
      contentType: contentTypes[path.extname(pathname)] ?? "",
    });
  });
  await prepare(page);
  await page.addInitScript(wear, { ...themes[theme], background: kind.background });
  await page.goto(`${origin}/`);
  return { page, complaints, missing };
}

/** Runs in the page. */
function wear(theme: (typeof themes)[Theme] & Pick<PageKind, "background">): void {
  document.addEventListener("DOMContentLoaded", () => {
    for (const [name, value] of Object.entries(theme.variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
    document.body.className = theme.bodyClass;
    document.body.style.backgroundColor = `var(--vscode-${theme.background})`;
  });
}

const contentTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
};

const built = new Map<PageKind, Promise<Map<string, Uint8Array>>>();

/** The page's files by name, as esbuild.mjs makes them. */
function bundle(kind: PageKind): Promise<Map<string, Uint8Array>> {
  const files =
    built.get(kind) ??
    esbuild
      .build({
        entryPoints: { ...kind.entryPoints },
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
      .then(
        ({ outputFiles }) => new Map(outputFiles.map((file) => [path.basename(file.path), file.contents])),
      );
  built.set(kind, files);
  return files;
}
