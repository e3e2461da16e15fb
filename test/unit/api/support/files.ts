import { join } from "node:path";
import type { Download } from "../../../../src/api/wire.ts";
import type { Emulator } from "../../../emulator/emulator.ts";
import { type DialectName, type Place, placeIn } from "./place.ts";

/** Names that a path, a query or a header may trip over. */
export const oddNames = [
  "plain.txt",
  "naïve ☃ 日本語.md",
  "a b+c.txt",
  "50%25 #1?x=y&z.txt",
  "'\"\\.txt",
  ".hidden",
  "-rf",
];

export interface FilesPlace extends Place {
  /** A file's real path, from its path below the agent's home. */
  readonly real: (path: string) => string;
}

/** A client of one dialect and the disk of its running instance. */
export async function filesIn(emulator: Emulator, dialect: DialectName): Promise<FilesPlace> {
  const place = await placeIn(emulator, dialect);
  const home = (await emulator.control.instances.get(place.ref.id))?.home ?? "";
  return { ...place, real: (path) => join(home, path) };
}

/** All bytes of a download. */
export async function bytesOf({ bytes }: Download): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
