import { spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Passes the child's output through instead of collecting it. */
  readonly inherit?: boolean;
}

/**
 * Runs a program to its end and gives its stdout.
 * @throws Error with the exit code and the last lines of output when the program fails.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: options.inherit ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      output += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) {
        resolve(stdout);
        return;
      }
      const tail = output.trimEnd().split("\n").slice(-25).join("\n");
      reject(
        new Error(`${command} ${args.join(" ")} ended with ${signal ?? `code ${String(code)}`}\n${tail}`),
      );
    });
  });
}

/** Prints one line of progress, marked so that it stands apart from the output of the tools. */
export function progress(line: string): void {
  process.stdout.write(`> ${line}\n`);
}
