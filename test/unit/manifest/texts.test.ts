import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { getL10nJson } from "@vscode/l10n-dev";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { englishTexts, manifestStrings, root } from "./manifest.ts";
import { findAll, literalText, sourceFiles } from "./source.ts";

/** The message of every `l10n.t(…)`; undefined where it is computed. */
const messages = findAll((node) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  if (name.text !== "t" || !/(^|\.)l10n$/.test(expression.getText())) return undefined;
  return { message: messageOf(node.arguments[0]) };
});

function messageOf(argument: ts.Expression | undefined): string | undefined {
  if (!argument || !ts.isObjectLiteralExpression(argument)) return literalText(argument);
  const message = argument.properties.find((property) => property.name?.getText() === "message");
  return message && ts.isPropertyAssignment(message) ? literalText(message.initializer) : undefined;
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

/** What `npm run l10n` would write. The parser is WebAssembly and takes its time on a busy machine. */
let exported: object;
beforeAll(async () => {
  const withTexts = sourceFiles.filter((file) => file.text.includes("l10n"));
  exported = await getL10nJson(withTexts.map((file) => ({ contents: file.text, extension: ".ts" })));
}, 60_000);

describe("texts of package.json", () => {
  it("use every key of package.nls.json and no other", () => {
    const used = new Set(manifestStrings.flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []));
    expect([...used].sort()).toEqual(Object.keys(englishTexts()).sort());
  });

  it("are never empty", () => {
    expect(Object.entries(englishTexts()).filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});

describe("texts of the code", () => {
  it("are all found by the exporter", () => {
    // A key is the message, or message/comment.
    const known = Object.keys(exported);
    const isKnown = (text: string): boolean =>
      known.some((key) => key === text || key.startsWith(`${text}/`));
    expect(messages.filter(({ value }) => value.message === undefined || !isKnown(value.message))).toEqual(
      [],
    );
  });

  it("are in l10n/bundle.l10n.json as `npm run l10n` writes them", () => {
    expect(readJson("l10n/bundle.l10n.json")).toEqual(exported);
  });

  it("count their placeholders from {0} without a gap", () => {
    const gaps = messages.filter(({ value }) => {
      const numbers = placeholders(value.message ?? "").filter((name) => /\d/.test(name));
      return numbers.some((name, index) => name !== `{${index}}`);
    });
    expect(gaps).toEqual([]);
  });
});

describe("translations", () => {
  it("have the keys and the placeholders of the English texts", () => {
    for (const file of globSync(["l10n/bundle.l10n.*.json", "package.nls.*.json"], { cwd: root })) {
      const english = Object.entries(readJson(file.replace(/\.[\w-]+\.json$/, ".json")));
      const translated = Object.entries(readJson(file));
      const shape = (entries: [string, string][]): object =>
        Object.fromEntries(entries.map(([key, text]) => [key, placeholders(text)]));
      expect(shape(translated), file).toEqual(shape(english));
    }
  });
});

function readJson(file: string): Record<string, string> {
  const entries = JSON.parse(readFileSync(path.join(root, file), "utf8")) as Record<
    string,
    string | { readonly message: string }
  >;
  return Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [key, typeof value === "string" ? value : value.message]),
  );
}
