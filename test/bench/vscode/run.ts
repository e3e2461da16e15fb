/**
 * What only a real VS Code can tell. `node test/bench/vscode/run.ts [--only b,d,e] [--quick]` runs it alone: b is the
 * time from byte to pixel, d activation, e memory.
 */
import { parseArgs } from "node:util";
import { type Section, toText } from "../table.ts";
import { benchActivation } from "./activation.ts";
import { benchMemory } from "./memory.ts";
import { benchPageMemory } from "./pageMemory.ts";
import { benchStreams } from "./streams.ts";

export interface VSCodeBenchOptions {
  /** Less of everything, for a first look. */
  readonly quick: boolean;
  /** Says what is going on; not part of the results. */
  readonly log: (line: string) => void;
}

const parts: Record<string, (options: VSCodeBenchOptions) => Promise<readonly Section[]>> = {
  b: ({ quick, log }) => benchStreams(quick ? 4 : 10, log),
  d: async ({ quick, log }) => [await benchActivation(quick ? 3 : 5, log)],
  e: async ({ quick, log }) => {
    const kb = quick ? 256 : 1024;
    return [await benchMemory(kb, log), await benchPageMemory(kb, log)];
  },
};

/**
 * Measures the packaged extension in a real VS Code, one window at a time.
 * @param only parts by their letter; empty: all
 */
export async function benchVsCode(
  options: VSCodeBenchOptions,
  only: readonly string[] = [],
): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const [name, part] of Object.entries(parts))
    if (only.length === 0 || only.includes(name)) sections.push(...(await part(options)));
  return sections;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { only: { type: "string", default: "" }, quick: { type: "boolean", default: false } },
  });
  const only = values.only.split(",").filter((name) => name !== "");
  const unknown = only.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new Error(`There is no part ${unknown}; there are ${Object.keys(parts).join(", ")}`);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  for (const section of await benchVsCode({ quick: values.quick, log }, only))
    process.stdout.write(`\n${toText(section)}\n`);
  // A browser that is slow to end must not keep a finished run from ending.
  process.exit(0);
}
