import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SuiteEvent } from "./events.ts";

const POLL_MS = 200;
/** From the start of the window, or from the last event, to the next one. */
const SILENCE_MS = 120_000;

export interface Outcome {
  readonly passed: number;
  readonly failures: readonly { readonly title: string; readonly message: string }[];
}

/** Prints the events that appear in `file` until the suites have ended, and gives what they add up to. */
export async function follow(file: string, isAlive: () => boolean = () => true): Promise<Outcome> {
  let passed = 0;
  const failures: { title: string; message: string }[] = [];
  let seen = 0;
  let lastAt = Date.now();
  for (;;) {
    const alive = isAlive();
    const lines = (await readFile(file, "utf8").catch(() => "")).split("\n").slice(0, -1);
    for (const line of lines.slice(seen)) {
      const event = JSON.parse(line) as SuiteEvent;
      print(event);
      if (event.kind === "pass") passed += 1;
      if (event.kind === "fail") failures.push(event);
      if (event.kind === "broken") failures.push({ title: "the suites", message: event.message });
      if (event.kind === "end" || event.kind === "broken") return { passed, failures };
    }
    if (lines.length > seen) lastAt = Date.now();
    seen = lines.length;
    if (!alive || Date.now() - lastAt > SILENCE_MS) {
      const message = alive ? `No test ended for ${SILENCE_MS / 1000} s` : "VS Code ended before the suites";
      console.log(`  ✖ ${message}`);
      return { passed, failures: [...failures, { title: "the suites", message }] };
    }
    await sleep(POLL_MS);
  }
}

function print(event: SuiteEvent): void {
  if (event.kind === "pass") console.log(`  ✔ ${event.title} (${event.durationMs} ms)`);
  else if (event.kind === "pending") console.log(`  - ${event.title}`);
  else if (event.kind === "fail") console.log(`  ✖ ${event.title}\n${indent(event.stack || event.message)}`);
  else if (event.kind === "broken") console.log(`  ✖ The suites could not run\n${indent(event.message)}`);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "      ");
}

/** Writes the outcome as the part of mocha's JSON report that a reader counts and shows. */
export async function writeReport(file: string, { passed, failures }: Outcome): Promise<void> {
  const stats = { tests: passed + failures.length, passes: passed, failures: failures.length };
  const failed = failures.map(({ title, message }) => ({ fullTitle: title, err: { message } }));
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, `${JSON.stringify({ stats, failures: failed }, undefined, 2)}\n`);
}
