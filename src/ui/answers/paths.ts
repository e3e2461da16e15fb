/** A path that an answer names, made ready to be looked for. Segments are separated by `/`. */
export interface NamedPath {
  /** Absolute ones begin with `/`, before a drive letter too: `/c:/work/a.ts`. */
  readonly path: string;
  readonly isAbsolute: boolean;
}

/**
 * Reads a path as an agent may write it: with `./`, with Windows separators, with a drive letter.
 * @returns undefined for what is no file's path or leads out of where it starts.
 */
export function readPath(written: string): NamedPath | undefined {
  const slashed = written.trim().replaceAll("\\", "/");
  // A control character is in no path that anybody means.
  // eslint-disable-next-line no-control-regex -- they are looked for.
  if (slashed === "" || slashed.endsWith("/") || /[\u0000-\u001f\u007f]/.test(slashed)) return undefined;
  const drive = /^[a-z]:\//i.test(slashed);
  const isAbsolute = drive || slashed.startsWith("/");
  const segments = slashed.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.length === 0 || segments.includes("..")) return undefined;
  const path = segments.join("/");
  return { path: isAbsolute ? `/${path}` : path, isAbsolute };
}

/** The part of an absolute path that is below a folder, or undefined when it is not below it. */
export function below(folder: string, path: string): string | undefined {
  const start = folder.endsWith("/") ? folder : `${folder}/`;
  // Windows paths mean the same file however they are written.
  const isWindows = /^\/[a-z]:/i.test(start);
  const same = (text: string): string => (isWindows ? text.toLowerCase() : text);
  return same(path).startsWith(same(start)) ? path.slice(start.length) : undefined;
}
