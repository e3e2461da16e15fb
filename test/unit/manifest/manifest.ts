import { readFileSync } from "node:fs";
import path from "node:path";

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, "../../..");

export interface Setting {
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly scope?: string;
  readonly enum?: readonly string[];
  readonly [key: string]: unknown;
}

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string | { readonly light: string; readonly dark: string };
}

interface Contributions {
  readonly commands: readonly Command[];
  readonly configuration:
    | { readonly properties: Readonly<Record<string, Setting>> }
    | readonly { readonly properties: Readonly<Record<string, Setting>> }[];
  readonly viewsContainers: Readonly<
    Record<string, readonly { readonly id: string; readonly icon: string }[]>
  >;
  readonly views: Readonly<
    Record<string, readonly { readonly id: string; readonly name: string; readonly when?: string }[]>
  >;
  readonly menus?: Readonly<Record<string, readonly MenuItem[]>>;
  readonly keybindings?: readonly {
    readonly command: string;
    readonly key: string;
    readonly mac?: string;
    readonly when?: string;
  }[];
  readonly submenus?: readonly { readonly id: string }[];
}

export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly engines: { readonly vscode: string };
  readonly icon?: string;
  readonly activationEvents?: readonly string[];
  readonly contributes?: Contributions;
  readonly capabilities?: {
    readonly untrustedWorkspaces?: { readonly restrictedConfigurations?: readonly string[] };
  };
}

const text = readFileSync(path.join(root, "package.json"), "utf8");
export const manifest = JSON.parse(text) as Manifest;

/** What VS Code reads of package.json: not the scripts and the packages, which are npm's. */
const {
  scripts: _scripts,
  devDependencies: _devDependencies,
  ...rest
} = JSON.parse(text) as Record<string, unknown>;

/** Every string in a JSON value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

export const manifestStrings: readonly string[] = stringsIn(rest);

export function contributions(): Contributions {
  if (!manifest.contributes) throw new Error("package.json contributes nothing");
  return manifest.contributes;
}

export function settings(): Readonly<Record<string, Setting>> {
  const { configuration } = contributions();
  const sections = "properties" in configuration ? [configuration] : configuration;
  return Object.assign({}, ...sections.map((section) => section.properties)) as Record<string, Setting>;
}

/** The English texts behind the `%keys%` of package.json. */
export function englishTexts(): Readonly<Record<string, string>> {
  const entries = JSON.parse(readFileSync(path.join(root, "package.nls.json"), "utf8")) as Record<
    string,
    string | { readonly message: string }
  >;
  return Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [key, typeof value === "string" ? value : value.message]),
  );
}

/** A text of package.json as an English user reads it. */
export function english(value: string | undefined): string | undefined {
  const key = /^%(.+)%$/.exec(value ?? "")?.[1];
  return key === undefined ? value : englishTexts()[key];
}
