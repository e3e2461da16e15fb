import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { isKnown, tokensOf } from "../../../../src/webview/highlight/tokens.ts";

const root = path.resolve(import.meta.dirname, "../../../..");

/** The class names of each character. */
function colors(code: string, language: string, pieceLength: number): string[] {
  return [...tokensOf(code, language, () => pieceLength)].flatMap((piece) =>
    piece.flatMap(({ text, classes }) => text.split("").map(() => classes.join(" > "))),
  );
}

const textOf = (code: string, language: string, pieceLength: number): string =>
  [...tokensOf(code, language, () => pieceLength)]
    .flat()
    .map(({ text }) => text)
    .join("");

/** Constructs that go over many lines, with code behind them that shows where they end. */
const long = (line: string): string => `${line}\n`.repeat(40);
const samples: Readonly<Record<string, string>> = {
  typescript: `/**\n${long(" * let it be")}*/\nlet a = \`\n${long("const ${b + 1} text")}\`;\nconst c = 'd';\n`,
  python: `"""\n${long("if this were code")}"""\ndef f(a):\n    return "x" # no\n`,
  css: `/*\n${long("a { color: red }")}*/\n.b { color: #fff; }\n`,
  xml: `<!--\n${long("<a b='c'/>")}-->\n<d e="f">g</d>\n<script>\n${long("let a = 'b';")}</script>\n<h i="j"/>\n`,
  cpp: `#if 0\n/*\n${long("int a = 1;")}*/\n#endif\nint b = 2; // c\n`,
  rust: `/*\n${long("let a = 1;")}*/\nfn main() { let b = "c"; }\n`,
  go: `var a = \`\n${long("func b() {}")}\`\nfunc c() string { return "d" }\n`,
  php: `<?php\n/*\n${long("$a = 1;")}*/\n$b = 'c';\n?>\n<p class="d">e</p>\n`,
  bash: `cat <<EOF\n${long("if $a; then")}EOF\nif [ "$b" ]; then echo 'c'; fi\n`,
  json: `[\n${long('  { "a": [1, true, "b"] },')}  null\n]\n`,
  yaml: `# a\n${long("b: |\n  c: d\ne: [f, 1]")}g: "h"\n`,
  markdown: `# A\n\n\`\`\`\n${long("*b*")}\`\`\`\n\n*c* **d**\n`,
  sql: `/*\n${long("select 1")}*/\nselect 'a' from b where c = 2;\n`,
  diff: `@@ -1 +1 @@\n${long("+a")}${long("-b")}`,
};

describe("tokensOf", () => {
  it.each(Object.entries(samples))("colors %s piece by piece as it does at once", (language, code) => {
    expect(colors(code, language, 100)).toEqual(colors(code, language, Infinity));
  });

  it.each([
    ["typescript", "src/core/conversation/chat.ts"],
    ["typescript", "src/webview/composer/composerElement.ts"],
    ["css", "src/webview/styles/composer.css"],
    ["json", "package.json"],
    ["markdown", "README.md"],
  ])("colors a file of %s as it does at once: %s", (language, file) => {
    const code = readFileSync(path.join(root, file), "utf8");
    expect(colors(code, language, 1000)).toEqual(colors(code, language, Infinity));
  });

  it("gives back the text, whatever is in it", () => {
    const nasty = "\n\n  \t<b>&amp;</b>\u2028\u0000'\"`${\\\r\n".repeat(50);
    for (const language of ["typescript", "xml", "bash", "php", "markdown"]) {
      for (const pieceLength of [1, 10, 1000]) expect(textOf(nasty, language, pieceLength)).toBe(nasty);
    }
  });

  it("names constructs as their style sheet does, the outermost first", () => {
    const tokens = [...tokensOf("class A { b = `${1}`; }", "typescript", () => 1000)].flat();
    expect(tokens).toContainEqual({ text: "A", classes: ["hljs-title class_"] });
    expect(tokens).toContainEqual({ text: "1", classes: ["hljs-string", "hljs-number"] });
  });

  it("leaves a line plain that is too long to be read in one go, and goes on behind it", () => {
    const code = `let a = 1;\n// ${"x".repeat(6000)}\nlet b = 2;\n`;
    const [, , line] = [...tokensOf(code, "typescript", () => 100)].filter((piece) => piece.length > 0);
    expect(textOf(code, "typescript", 100)).toBe(code);
    expect(line?.[0]).toEqual({ text: "let", classes: ["hljs-keyword"] });
  });

  it("reads no more at once than it is told, give or take half", () => {
    const code = readFileSync(path.join(root, "src/core/conversation/chat.ts"), "utf8");
    for (const piece of tokensOf(code, "typescript", () => 1000)) {
      expect(piece.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(1700);
    }
  });
});

describe("isKnown", () => {
  it.each(["ts", "typescript", "py", "sh", "c++", "yml"])("knows %s", (name) => {
    expect(isKnown(name)).toBe(true);
  });

  it.each(["klingon", ""])("does not know %j", (name) => {
    expect(isKnown(name)).toBe(false);
  });
});

describe("the style sheet", () => {
  it("has a color or a style for what tokens are named by, and for nothing else", () => {
    const css = readFileSync(path.join(root, "src/webview/styles/code.css"), "utf8");
    const styled = new Set([...css.matchAll(/\.hljs-([\w-]+)/g)].map(([, kind]) => kind));
    const source = readFileSync(path.join(root, "src/webview/highlight/tokens.ts"), "utf8");
    const [, list = ""] = /new Set\(\s*\(([^)]+)\)/.exec(source) ?? [];
    const named = new Set(
      list
        .replace(/[^\w\s-]/g, "")
        .split(/\s+/)
        .filter((word) => word !== ""),
    );
    expect(styled).toEqual(named);
  });
});
