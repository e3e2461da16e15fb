import { close } from "./download.ts";
import type { FileStat, InstanceFiles } from "./files.ts";
import { FilesError, isFilesError } from "./filesError.ts";
import { childOf, isWithin, parentOf, type Place } from "./place.ts";

interface MoveOptions {
  readonly signal: AbortSignal | undefined;
  readonly overwrite: boolean;
}

type Files = Pick<InstanceFiles, "stat" | "list" | "open" | "write" | "createDirectory" | "delete">;

/**
 * Makes sure that a file can take a new name: the server would replace a file unasked, and put what is moved INTO a
 * directory of that name. An empty directory makes room for a directory.
 * @throws FilesError
 */
export async function moveWithin(files: Files, from: Place, to: Place, options: MoveOptions): Promise<void> {
  const { signal } = options;
  const source = await files.stat(from, { signal });
  if (isWithin(to, from)) throw new FilesError("unfit", to);
  await makeRoom(files, source, to, options);
}

/** Moves between two instances: copies everything, then deletes the source. */
export async function moveAcross(files: Files, from: Place, to: Place, options: MoveOptions): Promise<void> {
  const { signal } = options;
  const source = await files.stat(from, { signal });
  await makeRoom(files, source, to, options);
  await copy(files, source, from, to, signal);
  await files.delete(from, { signal, recursive: true });
}

async function makeRoom(
  files: Files,
  source: FileStat,
  to: Place,
  { signal, overwrite }: MoveOptions,
): Promise<void> {
  let target: FileStat;
  try {
    target = await files.stat(to, { signal });
  } catch (error) {
    if (!isFilesError(error, "notFound")) throw error;
    const parent = parentOf(to);
    // Fails when the directory above is not there, which the server would make.
    if (parent && !isDirectory(await files.stat(parent, { signal })))
      throw new FilesError("notADirectory", parent);
    return;
  }
  if (!overwrite) throw new FilesError("exists", to);
  if (!isDirectory(target)) {
    if (isDirectory(source)) throw new FilesError("notADirectory", to);
    return;
  }
  if (!isDirectory(source)) throw new FilesError("isADirectory", to);
  await files.delete(to, { signal });
}

async function copy(
  files: Files,
  source: FileStat,
  from: Place,
  to: Place,
  signal: AbortSignal | undefined,
): Promise<void> {
  // A link to a directory can lead back to where it is, and its copy would be no link.
  if (source.type === "symlink" && source.target !== "file") throw new FilesError("unfit", from);
  if (!isDirectory(source)) {
    const { sizeBytes } = await lengthOf(files, source, from, signal);
    await files.write(to, { sizeBytes, open: () => bytesOf(files, from, signal) }, { signal });
    return;
  }
  const { entries, truncated } = await files.list(from, { signal });
  // What the server does not list would be lost when the source is deleted.
  if (truncated) throw new FilesError("tooMany", from);
  await files.createDirectory(to, { signal });
  for (const { name } of entries) {
    const child = childOf(from, name);
    await copy(files, await files.stat(child, { signal }), child, childOf(to, name), signal);
  }
}

async function lengthOf(
  files: Files,
  source: FileStat,
  from: Place,
  signal: AbortSignal | undefined,
): Promise<{ readonly sizeBytes: number }> {
  if (source.type === "file") return source;
  if (source.target !== "file") throw new FilesError("unfit", from);
  const { bytes, sizeBytes = 0 } = await files.open(from, { signal });
  await close(bytes);
  return { sizeBytes };
}

async function* bytesOf(
  files: Files,
  from: Place,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  const { bytes } = await files.open(from, { signal });
  yield* bytes;
}

function isDirectory({ type, target }: FileStat): boolean {
  return type === "directory" || target === "directory";
}
