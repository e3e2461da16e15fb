import { glob, stat } from "node:fs/promises";
import path from "node:path";
import { withLock } from "./vscode/lock.ts";
import { run } from "./vscode/run.ts";

const root = path.resolve(import.meta.dirname, "..");

/** The VSIX that `npm run package` writes. */
export const VSIX = path.join(root, "agent37-chat.vsix");

/** What is in each bundle, as esbuild tells it; written by the same build. */
export const META = path.join(root, "dist/meta.json");

/** What goes into the package, or decides what goes into it. */
const inputs = [
  "src/**",
  "media/**",
  "l10n/**",
  "*.md",
  "package*.json",
  "esbuild.mjs",
  ".vscodeignore",
  "LICENSE",
];

/**
 * Gives the path of a VSIX that is not older than the sources, packaging it when needed (a few seconds). Safe to
 * call from several processes at once.
 * @throws Error with the tool's output when the build fails.
 */
export async function ensurePackage(): Promise<string> {
  return withLock(path.join(root, ".vscode-test/package.lock"), async () => {
    const built = Math.min(await changedAt(VSIX), await changedAt(META));
    if (built < (await newestInput())) await run("npm", ["run", "package"], { cwd: root });
    return VSIX;
  });
}

async function newestInput(): Promise<number> {
  let newest = 0;
  for await (const file of glob(inputs, { cwd: root }))
    newest = Math.max(newest, await changedAt(path.join(root, file)));
  return newest;
}

/** When a file was last written, in epoch milliseconds; 0 when there is none. */
async function changedAt(file: string): Promise<number> {
  return stat(file).then(
    (info) => info.mtimeMs,
    () => 0,
  );
}
