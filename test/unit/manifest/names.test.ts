import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { contributions, manifest, manifestStrings, root, settings, stringsIn } from "./manifest.ts";
import { findAll, literalSet, literals, literalText } from "./source.ts";

/** Registered, but not in the palette: for keybindings and tasks, or meaningless without the failure they belong to. */
const uncontributed = [
  "agent37.sendMessage",
  "agent37.stopRetrying",
  "agent37.editMessage",
  "agent37.openSettings",
];

const commandIds = (): string[] => contributions().commands.map(({ command }) => command);
const viewIds = (): string[] =>
  Object.values(contributions().views)
    .flat()
    .map((view) => view.id);

/** Commands that the code registers: a literal id and the function that does it, whatever the call is named. */
const registered = findAll((node) => {
  if (!ts.isCallExpression(node)) return undefined;
  const [first, ...rest] = node.arguments;
  const id = literalText(first);
  const isDone = rest.some((argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument));
  return isDone && id?.startsWith("agent37.") ? id : undefined;
}).map(({ value }) => value);

/** The settings that the code knows: the keys of `schemas` in platform/settings.ts. */
const knownSettings = findAll((node, file) =>
  file.path === "src/platform/settings.ts" &&
  ts.isPropertyAssignment(node) &&
  /^(const )?schemas\b/.test(node.parent.parent.parent.getText())
    ? node.name.getText()
    : undefined,
).map(({ value }) => value);

/** The names that the code reads: `get("name")` of anything. */
const readSettings = findAll((node) =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  node.expression.name.text === "get"
    ? literalText(node.arguments[0])
    : undefined,
).map(({ value }) => value);

describe("package.json and the code", () => {
  it("name the same commands", () => {
    const contributed = commandIds().filter((id) => !uncontributed.includes(id));
    expect([...registered].sort()).toEqual([...contributed, ...uncontributed].sort());
  });

  it("agree on every name that starts with agent37.", () => {
    const known = new Set([
      ...manifestStrings.flatMap((text) => text.match(/\bagent37(\.\w+)+/g) ?? []),
      ...Object.keys(settings()),
      ...Object.keys(contributions().views),
      ...uncontributed,
      ...viewIds().flatMap((id) => [`${id}.focus`, `${id}.open`]),
    ]);
    const strangers = literals.filter(({ value }) => /^agent37(\.\w+)+$/.test(value) && !known.has(value));
    expect(strangers).toEqual([]);
  });

  it("name the same settings", () => {
    const contributed = Object.keys(settings()).map((key) => key.replace("agent37.", ""));
    expect([...knownSettings].sort()).toEqual([...contributed].sort());
    expect(contributed.filter((name) => !readSettings.includes(name))).toEqual([]);
  });

  it("name the same views", () => {
    expect(viewIds().filter((id) => !literalSet.has(id))).toEqual([]);
  });
});

describe("package.json", () => {
  it("uses only commands that it contributes", () => {
    const { menus = {}, keybindings = [] } = contributions();
    const used = [...Object.values(menus).flat(), ...keybindings].flatMap(({ command }) => command ?? []);
    const links = manifestStrings.flatMap((text) =>
      [...text.matchAll(/command:(agent37[\w.]+)/g)].flatMap((match) => match[1] ?? []),
    );
    const known = new Set([...commandIds(), ...uncontributed, ...viewIds().map((id) => `${id}.focus`)]);
    expect([...used, ...links].filter((id) => id.startsWith("agent37.") && !known.has(id))).toEqual([]);
  });

  it("asks in its `when` clauses only for context keys and views that exist", () => {
    const clauses = stringsIn(whenClauses(manifest.contributes)).join(" ");
    const names = new Set(clauses.match(/\bagent37(\.\w+)+/g));
    const known = new Set([...viewIds(), ...Object.keys(settings()), ...literalSet]);
    expect([...names].filter((name) => !known.has(name))).toEqual([]);
  });

  it("names each command once", () => {
    expect(new Set(commandIds()).size).toBe(commandIds().length);
  });

  it("shows only files that are there", () => {
    const files = manifestStrings.filter((text) => /^(\.\/)?(media|l10n|dist)\/.+\.\w+$/.test(text));
    expect(files.filter((file) => !file.includes("dist/") && !existsSync(path.join(root, file)))).toEqual([]);
  });

  it("has an icon of at least 128 pixels", () => {
    const png = readFileSync(path.join(root, manifest.icon ?? "media/icon.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(128);
  });

  it("names only icons that codicons has", () => {
    const metadata = readFileSync(
      path.join(root, "node_modules/@vscode/codicons/dist/metadata.json"),
      "utf8",
    );
    const icons = new Set(Object.keys(JSON.parse(metadata) as object));
    const used = manifestStrings.flatMap((text) =>
      [...text.matchAll(/\$\(([\w-]+)(~\w+)?\)/g)].map((match) => match[1]),
    );
    expect(used.filter((name) => name === undefined || !icons.has(name))).toEqual([]);
  });
});

/** Every `when`, `enablement` and `isActive` of the contributions. */
function whenClauses(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    /^(when|enablement|isActive)$/.test(key) && typeof inner === "string" ? [inner] : whenClauses(inner),
  );
}
