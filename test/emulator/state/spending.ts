import type { SpendRow } from "../control/controlTypes.ts";
import type { World } from "../world.ts";

const dayMs = 86_400_000;

/** A day in UTC, `YYYY-MM-DD`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** What was spent from one day to another, both included: the ledger, and what turns have cost since the seed. */
export function spentBetween(world: World, from: string, to: string, instanceId?: string): SpendRow[] {
  const today = dayOf(world.clock.now());
  const live = [...world.instances.values()].filter(
    ({ dialect, usage }) => dialect === "two-plane" && usage.costMicros > 0,
  );
  const rows = live.map(({ id, usage }): SpendRow => ({
    instanceId: id,
    date: today,
    service: "llm",
    model: "default",
    costMicros: usage.costMicros,
    calls: usage.calls,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
  }));
  return [...world.ledger, ...rows].filter(
    (row) =>
      row.date >= from && row.date <= to && (instanceId === undefined || row.instanceId === instanceId),
  );
}

/** Rows of the days before today with every service and two models; the same each time. */
export function sampleLedger(instanceIds: readonly string[], now: number, days: number): SpendRow[] {
  const rows: SpendRow[] = [];
  for (const [nth, instanceId] of instanceIds.entries()) {
    for (let back = days; back >= 1; back -= 1) {
      const date = dayOf(now - back * dayMs);
      const busy = (back * 7 + nth * 3) % 10;
      rows.push({ instanceId, date, service: "compute", costMicros: 120_000 });
      // Weekends: the computer runs, nobody talks to it.
      if (busy < 2) continue;
      for (const [model, share] of [
        ["default", 3],
        ["@openai:gpt-5.2", 1],
      ] as const) {
        const calls = busy * share;
        const costMicros = calls * 9_500;
        rows.push({
          instanceId,
          date,
          service: "llm",
          model,
          costMicros,
          calls,
          inputTokens: calls * 8_000,
          outputTokens: calls * 450,
        });
      }
      rows.push({ instanceId, date, service: "brave", costMicros: busy * 5_000, calls: busy });
      if (busy > 5) rows.push({ instanceId, date, service: "composio", costMicros: busy * 1_000, calls: 1 });
      if (busy > 7) rows.push({ instanceId, date, service: "perflo", costMicros: 40_000, calls: 2 });
    }
  }
  return rows;
}

/** Sums by a name; rows without that name are left out. */
export function sumsBy(
  rows: readonly SpendRow[],
  nameOf: (row: SpendRow) => string | undefined,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + row.costMicros);
  }
  return sums;
}
