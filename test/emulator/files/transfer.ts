import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "../http/exchange.ts";
import { hex } from "../state/ids.ts";
import type { Instance } from "../state/instance.ts";
import { realPath } from "./paths.ts";

const pieceBytes = 64 * 1024;

/** Streams a file as the answer. */
export async function sendFile(x: Exchange, real: string, headers: Record<string, string>): Promise<void> {
  if (!(await x.held())) return;
  const { size } = await stat(real);
  await sendStream(x, createReadStream(real), { ...headers, "Content-Length": String(size) });
}

/** Streams an answer at the pace that is set, up to where a fault cuts it. */
export async function sendStream(
  x: Exchange,
  source: Readable,
  headers: Record<string, string>,
): Promise<void> {
  const drop = x.fault?.action.kind === "drop" ? x.fault.action.afterByte : undefined;
  x.head(200, headers);
  if (x.method === "HEAD") {
    source.destroy();
    x.res.end();
    return;
  }
  if (drop !== undefined) {
    let left = drop;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (left > 0) x.res.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) break;
    }
    x.destroySoon();
    return;
  }
  // A client that hangs up ends the pipeline with an error that is nobody's concern.
  await pipeline(source, leisurely(x), x.res).catch(() => undefined);
}

/** The pace of a download. */
function leisurely({ world, req }: Exchange): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  const { settings, clock } = world;
  return async function* (source) {
    let sent = 0;
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        if (sent >= pieceBytes) while (settings.holdDownloads && !req.destroyed) await clock.sleep(20);
        const piece = chunk.subarray(at, at + pieceBytes);
        if (settings.downloadChunkMs > 0) {
          await clock.sleep((settings.downloadChunkMs * piece.length) / pieceBytes);
        }
        yield piece;
        sent += piece.length;
      }
    }
  };
}

/**
 * Writes a stream to a file and returns the size. Gateways write to the place itself, so that a body that breaks off
 * leaves a half-written file; without `partialUploads` what does not arrive whole leaves the old file alone.
 */
export async function receiveFile(
  x: Exchange,
  source: Readable,
  instance: Instance,
  path: string,
): Promise<number> {
  try {
    return await writeAll(x, source, realPath(x.world, instance, path));
  } finally {
    // A late end may come after a reset: what it has written is no part of the seed.
    x.world.untouched.delete(instance.id);
  }
}

async function writeAll(x: Exchange, source: Readable, real: string): Promise<number> {
  await mkdir(dirname(real), { recursive: true });
  if (x.world.settings.partialUploads) {
    await pipeline(source, paced(x), createWriteStream(real));
    return (await stat(real)).size;
  }
  const part = join(dirname(real), `.upload-${hex(6)}`);
  try {
    await pipeline(source, paced(x), createWriteStream(part));
    const { size } = await stat(part);
    await rename(part, real);
    return size;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function whileHeld({ world, req }: Exchange): Promise<void> {
  while (world.settings.holdUploads && !req.destroyed) await world.clock.sleep(20);
}

/** The pace of an upload, and where a fault cuts it. */
function paced(x: Exchange): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  const { world } = x;
  return async function* (source) {
    const action = x.fault?.action;
    let left = action?.kind === "cutUpload" ? action.afterByte : Infinity;
    let taken = 0;
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + Math.min(pieceBytes, left));
        if (piece.length > 0) yield piece;
        left -= piece.length;
        taken += piece.length;
        if (left <= 0) {
          x.destroy();
          throw new Error("The upload was cut.");
        }
        const { uploadChunkMs } = world.settings;
        if (uploadChunkMs > 0) await world.clock.sleep((uploadChunkMs * piece.length) / pieceBytes);
        if (taken >= pieceBytes) await whileHeld(x);
      }
    }
  };
}
