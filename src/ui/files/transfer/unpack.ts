import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { TarHeader } from "modern-tar";
import { entryPath } from "./entryPath.ts";
import { type FolderTarget, LeavesFolder } from "./folderTarget.ts";

export interface Unpacked {
  readonly files: number;
  /** Names, as the archive has them, of what was not written: links, devices, what leads out of the folder. */
  readonly leftOut: readonly string[];
}

export interface UnpackOptions {
  readonly signal: AbortSignal;
  /** Called before a file is written, with its path. */
  readonly onFile?: (path: string) => void;
}

/**
 * Unpacks a gzipped tar with one folder at its top; what is in that folder goes into `target`. The archive is foreign:
 * no entry gets out of the folder, and links are not made at all, since a link that stays inside by its words can lead
 * out through another one. A hard link becomes a copy of the file that came before it.
 * @throws what zlib and the reader of the archive say of a broken one, AbortError
 */
export async function unpack(
  archive: AsyncIterable<Uint8Array>,
  target: FolderTarget,
  { signal, onFile }: UnpackOptions,
): Promise<Unpacked> {
  const { createTarDecoder } = await import("modern-tar");
  const decoder = createTarDecoder({ strict: true });
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const input = decoder.writable.getWriter();
  const feeding = pipeline(
    archive,
    createGunzip(),
    async (pieces: AsyncIterable<Uint8Array>) => {
      for await (const piece of pieces) await input.write(piece);
      await input.close();
    },
    { signal: either },
  );
  // Who reads the entries gets the error.
  feeding.catch((error: unknown) => input.abort(error).catch(() => undefined));
  const leftOut: string[] = [];
  /** Paths of the files that were written. */
  const written = new Set<string>();
  try {
    await target.makeDirectory([]);
    for await (const { header, body } of decoder.readable) {
      const place = placeOf(header);
      if (!place || !(await write(header, place, body))) {
        leftOut.push(header.name);
        await body.cancel().catch(() => undefined);
      }
    }
    await feeding;
  } catch (error) {
    stop.abort();
    signal.throwIfAborted();
    throw error;
  }
  return { files: written.size, leftOut };

  /** @returns false for what is not written. */
  async function write(
    header: TarHeader,
    place: readonly string[],
    body: AsyncIterable<Uint8Array>,
  ): Promise<boolean> {
    try {
      if (header.type === "directory") {
        await target.makeDirectory(place);
        return true;
      }
      if (place.length === 0) return false;
      const path = place.join("/");
      if (header.type === "link") {
        const original = placeOf({ name: header.linkname ?? "", type: "file" });
        if (!original || !written.has(original.join("/"))) return false;
        await target.copy(original, place);
      } else if ((header.type ?? "file") === "file") {
        onFile?.(path);
        await target.writeFile(place, body, { signal, isExecutable: ((header.mode ?? 0) & 0o111) !== 0 });
      } else return false;
      written.add(path);
      return true;
    } catch (error) {
      if (error instanceof LeavesFolder) return false;
      throw error;
    }
  }
}

/** Where an entry goes, without the folder at the top of the archive. */
function placeOf({ name, type }: Pick<TarHeader, "name" | "type">): readonly string[] | undefined {
  const segments = entryPath(name);
  return segments && segments.length === 1 && type !== "directory" ? segments : segments?.slice(1);
}
