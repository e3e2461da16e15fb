/** The page, its driver and the renderers, bundled as the extension's page is. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import type { Page } from "@playwright/test";

const here = import.meta.dirname;
const origin = "http://bench.test";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
};

export interface BenchSite {
  /** Opens the page of the bench; its driver is loaded, no renderer is. */
  visit(page: Page): Promise<void>;
}

/** A renderer that has a style sheet puts it into the page itself; it gets the text, with what the sheet imports. */
const styleSheetsAsText: esbuild.Plugin = {
  name: "style sheets as text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const { outputFiles } = await esbuild.build({
        entryPoints: [file],
        bundle: true,
        write: false,
        minify: true,
        loader: { ".ttf": "dataurl" },
      });
      return { contents: outputFiles[0]?.text ?? "", loader: "text" };
    });
  },
};

/** @param renderers the file of each, by the name of its URL: `/<name>.js`; `readable` keeps the names of functions */
export async function buildSite(
  renderers: Readonly<Record<string, string>>,
  { readable = false }: { readable?: boolean } = {},
): Promise<BenchSite> {
  const outdir = path.join(here, "site");
  const { outputFiles } = await esbuild.build({
    entryPoints: { driver: path.join(here, "page/driver.ts"), ...renderers },
    outdir,
    bundle: true,
    splitting: true,
    write: false,
    minify: !readable,
    format: "esm",
    platform: "browser",
    target: "chrome138",
    plugins: [styleSheetsAsText],
  });
  const files = new Map<string, Buffer>();
  files.set("/", await readFile(path.join(here, "page/page.html")));
  for (const file of outputFiles)
    files.set(`/${path.relative(outdir, file.path).replaceAll(path.sep, "/")}`, Buffer.from(file.contents));
  return {
    async visit(page) {
      await page.route(`${origin}/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        const body = files.get(pathname);
        if (!body) return route.fulfill({ status: 404 });
        const type = contentTypes[pathname === "/" ? ".html" : path.extname(pathname)];
        return route.fulfill({ body, contentType: type ?? "application/octet-stream" });
      });
      await page.goto(`${origin}/`);
      await page.waitForFunction(() => "bench" in window);
    },
  };
}
