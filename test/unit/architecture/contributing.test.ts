import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");
const guide = readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8");

it("the contributors' guide names only files that are there", () => {
  const files = [...guide.matchAll(/[`(]((?:src|test|l10n)\/[\w./-]*|[\w.-]+\.(?:json|cjs))[`)]/g)].map(
    (match) => match[1],
  );
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => file !== undefined && !existsSync(path.join(root, file)))).toEqual([]);
});

it("the contributors' guide names only scripts that are there", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: object;
  };
  const named = [...guide.matchAll(/\bnpm run ([a-z0-9:]+)/g)].flatMap((match) => match[1] ?? []);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
