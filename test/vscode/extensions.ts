import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CACHE_ROOT, PROJECT_ROOT, type VSCodeInstall } from "./install.ts";
import { withLock } from "./lock.ts";
import { run } from "./run.ts";

/** Other runs may still use what an earlier one installed. */
const KEPT_MS = 6 * 60 * 60 * 1000;

/** Installs packaged extensions into `extensionsDir` the way a user does from a VSIX. */
export async function installExtensions(
  install: VSCodeInstall,
  vsix: readonly string[],
  extensionsDir: string,
): Promise<void> {
  await mkdir(extensionsDir, { recursive: true });
  const data = await mkdtemp(path.join(tmpdir(), "agent37-install-"));
  try {
    await run(
      install.node,
      [
        "out/server-main.js",
        "--accept-server-license-terms",
        ...["--server-data-dir", data, "--extensions-dir", extensionsDir],
        ...vsix.flatMap((file) => ["--install-extension", file]),
      ],
      { cwd: install.root },
    );
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/**
 * Gives a folder in which exactly these packages are installed for this VS Code, reusing it as long as their
 * content does not change. Safe to call from several processes at once.
 */
export async function installedExtensions(install: VSCodeInstall, vsix: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(install.version);
  for (const file of vsix) hash.update(await readFile(file));
  const content = hash.digest("hex").slice(0, 16);
  const folder = path.join(CACHE_ROOT, `extensions-${install.version}`);
  const wanted = path.join(folder, content);
  const marker = path.join(folder, `${content}.installed`);
  return withLock(`${folder}.lock`, async () => {
    if (await exists(marker)) return wanted;
    await removeOld(folder);
    await rm(wanted, { recursive: true, force: true });
    await installExtensions(install, vsix, wanted);
    await writeFile(marker, "");
    return wanted;
  });
}

/** Gives the folder of an installed copy of this package: what ships, apart from a `dist/` that is being rebuilt. */
export async function installedCopy(install: VSCodeInstall, vsix: string): Promise<string> {
  const extensionsDir = await installedExtensions(install, [vsix]);
  const entries = await readdir(extensionsDir, { withFileTypes: true });
  const copy = entries.find((entry) => entry.isDirectory());
  if (!copy) throw new Error(`${vsix} was not installed into ${extensionsDir}`);
  return path.join(extensionsDir, copy.name);
}

/** Removes what no running server can use any more. */
async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const entry = path.join(folder, name);
    if (Date.now() - (await stat(entry)).mtimeMs > KEPT_MS) await rm(entry, { recursive: true, force: true });
  }
}

/** Packages the extension that lets tests run commands in a window, unless a package of this content exists. */
export async function packageCompanion(): Promise<string> {
  return packageTestExtension(path.join(import.meta.dirname, "companion"), "companion.cjs");
}

/** Packages the extension in a folder, which is `package.json` and `main`, unless a package of this content exists. */
export async function packageTestExtension(source: string, main: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["package.json", main]) hash.update(await readFile(path.join(source, name)));
  const name = `${path.basename(source)}-${hash.digest("hex").slice(0, 16)}.vsix`;
  const target = path.join(CACHE_ROOT, name);
  const vsce = path.join(PROJECT_ROOT, "node_modules/.bin/vsce");
  await withLock(`${target}.lock`, async () => {
    if (await exists(target)) return;
    const flags = [
      "--no-dependencies",
      "--allow-missing-repository",
      "--skip-license",
      "--allow-star-activation",
    ];
    await run(vsce, ["package", ...flags, "--out", target], { cwd: source });
  });
  return target;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
