import { lstat, readdir } from "node:fs/promises";
import { posix } from "node:path";
import { ApiError } from "../errors/apiError.ts";
import type { Instance } from "../state/instance.ts";
import type { World } from "../world.ts";
import { insidePath, realPath } from "./paths.ts";

/** A file as the gateway describes it; `modified` in ms with the fraction that the file system keeps. */
export interface FileEntry {
  name: string;
  path: string;
  type: "file" | "directory" | "symlink" | "other";
  size: number | null;
  modified: number;
  hidden: boolean;
}

const most = 1000;

/** Describes one path; throws `file_not_found`. */
export async function fileEntry(world: World, instance: Instance, path: string): Promise<FileEntry> {
  const inside = insidePath(path);
  const info = await lstat(realPath(world, instance, inside)).catch(() => undefined);
  if (!info) throw new ApiError("file_not_found");
  const name = posix.basename(inside);
  const type = info.isFile()
    ? "file"
    : info.isDirectory()
      ? "directory"
      : info.isSymbolicLink()
        ? "symlink"
        : "other";
  const size = type === "directory" ? null : info.size;
  return { name, path: inside, type, size, modified: info.mtimeMs, hidden: name.startsWith(".") };
}

/** Lists a directory: directories first, then by name without case, at most 1000. */
export async function listDirectory(
  world: World,
  instance: Instance,
  path: string,
): Promise<{ path: string; entries: FileEntry[]; truncated: boolean }> {
  const entry = await fileEntry(world, instance, path);
  if (entry.type !== "directory") throw new ApiError("not_a_directory", { param: "path" });
  const names = await readdir(realPath(world, instance, entry.path));
  const entries = await Promise.all(
    names.map((name) => fileEntry(world, instance, posix.join(entry.path, name)).catch(() => undefined)),
  );
  const found = entries.filter((item) => item !== undefined);
  found.sort(
    (a, b) =>
      Number(b.type === "directory") - Number(a.type === "directory") ||
      compare(a.name.toLowerCase(), b.name.toLowerCase()),
  );
  return { path: entry.path, entries: found.slice(0, most), truncated: found.length > most };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
