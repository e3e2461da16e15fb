import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "../http/exchange.ts";
import { hex } from "../state/ids.ts";

/** Streams a file as the answer. */
export async function sendFile(x: Exchange, real: string, headers: Record<string, string>): Promise<void> {
  if (!(await x.held())) return;
  const { size } = await stat(real);
  const drop = x.fault?.action.kind === "drop" ? x.fault.action.afterByte : undefined;
  x.head(200, { ...headers, "Content-Length": String(size) });
  if (x.method === "HEAD") {
    x.res.end();
    return;
  }
  if (drop !== undefined) {
    if (drop > 0)
      for await (const chunk of createReadStream(real, { end: drop - 1 })) x.res.write(chunk as Buffer);
    x.destroySoon();
    return;
  }
  // A client that hangs up ends the pipeline with an error that is nobody's concern.
  await pipeline(createReadStream(real), x.res).catch(() => undefined);
}

/** Writes a stream to a file in one step: what does not arrive whole leaves the old file alone. Returns the size. */
export async function receiveFile(source: Readable, real: string): Promise<number> {
  await mkdir(dirname(real), { recursive: true });
  const part = join(dirname(real), `.upload-${hex(6)}`);
  try {
    await pipeline(source, createWriteStream(part));
    const { size } = await stat(part);
    await rename(part, real);
    return size;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
