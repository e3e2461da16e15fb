import { mkdir, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Instance } from "../state/instance.ts";
import type { World } from "../world.ts";

const home = "/home/node";
/** The one instance that has a file from the start. */
const demoId = "demo000001";

/** The directory that the file calls use when no path is given. */
export function defaultDirectory(world: World, instance: Instance): string {
  const old = instance.dialect !== "unified" && world.settings.gatewayVersion !== "T3";
  return old ? "/home/user/.agent37-gateway/workspace" : home;
}

/** An absolute path inside the instance, from an absolute one, `~`, or one relative to home. */
export function insidePath(path: string): string {
  const absolute =
    path === "~" ? home : path.startsWith("~/") ? `${home}/${path.slice(2)}` : posix.resolve(home, path);
  const clean = posix.normalize(absolute);
  return clean.length > 1 && clean.endsWith("/") ? clean.slice(0, -1) : clean;
}

/** Where a path of the instance really lies; it cannot leave the instance's own directory. */
export function realPath(world: World, instance: Instance, path: string): string {
  // Who knows a place may write there.
  world.untouched.delete(instance.id);
  return join(world.filesRoot, instance.id, insidePath(path));
}

/** Makes the directories that every instance has, unless they are still there and nobody has been in them. */
export async function prepareHome(world: World, instance: Instance): Promise<void> {
  if (world.untouched.has(instance.id)) return;
  await mkdir(realPath(world, instance, `${home}/uploads`), { recursive: true });
  await mkdir(realPath(world, instance, "/home/user/.agent37-gateway/workspace"), { recursive: true });
  if (instance.id === demoId)
    await writeFile(realPath(world, instance, "~/notes.md"), "# Notes\n\nA file of the demo agent.\n");
  world.untouched.add(instance.id);
}
