// Bundles the extension host's code and the webview's. `--production` minifies; `--watch` rebuilds on change.
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
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
  // The page begins with the first one; the others are loaded when the frame is on screen.
  entryPoints: {
    main: "src/webview/main.ts",
    turns: "src/webview/turns.ts",
    markdown: "src/webview/markdown/markdownView.ts",
  },
  outdir: "dist/webview",
  platform: "browser",
  target: "chrome138",
  // The icon font travels beside the style sheet; nothing is loaded from the network.
  loader: { ".ttf": "file" },
};

/**
 * The page that draws reports, apart from the chat's so that neither changes how the other is split.
 * @type {esbuild.BuildOptions}
 */
const report = {
  ...webview,
  entryPoints: { report: "src/webview/report/report.ts" },
  splitting: false,
};

await rm("dist", { recursive: true, force: true });
if (watch) {
  const contexts = await Promise.all([host, webview, report].map((config) => esbuild.context(config)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const webviewResult = await esbuild.build(webview);
  const scripts = firstScripts(webviewResult.metafile);
  const hostResult = await esbuild.build({ ...host, plugins: [knownScripts(scripts)] });
  const reportResult = await esbuild.build(report);
  // What is in each bundle and why, for the tests and for https://esbuild.github.io/analyze/. Not packaged.
  const meta = { host: hostResult.metafile, webview: webviewResult.metafile, report: reportResult.metafile };
  await writeFile("dist/meta.json", JSON.stringify(meta));
}

/**
 * The names of the files that the page's own script imports, and of those that it loads next with their imports.
 * @param {esbuild.Metafile | undefined} metafile
 */
function firstScripts(metafile) {
  const imports = ["main.js", "turns.js", "markdown.js"].flatMap(
    (name) => metafile?.outputs[`${webview.outdir}/${name}`]?.imports ?? [],
  );
  const shared = imports
    .filter(({ kind }) => kind === "import-statement")
    .map((file) => path.basename(file.path));
  return [...new Set([...shared, "turns.js", "markdown.js"])];
}

/**
 * Tells the host's code these names.
 * @param {string[]} scripts
 * @returns {esbuild.Plugin}
 */
function knownScripts(scripts) {
  return {
    name: "known-scripts",
    setup: (build) =>
      build.onLoad({ filter: /firstScripts\.ts$/ }, () => ({
        contents: `export const firstScripts = ${JSON.stringify(scripts)};`,
      })),
  };
}
