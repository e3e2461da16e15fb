import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { cruise, type IConfiguration, type ICruiseResult } from "dependency-cruiser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const configuration = createRequire(import.meta.url)("../../../.dependency-cruiser.cjs") as IConfiguration;

/** Files by path. A value is one import for each entry: `type x` is a type-only import, `x` one of a value. */
type Tree = Readonly<Record<string, readonly string[]>>;

/** A program that keeps to the house: each arrow that the architecture allows is in it once. */
const house: Tree = {
  "src/extension.ts": [
    "vscode",
    "@/ui/chat/a",
    "@/ui/files/a",
    "@/core/turns/a",
    "@/platform/a",
    "@/api/create",
  ],
  "src/ui/chat/a.ts": [
    "vscode",
    "@/ui/problems/a",
    "@/platform/a",
    "@/core/turns/a",
    "@/protocol/a",
    "@/common/a",
  ],
  "src/ui/files/a.ts": ["@/api/wire", "@/api/errors/a", "type @/api/client"],
  "src/ui/problems/a.ts": ["vscode"],
  "src/platform/a.ts": ["vscode", "@/core/turns/a", "@/common/a", "node:fs"],
  "src/core/turns/a.ts": ["@/api/client", "@/common/a", "type @/api/wire", "@/core/shared"],
  "src/core/shared.ts": ["@/common/a"],
  "src/api/create.ts": ["@/api/client", "@/api/http/a"],
  "src/api/client.ts": ["@/api/wire", "@/common/a"],
  "src/api/wire.ts": ["type @/api/errors/a"],
  "src/api/errors/a.ts": [],
  "src/api/http/a.ts": ["undici", "node:https"],
  "src/protocol/a.ts": ["@/common/a", "valibot"],
  "src/webview/main.ts": ["@/protocol/a", "@/common/a"],
  "src/common/a.ts": [],
  "test/emulator/a.ts": ["type @/api/wire", "node:http", "./b"],
  "test/emulator/b.ts": ["type ./a"],
};

/** One file more, or other imports of a file, and the rules that must report it. */
const violations: readonly (readonly [title: string, change: Tree, rules: readonly string[]])[] = [
  ["extension imports webview", { "src/extension.ts": ["@/webview/main"] }, ["layer-extension"]],
  ["ui imports the making of a client", { "src/ui/chat/b.ts": ["@/api/create"] }, ["layer-ui"]],
  ["ui imports code of the client", { "src/ui/chat/b.ts": ["@/api/client"] }, ["ui-client-types"]],
  ["ui imports webview", { "src/ui/chat/b.ts": ["type @/webview/main"] }, ["layer-ui"]],
  ["a folder of ui imports its sibling", { "src/ui/files/b.ts": ["type @/ui/chat/a"] }, ["ui-siblings"]],
  ["problems imports another folder of ui", { "src/ui/problems/b.ts": ["@/ui/chat/a"] }, ["ui-siblings"]],
  ["a shared file of ui imports a folder", { "src/ui/shared.ts": ["@/ui/files/a"] }, ["ui-shared-files"]],
  ["platform imports ui", { "src/platform/b.ts": ["type @/ui/chat/a"] }, ["layer-platform"]],
  ["platform imports api", { "src/platform/b.ts": ["type @/api/wire"] }, ["layer-platform"]],
  ["core imports platform", { "src/core/turns/b.ts": ["type @/platform/a"] }, ["layer-core"]],
  ["core imports protocol", { "src/core/turns/b.ts": ["type @/protocol/a"] }, ["layer-core"]],
  ["a folder of core imports its sibling", { "src/core/b/b.ts": ["type @/core/turns/a"] }, ["core-siblings"]],
  ["a shared file of core imports a folder", { "src/core/b.ts": ["@/core/turns/a"] }, ["core-shared-files"]],
  ["api imports core", { "src/api/b.ts": ["type @/core/turns/a"] }, ["layer-api"]],
  ["protocol imports api", { "src/protocol/b.ts": ["type @/api/wire"] }, ["layer-protocol"]],
  ["webview imports core", { "src/webview/b.ts": ["type @/core/turns/a"] }, ["layer-webview"]],
  ["common imports protocol", { "src/common/b.ts": ["type @/protocol/a"] }, ["layer-common"]],
  ["common imports Node", { "src/common/b.ts": ["node:fs"] }, ["common-imports-nothing"]],
  ["common imports a package", { "src/common/b.ts": ["valibot"] }, ["common-imports-nothing"]],
  [
    "a file beside the folders",
    { "src/api/b.ts": ["@/helpers"], "src/helpers.ts": [] },
    ["layer-api", "one-root"],
  ],
  ["core imports vscode", { "src/core/turns/b.ts": ["type vscode"] }, ["vscode-only-above"]],
  ["api imports vscode", { "src/api/b.ts": ["vscode"] }, ["vscode-only-above"]],
  ["webview imports vscode", { "src/webview/b.ts": ["type vscode"] }, ["vscode-only-above"]],
  ["core imports undici", { "src/core/turns/b.ts": ["type undici"] }, ["undici-only-in-http"]],
  ["another part of api imports undici", { "src/api/b.ts": ["undici"] }, ["undici-only-in-http"]],
  ["webview imports Node", { "src/webview/b.ts": ["node:fs"] }, ["browser-has-no-node"]],
  [
    "the emulator imports the client",
    { "test/emulator/c.ts": ["type @/api/client"] },
    ["emulator-knows-only-wire-types"],
  ],
  [
    "the emulator imports common",
    { "test/emulator/c.ts": ["@/common/a"] },
    ["emulator-knows-only-wire-types"],
  ],
  [
    "the emulator imports code of the wire",
    { "test/emulator/c.ts": ["@/api/wire"] },
    ["emulator-wire-types-only"],
  ],
  ["src imports test", { "src/api/b.ts": ["type ../../test/emulator/a"] }, ["src-without-test"]],
  ["a cycle of types", { "src/api/b.ts": ["type @/api/c"], "src/api/c.ts": ["type @/api/b"] }, ["no-cycles"]],
  [
    "a cycle of code in a test's helpers",
    { "test/unit/b.ts": ["./c"], "test/unit/c.ts": ["./b"] },
    ["no-cycles-in-tests"],
  ],
  ["an import that leads nowhere", { "src/api/b.ts": ["@/api/nothing"] }, ["resolvable"]],
  ["a package that is not declared", { "src/api/b.ts": ["stranger"] }, ["declared"]],
];

describe("import rules", () => {
  let root = "";
  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), "agent37-imports-"));
    for (const name of ["undici", "valibot", "stranger"]) {
      await write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
      await write(`node_modules/${name}/index.js`, "module.exports = {};");
    }
    await write("package.json", JSON.stringify({ devDependencies: { undici: "*", valibot: "*" } }));
  });
  afterEach(() => rm(root, { recursive: true }));

  it("accept every arrow of the architecture", async () => {
    expect(await check(house)).toEqual([]);
  });

  it.each(violations)("report that %s", async (_title, change, rules) => {
    const reported = await check({ ...house, ...change });
    // An import against the arrows often closes a cycle as well, and what is added here is used by nobody.
    const sideEffects = ["no-cycles", "no-orphans"].filter((rule) => !rules.includes(rule));
    expect(reported.filter((rule) => !sideEffects.includes(rule))).toEqual(rules);
  });

  it("report a file that neither bundle reaches, even when a test imports it", async () => {
    expect(
      await check({ ...house, "src/core/turns/b.ts": [], "test/unit/b.ts": ["@/core/turns/b"] }),
    ).toEqual(["no-orphans"]);
  });

  it("have a violation here for each rule", () => {
    const shown = new Set(["no-orphans", ...violations.flatMap(([, , rules]) => rules)]);
    expect(
      configuration.forbidden?.map((rule) => rule.name).filter((name) => !shown.has(name ?? "")),
    ).toEqual([]);
  });

  async function write(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }

  /** The names of the rules that report something about this tree. */
  async function check(tree: Tree): Promise<string[]> {
    for (const [file, imports] of Object.entries(tree))
      await write(file, imports.map((entry) => importLine(file, entry)).join("") + "export const own = 1;\n");
    const result = await cruise(["src", "test"], {
      ...configuration.options,
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: configuration.forbidden ?? [] },
    });
    return (result.output as ICruiseResult).summary.violations.map((violation) => violation.rule.name).sort();
  }
});

/** `@/` is src; a file of the tree is imported with its extension, as everywhere in this project. */
function importLine(from: string, entry: string): string {
  const [, type = "", target = ""] = /^(type )?(.*)$/.exec(entry) ?? [];
  const specifier = target.startsWith("@/")
    ? `./${path.posix.relative(path.posix.dirname(from), `src/${target.slice(2)}.ts`)}`
    : target.startsWith(".")
      ? `${target}.ts`
      : target;
  return `import ${type}* as x${Math.random().toString(36).slice(2)} from "${specifier}";\n`;
}
