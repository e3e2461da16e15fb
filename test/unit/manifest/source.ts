import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { root } from "./manifest.ts";

export interface SourceFile {
  /** Path from the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Every TypeScript file that is bundled. */
export const sourceFiles: readonly SourceFile[] = globSync("src/**/*.ts", { cwd: root })
  .filter((file) => !file.endsWith(".d.ts"))
  .map((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    return { path: file, text, tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true) };
  });

export interface Located<T> {
  readonly value: T;
  /** `file:line`, to find it again. */
  readonly at: string;
}

/** What `pick` finds in the syntax trees of all files. */
export function findAll<T>(pick: (node: ts.Node, file: SourceFile) => T | undefined): Located<T>[] {
  return sourceFiles.flatMap((file) => {
    const found: Located<T>[] = [];
    const visit = (node: ts.Node): void => {
      const value = pick(node, file);
      if (value !== undefined) {
        const { line } = file.tree.getLineAndCharacterOfPosition(node.getStart());
        found.push({ value, at: `${file.path}:${line + 1}` });
      }
      ts.forEachChild(node, visit);
    };
    visit(file.tree);
    return found;
  });
}

/** The text of a string without placeholders. */
export function literalText(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** Every string literal of the program, property names in quotes included. */
export const literals: readonly Located<string>[] = findAll((node) => literalText(node));
export const literalSet: ReadonlySet<string> = new Set(literals.map((literal) => literal.value));
