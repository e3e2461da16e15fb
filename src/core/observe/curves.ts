import type { MetricPoints } from "../../api/wire.ts";

/**
 * At most `count` points of a curve: the highest of as many equal stretches of its points, each with the time of the
 * stretch's last one. Peaks stay.
 */
export function thinned(points: MetricPoints, count: number): MetricPoints {
  if (points.length <= count) return points;
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * points.length) / count);
    const stretch = points.slice(from, Math.floor(((index + 1) * points.length) / count));
    const at = stretch.at(-1)?.[0] ?? 0;
    return [at, Math.max(...stretch.map(([, value]) => value))] as const;
  });
}

export type Pressure = "warning" | "error" | undefined;

/** Whether so much of something is used that it may soon be too little. */
export function pressureOf(used: number, limit: number | undefined): Pressure {
  if (limit === undefined || limit <= 0) return undefined;
  const share = used / limit;
  return share >= 0.95 ? "error" : share >= 0.85 ? "warning" : undefined;
}
