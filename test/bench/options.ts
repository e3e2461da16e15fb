import { parseArgs } from "node:util";

export const parts = ["renderer", "sse", "vscode"] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  readonly only: readonly Part[];
  /** Less of everything, for a first look: one repeat, fewer participants. */
  readonly quick: boolean;
  /** How often each value is measured; the median is printed. */
  readonly repeats: number;
  /** Renderers and workloads by name; empty: all. */
  readonly renderers: readonly string[];
  readonly workloads: readonly string[];
  /** Whether to say where the time of this project's renderer goes. */
  readonly profile: boolean;
  /** A file for the tables, as Markdown. */
  readonly markdown: string | undefined;
  /** Says what is going on; not part of the results. */
  readonly log: (line: string) => void;
}

export const usage = `npm run bench -- [options]

  --quick                 one repeat of most things: renderer about four minutes, sse under one
  --only renderer,sse     only these parts of: ${parts.join(", ")}
  --repeats n             how often each value is measured (3)
  --renderers a,b         only these renderers (the empty one is always there, to be subtracted)
  --workloads a,b         only these workloads of the renderers
  --profile               where the time of the own renderer goes, instead of the tables of part renderer
  --markdown file         writes the tables to this file as well`;

/** @throws Error that says what is wrong with the arguments */
export function parseOptions(args: readonly string[], log: (line: string) => void): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      repeats: { type: "string" },
      renderers: { type: "string" },
      workloads: { type: "string" },
      profile: { type: "boolean", default: false },
      markdown: { type: "string" },
    },
  });
  const repeats = values.repeats === undefined ? (values.quick ? 1 : 3) : Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < 1) throw new Error("--repeats wants a whole number from 1 on");
  const only = listOf(values.only).map((name) => {
    const part = parts.find((known) => known === name);
    if (!part) throw new Error(`There is no part "${name}"; there are ${parts.join(", ")}`);
    return part;
  });
  return {
    only: only.length > 0 ? only : parts,
    quick: values.quick,
    repeats,
    renderers: listOf(values.renderers),
    workloads: listOf(values.workloads),
    profile: values.profile,
    markdown: values.markdown,
    log,
  };
}

function listOf(text: string | undefined): string[] {
  return (text ?? "").split(",").filter((name) => name !== "");
}
