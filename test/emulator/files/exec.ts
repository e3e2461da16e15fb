import { spawn } from "node:child_process";
import { insidePath, realPath } from "./paths.ts";
import type { Instance } from "../state/instance.ts";
import type { World } from "../world.ts";

export interface ExecResult {
  exit_code: number;
  stdout: string;
  stderr: string;
  truncated: boolean;
}

const limit = 512 * 1024;

/** Really runs `sh -c` in the directory that stands for the agent's home. */
export async function execute(world: World, instance: Instance, command: string): Promise<ExecResult> {
  const home = realPath(world, instance, insidePath("~"));
  const child = spawn("sh", ["-c", command], {
    cwd: home,
    env: { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  const exitCode = await new Promise<number>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", (code) => resolve(code ?? 137));
  });
  const [stdout, stderr] = [clip(out), clip(err)];
  return {
    exit_code: exitCode,
    stdout: stdout.text,
    stderr: stderr.text,
    truncated: stdout.cut || stderr.cut,
  };
}

function collect(stream: NodeJS.ReadableStream): Buffer[] {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

/** Cuts the middle of an output above the cap and marks the place. */
function clip(chunks: Buffer[]): { text: string; cut: boolean } {
  const all = Buffer.concat(chunks);
  if (all.length <= limit) return { text: all.toString("utf8"), cut: false };
  const half = limit / 2 - 64;
  const [head, tail] = [all.subarray(0, half), all.subarray(all.length - half)];
  const marker = `\n[… ${String(all.length - 2 * half)} bytes cut …]\n`;
  return { text: head.toString("utf8") + marker + tail.toString("utf8"), cut: true };
}
