import path from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");
// The project's own rules need no types, and the files of this test do not exist.
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

/** The rules that report something about this code at this path. */
async function lint(file: string, code: string): Promise<(string | null)[]> {
  const results = await eslint.lintText(code, { filePath: path.join(root, file) });
  return results.flatMap((result) => result.messages.map((message) => message.ruleId));
}

const forbidden: readonly (readonly [title: string, file: string, code: string, rule: string])[] = [
  ["console in src", "src/core/a.ts", `console.log(1);`, "no-console"],
  ["fetch in src", "src/core/a.ts", `void fetch("x");`, "no-restricted-globals"],
  ["any", "src/core/a.ts", `export let x: any;`, "@typescript-eslint/no-explicit-any"],
  [
    "a non-null assertion",
    "src/core/a.ts",
    `export const f = (x?: number) => x!;`,
    "@typescript-eslint/no-non-null-assertion",
  ],
  [
    "a branch on a message",
    "src/ui/chat/a.ts",
    `export const f = (e: Error) => e.message.includes("x");`,
    "no-restricted-syntax",
  ],
  [
    "an error toast outside ui/problems",
    "src/ui/chat/a.ts",
    `void vscode.window.showErrorMessage("x");`,
    "no-restricted-syntax",
  ],
  [
    "a warning toast outside ui/problems",
    "src/ui/chat/a.ts",
    `void window.showWarningMessage("x", "Yes");`,
    "no-restricted-syntax",
  ],
  [
    "a kept webview",
    "src/ui/chat/a.ts",
    `export const o = { retainContextWhenHidden: true };`,
    "no-restricted-syntax",
  ],
  [
    "a computed string for translators",
    "src/ui/chat/a.ts",
    "export const s = l10n.t(`a ${1}`);",
    "no-restricted-syntax",
  ],
  [
    "a computed string for translators by its full name",
    "src/ui/chat/a.ts",
    `export const s = vscode.l10n.t(text);`,
    "no-restricted-syntax",
  ],
  ["HTML from text", "src/webview/markdown/a.ts", `node.innerHTML = text;`, "no-restricted-syntax"],
  [
    "a rule switched off without a reason",
    "src/core/a.ts",
    `// eslint-disable-next-line no-console\nconsole.log(1);`,
    "local/explained-disables",
  ],
  [
    "a rule switched off for nothing",
    "src/core/a.ts",
    `// eslint-disable-next-line no-console -- why\nexport {};`,
    "unused",
  ],
  ["a file of 301 lines", "src/core/a.ts", "export {};\n".repeat(301), "max-lines"],
  ["a test of 301 lines", "test/unit/a.test.ts", "export {};\n".repeat(301), "max-lines"],
  ["an extension.ts of 121 lines", "src/extension.ts", "export {};\n".repeat(121), "max-lines"],
];

const allowed: readonly (readonly [title: string, file: string, code: string])[] = [
  ["toasts in ui/problems", "src/ui/problems/a.ts", `void vscode.window.showErrorMessage("x");`],
  [
    "a modal question",
    "src/ui/instances/a.ts",
    `void window.showWarningMessage("x", { modal: true }, "Delete");`,
  ],
  [
    "literal strings for translators",
    "src/ui/chat/a.ts",
    `export const s = [l10n.t("a {0}", 1), l10n.t({ message: "a", comment: "b" })];`,
  ],
  [
    "a non-null assertion that says why",
    "src/core/a.ts",
    `// eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- checked above\nexport const f = (x?: number) => x!;`,
  ],
];

describe("lint rules", () => {
  it.each(forbidden)("report %s", async (_title, file, code, rule) => {
    expect((await lint(file, code)).map((found) => found ?? "unused")).toEqual([rule]);
  });

  it.each(allowed)("accept %s", async (_title, file, code) => {
    expect(await lint(file, code)).toEqual([]);
  });
});
