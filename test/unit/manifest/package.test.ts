import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensurePackage, META } from "../../package.ts";
import { root } from "./manifest.ts";

/** The most that the package may weigh: what a user waits for when installing it. */
const maxBytes = 1_000_000;

/** What esbuild tells about one output file. */
interface Output {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
}

let vsix = "";
let files: string[] = [];

beforeAll(async () => {
  vsix = await ensurePackage();
  files = zipEntries(readFileSync(vsix)).filter((name) => name.startsWith("extension/"));
}, 60_000);

describe("the package", () => {
  it("holds what runs and what is read, and nothing else", () => {
    const allowed = [
      /^package\.json$/,
      /^package\.nls(\.[\w-]+)?\.json$/,
      /^dist\/.+\.(js|css|ttf)$/,
      /^media\/[^/]+$/,
      /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
      /^(readme|changelog)\.md$/i,
      /^license(\.txt)?$/i,
    ];
    const names = files.map((file) => file.slice("extension/".length));
    expect(names.filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(["package.json", "dist/extension.js", "dist/webview/main.js"]),
    );
  });

  it("has no source maps", () => {
    expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
    const bundles = files
      .filter((file) => file.endsWith(".js"))
      .map((file) => file.slice("extension/".length));
    const linked = bundles.filter((file) =>
      readFileSync(path.join(root, file), "utf8").includes("sourceMappingURL="),
    );
    expect(linked).toEqual([]);
  });

  it("weighs at most 1 MB", () => {
    expect(statSync(vsix).size).toBeLessThanOrEqual(maxBytes);
  });
});

describe("activation", () => {
  it("loads undici only when it is needed", () => {
    const outputs = (JSON.parse(readFileSync(META, "utf8")) as { host: { outputs: Record<string, Output> } })
      .host.outputs;
    const withUndici = (names: Iterable<string>): string[] =>
      [...names].filter((name) =>
        Object.keys(outputs[name]?.inputs ?? {}).some((input) => input.includes("node_modules/undici/")),
      );
    expect(withUndici(closure(outputs, (kind) => kind !== "dynamic-import"))).toEqual([]);
    expect(withUndici(closure(outputs, () => true))).not.toEqual([]);
  });
});

/** The output files that loading dist/extension.js loads, over the kinds of import that are followed. */
function closure(outputs: Readonly<Record<string, Output>>, follow: (kind: string) => boolean): Set<string> {
  const loaded = new Set<string>();
  const load = (name: string): void => {
    if (loaded.has(name) || !outputs[name]) return;
    loaded.add(name);
    for (const { path: next, kind } of outputs[name].imports) if (follow(kind)) load(next);
  };
  load("dist/extension.js");
  return loaded;
}

/** The names in the central directory of a ZIP file (APPNOTE.TXT 4.3.12). */
function zipEntries(zip: Buffer): string[] {
  const end = zip.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
  const names: string[] = [];
  let offset = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(offset + field)) as [
      number,
      number,
      number,
    ];
    names.push(zip.toString("utf8", offset + 46, offset + 46 + name));
    offset += 46 + name + extra + comment;
  }
  return names;
}
