import { build } from "esbuild";
import { glob, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { CACHE_ROOT } from "../vscode/install.ts";
import type { Scene } from "./scenes.ts";

/**
 * Bundles the suites of a folder into one module whose `run()` the extension host calls, and gives its path.
 * @param name of the run: two may make theirs side by side
 */
export async function bundleSuites(name: string, suites: Scene["suites"]): Promise<string> {
  const source = `./suite/${suites}`;
  const files: string[] = [];
  for await (const file of glob("**/*.test.ts", { cwd: path.join(import.meta.dirname, source) }))
    files.push(file);
  const imports = files.sort().map((file) => `  await import(${JSON.stringify(`${source}/${file}`)});`);
  const folder = path.join(CACHE_ROOT, "integration", name, suites);
  const outfile = path.join(folder, "index.js");
  await build({
    stdin: {
      contents: [
        'import { runSuites } from "./host.ts";',
        "export const run = () => runSuites(async () => {",
        ...imports,
        "});",
      ].join("\n"),
      resolveDir: import.meta.dirname,
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  await mkdir(folder, { recursive: true });
  // Nearer than the project's package.json, which says that .js files are ES modules.
  await writeFile(path.join(folder, "package.json"), '{ "type": "commonjs" }\n');
  return outfile;
}
