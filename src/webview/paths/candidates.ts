/** Finds what looks like the path of a file in the words of an answer. Pure; whether there is such a file is the host's to say. */

/** A place in a file. */
export interface FilePlace {
  readonly path: string;
  /** 1-based, as all lines and columns here. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** A place and where it stands in a text, as offsets in UTF-16 units. */
export interface Candidate extends FilePlace {
  readonly start: number;
  readonly end: number;
}

/** Nobody writes a longer one by hand, and no file system takes it. */
const maxPath = 500;

// A folder may be a `(group)` or a `[parameter]`, as in routers; a sentence's own brackets stand outside of a path.
const name = String.raw`(?:[\p{L}\p{N}_.@+$~%-]|\([\w-]+\)(?=[\\/])|\[[\w.-]+\])+`;
const root = String.raw`(?:[A-Za-z]:[\\/]|\.{0,2}[\\/]|~[\\/])?`;
const place = String.raw`(?::(\d{1,7})(?::(\d{1,5})|-\d{1,7})?|#L(\d{1,7})(?:-L?\d{1,7})?|\((\d{1,7})(?:,(\d{1,5}))?\))?`;
const pathPattern = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.@+$~%\\/:#&=?-])(${root}${name}(?:[\\/]${name})*)${place}`,
  "gu",
);

/** Extensions of names that stand without a folder: in `console.log` and `Node.js's` a dot alone says little. */
const extensions = new Set(
  (
    "astro bash bat c cc cfg cjs clj cmake cmd cnf conf cpp cs csproj css csv cts cxx dart diff env erl ex exs fish fs go " +
    "gql gradle graphql groovy h hbs hcl hpp hrl hs htm html hxx ini ipynb jar java jl js json json5 jsonc jsonl jsx kt kts " +
    "less lhs liquid lock lua m md mdx mjs ml mm mts nix patch pdf php pl plist pm png prisma proto ps1 py pyi r rb rs rst s " +
    "sass scala scss sh sln snap sql svelte svg swift tex tf tfvars toml ts tsv tsx txt vb vue xaml xml yaml yml zig zsh"
  ).split(" "),
);
const dotFile = /^\.(?:env(?:\.\w+)*|\w+ignore|\w+rc(?:\.\w+)?|editorconfig|gitattributes|gitmodules)$/;
/** The first word of an address that is written without its scheme. */
const host = /^(?:www\.|localhost$|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|ai|edu|gov)$)/i;

/** What looks like a path in a text, in order. */
export function pathsIn(text: string): readonly Candidate[] {
  // Most texts have neither sign of a path.
  if (!/[./\\]/.test(text)) return [];
  const found: Candidate[] = [];
  for (const match of text.matchAll(pathPattern)) {
    const candidate = fromMatch(match, text);
    if (candidate) found.push(candidate);
  }
  return found;
}

/** The place that a whole text names, or undefined when it is none or more than one. */
export function asPlace(text: string): FilePlace | undefined {
  const trimmed = text.trim();
  const [only] = pathsIn(trimmed);
  if (only?.start !== 0 || only.end !== trimmed.length) return undefined;
  const { path, line, column } = only;
  return { path, line, column };
}

function fromMatch(match: RegExpExecArray, text: string): Candidate | undefined {
  const [whole, written = "", line, lineColumn, hashLine, bracketLine, bracketColumn] = match;
  const isPlaced = whole.length > written.length;
  // The end of a sentence belongs to no file.
  const path = isPlaced ? written : written.replace(/[.%$~+@-]+$/, "");
  const end = match.index + (isPlaced ? whole.length : path.length);
  const row = line ?? hashLine ?? bracketLine;
  const column = lineColumn ?? bracketColumn;
  if (!looksLikePath(path, row !== undefined) || isContinued(text, end)) return undefined;
  return {
    path,
    start: match.index,
    end,
    ...(row !== undefined && { line: Number(row) }),
    ...(column !== undefined && { column: Number(column) }),
  };
}

/** Whether what follows makes something else of it: an address, an e-mail address, a call, a pattern, a folder. */
function isContinued(text: string, end: number): boolean {
  return /^(?:[\p{L}\p{N}_@\\/*{<=]|:\/\/|\((?=[)\w]))/u.test(text.slice(end, end + 3));
}

function looksLikePath(path: string, hasLine: boolean): boolean {
  if (path.length > maxPath || path.includes("@") !== /(?:^|[\\/])@|@\dx\./.test(path)) return false;
  const segments = path.split(/[\\/]/);
  const last = segments.at(-1) ?? "";
  if (segments.slice(1).some((segment) => segment === "") || /^[.~]*$/.test(last)) return false;
  const [, extension = ""] = /[^.]\.([\p{L}][\p{L}\p{N}_-]{0,11})$/u.exec(last) ?? [];
  if (segments.length > 1) return !host.test(segments[0] ?? "") && /\p{L}/u.test(last);
  if (host.test(path)) return false;
  return dotFile.test(last) || (extension !== "" && (hasLine || extensions.has(extension.toLowerCase())));
}
