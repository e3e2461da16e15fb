import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensurePackage, META } from "../../package.ts";
import { root } from "./manifest.ts";

/** The most that the package may weigh: what a user waits for when installing it. */
const maxBytes = 1_000_000;

/** The most script that is read before the page shows its frame. */
const maxFirstScript = 100_000;

/** What esbuild tells about one output file. */
interface Output {
  readonly bytes: number;
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
  it.each([
    "node_modules/undici/",
    "node_modules/eventsource-parser/",
    "node_modules/fuzzysort/",
    "node_modules/modern-tar/",
    "src/api/http/transport",
  ])("loads %s only when it is needed", (source) => {
    const entry = "dist/extension.js";
    expect(sourcesOf("host", entry, "at once")).not.toContainEqual(expect.stringContaining(source));
    expect(sourcesOf("host", entry, "ever")).toContainEqual(expect.stringContaining(source));
  });
});

describe("the page", () => {
  const entry = "dist/webview/main.js";

  it("shows its frame with less than 100 KB of script", () => {
    const outputs = outputsOf("webview");
    const bytes = [...closure("webview", entry, "at once")].map((name) => outputs[name]?.bytes ?? 0);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(maxFirstScript);
  });

  it.each([
    ["what shows turns", "src/webview/transcript/turnElement"],
    ["what reads Markdown", "node_modules/markdown-it/"],
    ["the colors of code", "node_modules/highlight.js/"],
  ])("loads %s behind its frame", (_, source) => {
    expect(sourcesOf("webview", entry, "at once")).not.toContainEqual(expect.stringContaining(source));
    expect(sourcesOf("webview", entry, "ever")).toContainEqual(expect.stringContaining(source));
  });

  it("shows text without loading the colors of code", () => {
    const sources = sourcesOf("webview", "dist/webview/markdown.js", "at once");
    expect(sources).not.toContainEqual(expect.stringContaining("node_modules/highlight.js/"));
  });
});

type Bundle = "host" | "webview";
type Reach = "at once" | "ever";

function outputsOf(bundle: Bundle): Readonly<Record<string, Output>> {
  const meta = JSON.parse(readFileSync(META, "utf8")) as Record<Bundle, { outputs: Record<string, Output> }>;
  return meta[bundle].outputs;
}

/** The output files that loading one of them loads: at once, or with all that it may load later. */
function closure(bundle: Bundle, entry: string, reach: Reach): Set<string> {
  const outputs = outputsOf(bundle);
  const loaded = new Set<string>();
  const load = (name: string): void => {
    if (loaded.has(name) || !outputs[name]) return;
    loaded.add(name);
    for (const { path: next, kind } of outputs[name].imports)
      if (reach === "ever" || kind !== "dynamic-import") load(next);
  };
  load(entry);
  return loaded;
}

/** The source files in these. */
function sourcesOf(bundle: Bundle, entry: string, reach: Reach): string[] {
  const outputs = outputsOf(bundle);
  return [...closure(bundle, entry, reach)].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
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
