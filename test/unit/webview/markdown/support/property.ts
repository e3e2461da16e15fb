import { Random } from "./random.ts";
import { failsOrThrows, shrink } from "./shrink.ts";

/** How many times as long as in the suite: `MARKDOWN_RUNS=100 npx vitest run test/unit/webview/markdown`. */
export const runs = Number(process.env["MARKDOWN_RUNS"] ?? "1");
/** Other cases than in the suite. */
const salt = process.env["MARKDOWN_SEED"] ?? "";
/** More of them would say the same. */
const maxFailures = Number(process.env["MARKDOWN_FAILURES"] ?? "3");

/** What is wrong with a text that came in these pieces; undefined when nothing is. */
export type Verdict = (pieces: readonly string[]) => string | undefined;

/**
 * Tries `count` random cases, times `MARKDOWN_RUNS`.
 * @param makeSmall how a case is made small; by default with no regard to what it means
 * @throws an error that tells the seeds of the first that fail, made small
 */
export function holdsFor(
  name: string,
  count: number,
  make: (random: Random) => readonly string[],
  verdict: Verdict,
  makeSmall: typeof shrink = shrink,
): void {
  const failures: string[] = [];
  for (let index = 0; index < count * runs && failures.length < maxFailures; index += 1) {
    const seed = `${salt}${name} ${index}`;
    const pieces = make(new Random(seed));
    if (said(verdict, pieces) !== undefined)
      failures.push(`Seed "${seed}"\n${reportOf(verdict, pieces, makeSmall)}`);
  }
  if (failures.length > 0) throw new Error(failures.join("\n\n"));
}

/** @throws an error with the pieces, made small, when something is wrong with them. */
export function holds(verdict: Verdict, pieces: readonly string[]): void {
  if (said(verdict, pieces) !== undefined) throw new Error(reportOf(verdict, pieces, shrink));
}

function reportOf(verdict: Verdict, pieces: readonly string[], makeSmall: typeof shrink): string {
  const some = makeSmall(pieces, (these) => failsOrThrows((those) => verdict(those) !== undefined, these));
  const shown = some.every(({ length }) => length === 1)
    ? `each of ${JSON.stringify(some.join(""))}`
    : JSON.stringify(some);
  return `pieces: ${shown}\n${said(verdict, some) ?? "Fails no more."}`;
}

function said(verdict: Verdict, pieces: readonly string[]): string | undefined {
  try {
    return verdict(pieces);
  } catch (thrown) {
    return `throws ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  }
}
