import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { realPath } from "../files/paths.ts";
import type { Instance } from "../state/instance.ts";
import type { Turn } from "../turns/turn.ts";
import type { World } from "../world.ts";
import type { Attachment } from "./script.ts";

/** The files of a turn: those it attached, those listed below its text, and those whose `~/` path stands in it. */
export async function attachmentsOf(world: World, instance: Instance, turn: Turn): Promise<Attachment[]> {
  const list = /\n\n\[Attached files:((?:\n- .+)+)\]\s*$/.exec(turn.input);
  const listed = list?.[1]?.split("\n- ").slice(1) ?? [];
  const text = turn.input.slice(0, list?.index);
  const named = text.match(/~\/[^\s"'`<>,)\]]+/g) ?? [];
  const found: Attachment[] = [];
  for (const path of new Set([...turn.files, ...listed, ...named])) {
    const real = realPath(world, instance, path);
    const info = await stat(real).catch(() => undefined);
    if (!info?.isFile()) continue;
    const hash = createHash("sha256");
    await pipeline(createReadStream(real), hash);
    found.push({ path, bytes: info.size, sha256: hash.digest("hex") });
  }
  return found;
}
