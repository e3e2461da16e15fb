/** The cost of one of many like steps, early and late in a turn: does it grow with how many there were before? */
import { quantile } from "../stats.ts";

/** Steps that are timed together; one alone is below what a clock can tell. */
const sliceLength = 250;
/** Share of a turn's slices that count as its beginning, and as its end. */
const edge = 0.1;
/** Of the slices the faster ones count: others were interrupted by other work of the machine, or by garbage collection. */
const undisturbed = 0.25;

export interface StepCosts {
  readonly steps: number;
  /** CPU time of the thread over all steps, in µs per step: with the work of collecting garbage on it. */
  readonly meanMicros: number;
  /** In the first and in the last tenth of a turn, in µs of wall time per step; undefined where there are too few to tell. */
  readonly earlyMicros: number | undefined;
  readonly lateMicros: number | undefined;
}

/** To be called after each step. */
export type Step = () => void;

/** CPU time of this thread in ms; systems count it in steps of up to 10 ms. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Plays the same turn that often. */
export async function measureTurns(
  turns: number,
  play: (step: Step) => void | Promise<void>,
): Promise<StepCosts> {
  const early: number[] = [];
  const late: number[] = [];
  let steps = 0;
  const start = cpuMs();
  for (let turn = 0; turn < turns; turn += 1) {
    const slices: number[] = [];
    let inTurn = 0;
    let sliceStart = performance.now();
    await play(() => {
      inTurn += 1;
      if (inTurn % sliceLength !== 0) return;
      const now = performance.now();
      slices.push(now - sliceStart);
      sliceStart = now;
    });
    steps += inTurn;
    const count = Math.floor(slices.length * edge);
    if (count === 0) continue;
    early.push(...slices.slice(0, count));
    late.push(...slices.slice(-count));
  }
  const meanMicros = ((cpuMs() - start) * 1000) / steps;
  return { steps, meanMicros, earlyMicros: microsOf(early), lateMicros: microsOf(late) };
}

/** As cells of a table: mean, early, late, late ÷ early. */
export function costCells({ meanMicros, earlyMicros, lateMicros }: StepCosts): (number | undefined)[] {
  const growth = earlyMicros === undefined || lateMicros === undefined ? undefined : lateMicros / earlyMicros;
  return [meanMicros, earlyMicros, lateMicros, growth];
}

function microsOf(slices: readonly number[]): number | undefined {
  if (slices.length === 0) return undefined;
  const sorted = slices.toSorted((a, b) => a - b);
  return (quantile(sorted, undisturbed) * 1000) / sliceLength;
}
