/** What a drop or a paste brings, read off its `DataTransfer`. */

/** Resources of the editor, and files without one. */
export interface Brought {
  readonly uris: readonly string[];
  readonly files: readonly File[];
  /** Folders from outside of the editor, by name: a page cannot read them. */
  readonly folders: readonly string[];
}

/** More than these in one go the host does not take. */
export const maxUris = 200;
const maxUriLength = 4096;

/**
 * The types that carry resources, richest first. The Explorer and editor tabs write them: the first has every resource,
 * `text/uri-list` only the first, `resourceurls` no folders, `codefiles` paths in place of URIs. A page gets the names in
 * lower case.
 */
const uriTypes = ["application/vnd.code.uri-list", "resourceurls", "codefiles", "text/uri-list"] as const;

/** Whether a drag with these types can bring something; its data cannot be read before the drop. */
export function bringsResources(types: readonly string[]): boolean {
  if (types.includes("Files")) return true;
  // A link that is dragged out of a page, also out of this one, comes as HTML as well.
  return !types.includes("text/html") && uriTypes.some((type) => types.includes(type));
}

/** What a drop brings. A web address is no resource: it is text. */
export function readDrop(transfer: DataTransfer): Brought {
  const uris = readUris(transfer);
  // The editor's own browser build adds the bytes of what it names already.
  if (uris.length > 0) return { uris, files: [], folders: [] };
  return readFiles(transfer);
}

/**
 * The files of a paste; undefined when it is text. A document's clipboard has its text as text and as HTML, and a picture
 * of it: the text is meant. A file manager's has the name of the file as text: the file is meant.
 */
export function readPaste(transfer: DataTransfer): Brought | undefined {
  const { types } = transfer;
  if (types.includes("text/plain") && types.includes("text/html")) return undefined;
  const brought = readFiles(transfer);
  return brought.files.length + brought.folders.length > 0 ? brought : undefined;
}

function readUris(transfer: DataTransfer): string[] {
  for (const type of uriTypes) {
    const data = transfer.getData(type);
    const uris = (type === "resourceurls" || type === "codefiles" ? parseArray(data) : parseUriList(data))
      .map((entry) => (type === "codefiles" ? fileUri(entry) : entry))
      .filter((uri) => isResource(uri));
    if (uris.length > 0) return [...new Set(uris)];
  }
  return [];
}

function readFiles({ items, files }: DataTransfer): Brought {
  const folders = [...items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry?.isDirectory === true)
    .map((entry) => entry?.name ?? "");
  return { uris: [], files: [...files].filter(({ name }) => !folders.includes(name)), folders };
}

/** A list of URIs, a line each; lines with `#` are comments. */
function parseUriList(data: string): string[] {
  return data.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

function parseArray(data: string): string[] {
  try {
    const value: unknown = JSON.parse(data);
    return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
  } catch {
    return [];
  }
}

/** The URI of a path of the file system, also of one with backslashes and a drive. */
function fileUri(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  const encoded = encodeURI(slashed).replaceAll("#", "%23").replaceAll("?", "%3F");
  if (slashed.startsWith("//")) return `file:${encoded}`;
  return `file://${slashed.startsWith("/") ? "" : "/"}${encoded}`;
}

function isResource(uri: string): boolean {
  return (
    uri.length <= maxUriLength && /^[a-z][\w+.-]*:/i.test(uri) && !/^(https?|data|blob|about):/i.test(uri)
  );
}
