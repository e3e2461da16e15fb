import type { SpendRow } from "../control/controlTypes.ts";
import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import { dayOf, spentBetween, sumsBy } from "../state/spending.ts";
import { hostedInstance, invalid } from "./shapes.ts";

const services = ["compute", "llm", "brave", "composio", "perflo"];
const day = /^\d{4}-\d\d-\d\d$/;

export function addUsage(router: Router): void {
  router.add("GET", "/v1/instances/:id/usage", usage).add("GET", "/v1/usage", workspaceUsage);
}

/** The instance's month; what the computer itself costs is not in it. */
function usage(x: Exchange): void {
  const { world } = x;
  const instance = hostedInstance(x);
  const period = x.query.get("month") ?? dayOf(world.clock.now()).slice(0, 7);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) throw invalid("month must be YYYY-MM.");
  const rows = spentBetween(world, `${period}-01`, `${period}-31`, instance.id).filter(
    ({ service }) => service !== "compute",
  );
  const named = services.slice(1, world.settings.gatewayVersion === "T3" ? undefined : -1);
  x.send(200, {
    period,
    total_micros: total(rows),
    by_integration: Object.fromEntries(named.map((service) => [service, serviceObject(rows, service)])),
  });
}

function serviceObject(rows: readonly SpendRow[], service: string) {
  const mine = rows.filter((row) => row.service === service);
  const sum = (pick: (row: SpendRow) => number | undefined) =>
    mine.reduce((all, row) => all + (pick(row) ?? 0), 0);
  return {
    cost_micros: total(mine),
    calls: sum(({ calls }) => calls),
    ...(service === "llm" && {
      input_tokens: sum(({ inputTokens }) => inputTokens),
      output_tokens: sum(({ outputTokens }) => outputTokens),
    }),
  };
}

/** The account's usage, from the newest version on. The fields of its rows are our choice: no source states them. */
function workspaceUsage(x: Exchange): void {
  const { world } = x;
  if (world.settings.gatewayVersion !== "T3") throw new ApiError("not_found");
  const now = world.clock.now();
  const from = x.query.get("from") ?? dayOf(now - 30 * 86_400_000);
  const to = x.query.get("to") ?? dayOf(now);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (!day.test(from) || !day.test(to) || !(days >= 0 && days <= 90)) {
    throw invalid("from and to must be dates at most 90 days apart.");
  }
  const rows = spentBetween(world, from, to);
  const dates = [...new Set(rows.map(({ date }) => date))].sort();
  const models = sumsBy(rows, ({ model }) => model);
  const instances = sumsBy(rows, ({ instanceId }) => instanceId);
  x.send(200, {
    from,
    to,
    total_micros: total(rows),
    by_integration: byService(rows),
    by_model: [...models].map(([model, total_micros]) => ({ model, total_micros })),
    days: dates.map((date) => {
      const ofDay = rows.filter((row) => row.date === date);
      return { date, total_micros: total(ofDay), by_integration: byService(ofDay) };
    }),
    instances: [...instances].map(([id, total_micros]) => ({
      id,
      name: world.instances.get(id)?.name ?? null,
      total_micros,
    })),
  });
}

function byService(rows: readonly SpendRow[]) {
  const sums = sumsBy(rows, ({ service }) => service);
  return Object.fromEntries(services.map((service) => [service, sums.get(service) ?? 0]));
}

function total(rows: readonly SpendRow[]): number {
  return rows.reduce((sum, { costMicros }) => sum + costMicros, 0);
}
