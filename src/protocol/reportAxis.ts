import type { ReportAxis } from "./report.ts";

/** Steps between two lines, in parts of a power of ten. */
const steps = [1, 2, 2.5, 5, 10];
const mostLines = 4;

/**
 * A scale that begins at 0 and ends at a round number not below `highest`.
 * @param format a value with its unit
 * @param unit what the round numbers are multiples of: 1024 ** 3 gives whole gigabytes
 */
export function reportAxis(highest: number, format: (value: number) => string, unit = 1): ReportAxis {
  const top = Number.isFinite(highest) && highest > 0 ? highest / unit : 1;
  const power = 10 ** Math.floor(Math.log10(top / mostLines));
  const step = (steps.find((part) => part * power * mostLines >= top) ?? 10) * power;
  const count = Math.max(1, Math.ceil(top / step - 1e-9));
  // Products of decimals are a little off, which a label must not show.
  const at = (index: number): number => Number((index * step * unit).toPrecision(12));
  const ticks = Array.from({ length: count + 1 }, (_, index) => at(index));
  return {
    max: at(count),
    ticks: ticks.map((value) => ({ value, text: format(value) })),
  };
}
