import { access, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { withLock } from "./lock.ts";
import { progress, run } from "./run.ts";

/** A VS Code release that the tests run on: the newest one and the oldest that `engines.vscode` allows. */
export type VSCodeVersion = "1.139.1" | "1.104.0";

export const NEWEST_VSCODE: VSCodeVersion = "1.139.1";
export const OLDEST_VSCODE: VSCodeVersion = "1.104.0";
export const VSCODE_VERSIONS: readonly VSCodeVersion[] = [NEWEST_VSCODE, OLDEST_VSCODE];

export interface VSCodeInstall {
  readonly version: VSCodeVersion;
  /** The folder of the VS Code server: `out/server-main.js` is below it. */
  readonly root: string;
  /** The Node binary that this release runs on. */
  readonly node: string;
}

/** The project's folder. */
export const PROJECT_ROOT = path.resolve(import.meta.dirname, "../..");
/** Downloads and packages that tests keep between runs. Ignored by git. */
export const CACHE_ROOT = path.join(PROJECT_ROOT, ".vscode-test");

interface Release {
  /** Version of the `code-server` package that carries this VS Code. */
  readonly codeServer: string;
  readonly nodeMajor: number;
}

const RELEASES: Record<VSCodeVersion, Release> = {
  "1.139.1": { codeServer: "4.139.1", nodeMajor: 24 },
  "1.104.0": { codeServer: "4.104.0", nodeMajor: 22 },
};

/** The packages of the server that are native; older releases lack the scope of the last one. */
const NATIVE_PACKAGES = [
  "@vscode/spdlog",
  "@parcel/watcher",
  "node-pty",
  "@vscode/native-watchdog",
  "native-watchdog",
];

/**
 * Gives a ready VS Code server of this version, installing it from the npm registry on first use (about a
 * minute). Safe to call from several processes at once; an interrupted install is done again.
 * @throws Error when a package cannot be installed or the result is not the version asked for.
 */
export async function ensureVSCode(version: VSCodeVersion): Promise<VSCodeInstall> {
  const release = RELEASES[version];
  if (process.platform === "win32")
    throw new Error("The VS Code server of code-server does not run on Windows");
  const nodeFolder = await ensureNode(release.nodeMajor);
  const node = path.join(nodeFolder, "bin/node");
  const folder = path.join(CACHE_ROOT, `vscode-${version}`);
  const root = path.join(folder, "node_modules/code-server/lib/vscode");
  await installOnce(folder, `code-server@${release.codeServer}`, async () => {
    progress(`VS Code ${version}: installing code-server@${release.codeServer}`);
    await npm(node, folder, ["install", `code-server@${release.codeServer}`, "--ignore-scripts"]);
    progress(`VS Code ${version}: installing the server's own packages`);
    await npm(node, root, ["install", "--omit=dev", "--ignore-scripts"]);
    progress(`VS Code ${version}: building native packages`);
    await putFirstOnScriptPath(root, node);
    const native = await Promise.all(
      NATIVE_PACKAGES.map(async (name) =>
        (await exists(path.join(root, "node_modules", name))) ? [name] : [],
      ),
    );
    await npm(node, root, ["rebuild", ...native.flat()], { npm_config_nodedir: nodeFolder });
    await assertVersion(root, node, version);
    progress(`VS Code ${version}: ready`);
  });
  // TypeScript itself is not part of the package, and this says so in a notification whenever a script file is opened.
  await removeExtension(root, "typescript-language-features");
  // Switching AI features off restarts the extension host of every new profile to get rid of this one; a view that
  // is shown just then stays blank.
  await removeExtension(root, "copilot");
  return { version, root, node };
}

async function removeExtension(root: string, name: string): Promise<void> {
  await rm(path.join(root, "extensions", name), { recursive: true, force: true });
}

/**
 * Makes the install scripts of the packages in `root` run on `node`. npm puts the `.bin` folders of all parent
 * projects before PATH, and this project's holds the Node of the tests.
 */
async function putFirstOnScriptPath(root: string, node: string): Promise<void> {
  await symlink(node, path.join(root, "node_modules/.bin/node"));
}

/** Gives the folder (`bin/`, `include/`) of the newest Node of this major version, for this platform. */
async function ensureNode(major: number): Promise<string> {
  const folder = path.join(CACHE_ROOT, `node-${major}`);
  const name = nodePackage();
  await installOnce(folder, `${name}@${major}`, async () => {
    progress(`Node ${major}: installing ${name}`);
    await npm(process.execPath, folder, ["install", `${name}@${major}`, "--ignore-scripts"]);
  });
  return path.join(folder, "node_modules", name);
}

function nodePackage(): string {
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${process.platform}-${process.arch}`;
}

/** Fills `folder` with `install` unless its marker says that this content is there already. */
async function installOnce(folder: string, content: string, install: () => Promise<void>): Promise<void> {
  const marker = path.join(folder, "installed.txt");
  if (await isMarked(marker, content)) return;
  await withLock(`${folder}.lock`, async () => {
    if (await isMarked(marker, content)) return;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "package.json"), '{ "private": true }\n');
    await install();
    await writeFile(marker, `${content}\n`);
  });
}

async function isMarked(marker: string, content: string): Promise<boolean> {
  const text = await readFile(marker, "utf8").catch(() => "");
  return text.trim() === content;
}

/** Runs npm under the given Node, so that what npm starts (node-gyp) sees that Node too. */
async function npm(node: string, cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cache))/i.test(name),
  );
  const environment = {
    ...Object.fromEntries(inherited),
    PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`,
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    // node-pty's install script asks npx for node-gyp.
    npm_config_yes: "true",
    ...env,
  };
  await run("npm", args, { cwd, env: environment });
}

async function assertVersion(root: string, node: string, version: VSCodeVersion): Promise<void> {
  const printed = await run(node, ["out/server-main.js", "--version"], { cwd: root });
  const found = printed.split("\n")[0]?.trim();
  if (found !== version) throw new Error(`Installed VS Code ${found ?? "?"} in ${root}, wanted ${version}`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
