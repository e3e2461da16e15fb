/** What a code block says about itself. Pure. */
import { asPlace } from "../paths/candidates.ts";

export interface CodeInfo {
  /** As the block names it; empty when it names none. */
  readonly language: string;
  /** The file that the code is of or for. */
  readonly path: string | undefined;
}

/** Languages of commands that a terminal takes. */
const shells = new Set(["bash", "sh", "shell", "zsh", "console", "powershell", "bat", "fish"]);

export function isShell(language: string): boolean {
  return shells.has(language.toLowerCase());
}

/**
 * Reads the info string of a code fence as agents write it: `ts`, `ts src/a.ts`, `ts:src/a.ts`, `src/a.ts`,
 * `ts title="src/a.ts"`, `12:20:src/a.ts`; without a path there, a comment in the first line may have it.
 * @param firstLine of the code, once it is complete.
 */
export function codeInfo(info: string, firstLine: string | undefined): CodeInfo {
  const named = fromInfo(info.trim());
  const isProse = /^(?:md|markdown|text|txt)?$/i.test(named.language);
  if (named.path !== undefined || firstLine === undefined || isProse) return named;
  return { ...named, path: fromComment(firstLine) };
}

function fromInfo(info: string): CodeInfo {
  const [word = ""] = info.split(/[\s{]/, 1);
  const attribute =
    /(?:^|[\s{])(?:title|file|filename|filepath|path)=(?:"([^"]+)"|'([^']+)'|([^\s}]+))/i.exec(info);
  const attributePath = attribute?.[1] ?? attribute?.[2] ?? attribute?.[3];
  if (attributePath !== undefined) return { language: word, path: fileOf(attributePath) ?? attributePath };
  const joined = /^(?:\d+:\d+:|([A-Za-z][\w+#-]*):)(.+)$/.exec(word);
  const joinedPath = joined && fileOf(joined[2] ?? "");
  if (joinedPath) return { language: joined[1] ?? extensionOf(joinedPath), path: joinedPath };
  const wordPath = fileOf(word);
  if (wordPath !== undefined) return { language: extensionOf(wordPath), path: wordPath };
  return { language: word, path: fileOf(info.slice(word.length)) };
}

const comments = [
  /^\s*(?:\/\/+|#+|--|;+|%+|::|REM\s)\s*(.+?)\s*$/i,
  /^\s*\/\*+\s*(.+?)\s*\*+\/\s*$/,
  /^\s*<!--\s*(.+?)\s*-->\s*$/,
];

function fromComment(line: string): string | undefined {
  for (const pattern of comments) {
    const text = pattern.exec(line)?.[1]?.replace(/^(?:file(?:name|path)?|path)\s*[:=]\s*/i, "");
    const path = text === undefined ? undefined : fileOf(text);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The path that a text is, if it has a file's extension: `and/or` in a comment is no file. */
function fileOf(text: string): string | undefined {
  const path = asPlace(text)?.path;
  return path !== undefined && extensionOf(path) !== "" ? path : undefined;
}

function extensionOf(path: string): string {
  return /[^\\/]\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

const prompt = /^\s*(?:\$|PS [^>\n]*>)\s+/;

/**
 * The commands of a shell block. Where lines begin with a prompt, only these are commands, without it; the others are
 * what was printed. A line that ends with a backslash goes on in the next one.
 */
export function commandsOf(code: string): string {
  const lines = code.trimEnd().split("\n");
  if (!lines.some((line) => prompt.test(line))) return code.trim();
  const commands: string[] = [];
  let goesOn = false;
  for (const line of lines) {
    if (goesOn || prompt.test(line)) {
      commands.push(goesOn ? line : line.replace(prompt, ""));
      goesOn = line.endsWith("\\");
    }
  }
  return commands.join("\n");
}
