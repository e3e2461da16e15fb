import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 500;
/** A lock without an owner is one whose holder is between `mkdir` and writing its pid. */
const OWNERLESS_GRACE_MS = 5_000;

/**
 * Runs `work` while no other process of this machine holds the lock `directory`.
 * The lock of a process that no longer lives is taken over.
 */
export async function withLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  await acquire(directory);
  try {
    return await work();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function acquire(directory: string): Promise<void> {
  await mkdir(path.dirname(directory), { recursive: true });
  let ownerlessSince: number | undefined;
  for (;;) {
    try {
      await mkdir(directory);
      await writeFile(path.join(directory, "pid"), String(process.pid));
      return;
    } catch (error) {
      if (!isErrorCode(error, "EEXIST")) throw error;
    }
    const owner = await readOwner(directory);
    if (owner === undefined) ownerlessSince ??= Date.now();
    else ownerlessSince = undefined;
    const abandoned =
      owner === undefined
        ? ownerlessSince !== undefined && Date.now() - ownerlessSince > OWNERLESS_GRACE_MS
        : !isAlive(owner);
    if (abandoned) await rm(directory, { recursive: true, force: true });
    else await sleep(POLL_MS);
  }
}

async function readOwner(directory: string): Promise<number | undefined> {
  const text = await readFile(path.join(directory, "pid"), "utf8").catch(() => "");
  const pid = Number(text);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrorCode(error, "EPERM");
  }
}

/** Whether `error` is a Node system error with this code. */
export function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
