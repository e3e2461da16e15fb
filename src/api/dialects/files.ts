/** Files on an instance's disk: on the gateway whatever a disk can do, on the unified API reading and deleting. */
import * as v from "valibot";
import { localError } from "../errors/localError.ts";
import type { Directory, FileEntry, FileEntryType } from "../wire.ts";
import type { Call, FilesApi } from "./dialect.ts";
import { epochMs, ignore, maybe, number, read, readRows, ShapeError, text } from "./shapes.ts";

function call<T>(
  fields: Omit<Call<T>, "place" | "patience"> & Partial<Pick<Call<T>, "place" | "patience">>,
): Call<T> {
  return { place: "instance", patience: "agent", ...fields };
}

/** Files over the gateway. Times are milliseconds with the file system's fraction. */
export const gatewayFiles: FilesApi = {
  listDirectory: (_instanceId, path) =>
    call({
      name: "list the directory",
      method: "GET",
      path: ["files"],
      query: { path: path === undefined ? undefined : checked(path) },
      decode: (json) => readDirectory(json, path, (modified) => modified),
    }),
  downloadFile: (_instanceId, path) =>
    call({
      name: "read the file",
      method: "GET",
      path: ["files", "content"],
      query: { path: checked(path) },
      patience: "download",
      decode: ignore,
    }),
  downloadArchive: (_instanceId, path) =>
    call({
      name: "download the folder",
      method: "GET",
      path: ["files", "archive"],
      query: { path: checked(path) },
      patience: "download",
      decode: ignore,
    }),
  writeFile: (_instanceId, path, content, { overwrite = true, expectedModifiedMs }) =>
    call({
      name: "write the file",
      method: "PUT",
      path: ["files", "content"],
      query: { path: checked(path), overwrite: String(overwrite) },
      source: content,
      // The shortest text of a number is what servers write too, so it goes back as it came.
      headers:
        expectedModifiedMs === undefined ? undefined : { "x-expected-mtime": String(expectedModifiedMs) },
      patience: "upload",
      // After a lost answer, a second attempt under a condition would meet the first one's file.
      idempotent: overwrite && expectedModifiedMs === undefined,
      decode: readOwnEntry,
    }),
  createDirectory: (_instanceId, path) =>
    call({
      name: "create the folder",
      method: "POST",
      path: ["files", "dir"],
      query: { path: checked(path) },
      idempotent: true,
      decode: readOwnEntry,
    }),
  moveFile: (_instanceId, from, to) =>
    call({
      name: "move the file",
      method: "PATCH",
      path: ["files"],
      body: { from: checked(from), to: checked(to) },
      decode: readOwnEntry,
    }),
  deleteFile: (_instanceId, path) =>
    call({
      name: "delete the file",
      method: "DELETE",
      path: ["files"],
      query: { path: deletable(path) },
      idempotent: true,
      decode: ignore,
    }),
};

const readOnly = "Files of this account's instances can be read and deleted here, but not written or moved.";
const readOnlyArchive = "Folders of this account's instances cannot be downloaded whole.";

function unavailable(message: string): never {
  throw localError("not_supported", message);
}

/** Files over the unified API. Paths begin with `~`, times are seconds; the shape of the list is not documented. */
export const unifiedFiles: FilesApi = {
  listDirectory: (instanceId, path = "~") =>
    call({
      name: "list the directory",
      method: "GET",
      place: "base",
      path: ["instances", instanceId, "files"],
      query: { path: checked(path) },
      decode: (json) => readDirectory(json, path, epochMs),
    }),
  downloadFile: (instanceId, path) =>
    call({
      name: "read the file",
      method: "GET",
      place: "base",
      path: ["instances", instanceId, "files", "content"],
      query: { path: checked(path) },
      patience: "download",
      decode: ignore,
    }),
  downloadArchive: () => unavailable(readOnlyArchive),
  writeFile: () => unavailable(readOnly),
  createDirectory: () => unavailable(readOnly),
  moveFile: () => unavailable(readOnly),
  // A repeat is told that there is no such file: it would look like a failure.
  deleteFile: (instanceId, path) =>
    call({
      name: "delete the file",
      method: "DELETE",
      place: "base",
      path: ["instances", instanceId, "files"],
      query: { path: deletable(path) },
      decode: ignore,
    }),
};

/** @throws `not_supported` for what is no path on an instance: a call without a path would mean another directory */
function checked(path: string): string {
  if (/^(?:\/|~$|~\/)/.test(path) && !path.includes("\0")) return path;
  throw localError("not_supported", `"${path}" is no path on an instance: it begins with / or ~/.`);
}

/** The root and the home are not deleted by this program, whoever asks. */
function deletable(path: string): string {
  if (!/^(?:~?(?:\/+\.{0,2})*|)$/.test(path)) return checked(path);
  throw localError("not_supported", "The root of the disk and the agent's home cannot be deleted from here.");
}

const entry = v.object({
  name: maybe(text),
  path: maybe(text),
  type: maybe(text),
  size: maybe(number),
  modified: maybe(number),
  hidden: maybe(v.boolean()),
});

const directory = v.object({
  path: maybe(text),
  entries: v.optional(v.unknown()),
  data: v.optional(v.unknown()),
  truncated: maybe(v.boolean()),
  has_more: maybe(v.boolean()),
});

const types: Readonly<Record<string, FileEntryType>> = {
  file: "file",
  directory: "directory",
  dir: "directory",
  folder: "directory",
  symlink: "symlink",
};

type ToMs = (modified: number | undefined) => number | undefined;

function readDirectory(json: unknown, asked: string | undefined, toMs: ToMs): Directory {
  const raw = read(directory, json);
  const rows: unknown = raw.entries ?? raw.data;
  if (!Array.isArray(rows)) throw new ShapeError("entries", "expected a list");
  const path = raw.path ?? asked ?? "~";
  return {
    path,
    entries: readRows(rows, (row) => readEntry(row, toMs, path)),
    truncated: raw.truncated ?? raw.has_more ?? false,
  };
}

function readOwnEntry(json: unknown): FileEntry {
  return readEntry(json, (modified) => modified);
}

/** @throws ShapeError also for a name that is none: it comes from the instance and ends up in paths of this machine */
function readEntry(json: unknown, toMs: ToMs, parent?: string): FileEntry {
  const raw = read(entry, json);
  const name = raw.name ?? raw.path?.replace(/\/+$/, "").split("/").at(-1) ?? "";
  if (parent !== undefined && (/[/\0]/.test(name) || ["", ".", ".."].includes(name))) {
    throw new ShapeError("name", "expected the name of a file");
  }
  const path = raw.path ?? (parent === undefined ? undefined : `${parent.replace(/\/+$/, "")}/${name}`);
  if (path === undefined) throw new ShapeError("path", "expected string");
  const type = Object.hasOwn(types, raw.type ?? "") ? types[raw.type ?? ""] : undefined;
  return {
    name,
    path,
    type: type ?? (raw.type === undefined ? "file" : "other"),
    sizeBytes: type === "directory" ? undefined : raw.size,
    modifiedMs: toMs(raw.modified),
    hidden: raw.hidden ?? name.startsWith("."),
  };
}
