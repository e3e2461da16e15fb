import { spawn } from "node:child_process";
import { ApiError } from "../errors/apiError.ts";
import { insidePath, realPath } from "./paths.ts";
import type { Instance } from "../state/instance.ts";
import type { World } from "../world.ts";

export interface ExecResult {
  exit_code: number;
  stdout: string;
  stderr: string;
  truncated: boolean;
}

const cap = 512 * 1024;

/**
 * Really runs `sh -c` in the directory that stands for the agent's home. The two-plane dialect has the cap for each
 * stream, the unified one for both.
 * @throws `provisioning_failed` on the two-plane dialect when the command runs too long
 */
export async function execute(world: World, instance: Instance, command: string): Promise<ExecResult> {
  const home = realPath(world, instance, insidePath("~"));
  const child = spawn("sh", ["-c", onThisMachine(world, instance, command)], {
    cwd: home,
    env: { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    killGroup(child.pid);
  }, world.settings.execLimitMs);
  const exitCode = await new Promise<number>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", (code) => resolve(code ?? 137));
  });
  clearTimeout(limit);
  const unified = instance.dialect === "unified";
  if (late && !unified) {
    throw new ApiError("provisioning_failed", { message: "The command ran longer than allowed." });
  }
  const stdout = clip(out, cap);
  const stderr = clip(err, unified ? Math.max(0, cap - Buffer.byteLength(stdout.text)) : cap);
  return {
    exit_code: late ? 124 : exitCode,
    stdout: stdout.text,
    stderr: stderr.text,
    truncated: stdout.cut || stderr.cut,
  };
}

/** A command that names a home of the instance where this machine has it. */
function onThisMachine(world: World, instance: Instance, command: string): string {
  const real = (path: string): string => realPath(world, instance, path);
  return command.replace(/(?<![\w./-])\/home\/(?:node|user)\b/g, real);
}

/** The shell and what it has started. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

function collect(stream: NodeJS.ReadableStream): Buffer[] {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

/** Cuts the middle of an output above the cap and marks the place. */
function clip(chunks: Buffer[], limit: number): { text: string; cut: boolean } {
  const all = Buffer.concat(chunks);
  if (all.length <= limit) return { text: all.toString("utf8"), cut: false };
  const half = Math.max(0, Math.floor(limit / 2) - 64);
  const [head, tail] = [all.subarray(0, half), all.subarray(all.length - half)];
  const marker = `\n[… ${String(all.length - 2 * half)} bytes cut …]\n`;
  return { text: head.toString("utf8") + marker + tail.toString("utf8"), cut: true };
}
