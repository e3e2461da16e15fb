// Bundles the extension host's code and the webview's. `--production` minifies; `--watch` rebuilds on change.
import { rm, writeFile } from "node:fs/promises";
import * as esbuild from "esbuild";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  format: "esm",
  splitting: true,
  minify: production,
  legalComments: "none",
  // Beside the bundles for debugging; .vscodeignore keeps them out of the VSIX.
  sourcemap: production ? "external" : "linked",
  metafile: true,
  logLevel: "info",
};

/** @type {esbuild.BuildOptions} */
const host = {
  ...shared,
  entryPoints: { extension: "src/extension.ts" },
  outdir: "dist",
  platform: "node",
  target: "node22",
  external: ["vscode"],
  // undici is CommonJS inside and calls require() for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

/** @type {esbuild.BuildOptions} */
const webview = {
  ...shared,
  entryPoints: { main: "src/webview/main.ts" },
  outdir: "dist/webview",
  platform: "browser",
  target: "chrome138",
  // The icon font travels beside the style sheet; nothing is loaded from the network.
  loader: { ".ttf": "file" },
};

await rm("dist", { recursive: true, force: true });
const configs = [host, webview];
if (watch) {
  const contexts = await Promise.all(configs.map((config) => esbuild.context(config)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const [hostResult, webviewResult] = await Promise.all(configs.map((config) => esbuild.build(config)));
  // What is in each bundle and why, for the tests and for https://esbuild.github.io/analyze/. Not packaged.
  const meta = { host: hostResult?.metafile, webview: webviewResult?.metafile };
  await writeFile("dist/meta.json", JSON.stringify(meta));
}
