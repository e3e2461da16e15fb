import { integerField } from "../http/fields.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import type { Instance } from "../state/instance.ts";
import { hostedInstance, invalid } from "./shapes.ts";

const most = Number.MAX_SAFE_INTEGER;

export function addMoney(router: Router): void {
  router
    .add("GET", "/v1/instances/:id/budget", (x) => x.send(200, budgetObject(x, hostedInstance(x))))
    .add("PATCH", "/v1/instances/:id/budget", (x) => {
      const instance = hostedInstance(x);
      const cap = integerField(x, x.json(), "monthly_cap_micros", 0, most);
      if (cap === undefined) throw invalid("monthly_cap_micros is required.");
      const before = instance.capMicros;
      touch(x, instance);
      instance.capMicros = cap;
      x.send(200, budgetObject(x, instance));
      if (x.world.mutations.has("capNotRaised")) instance.capMicros = before;
    })
    .add("POST", "/v1/instances/:id/budget/top-up", topUp)
    .add("GET", "/v1/instances/:id/usage", usage)
    .add("GET", "/v1/usage", workspaceUsage);
}

function touch(x: Exchange, instance: Instance): void {
  instance.budgetUpdatedAt = x.world.clock.now();
}

function topUp(x: Exchange): void {
  const instance = hostedInstance(x);
  const body = x.json();
  const amount = integerField(x, body, "amount_micros", 1, most);
  const key = body["idempotency_key"];
  if (amount === undefined) throw invalid("amount_micros is required.");
  if (typeof key !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(key))
    throw invalid("idempotency_key is not valid.");
  if (!instance.topUpKeys.has(key) || x.world.mutations.has("topUpTwice")) {
    instance.topUpKeys.add(key);
    instance.creditMicros += amount;
    touch(x, instance);
  }
  x.send(200, budgetObject(x, instance));
}

function budgetObject(x: Exchange, instance: Instance) {
  const credit =
    x.world.settings.gatewayVersion === "T1" ? "topup_remaining_micros" : "credit_remaining_micros";
  return {
    monthly_cap_micros: instance.capMicros,
    monthly_consumed_micros: instance.usedMicros,
    monthly_remaining_micros: Math.max(0, instance.capMicros - instance.usedMicros),
    monthly_period: month(x),
    [credit]: instance.creditMicros,
    updated_at: Math.floor(instance.budgetUpdatedAt / 1000),
  };
}

function month(x: Exchange): string {
  return new Date(x.world.clock.now()).toISOString().slice(0, 7);
}

function usage(x: Exchange): void {
  const instance = hostedInstance(x);
  const period = x.query.get("month") ?? month(x);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) throw invalid("month must be YYYY-MM.");
  const { calls, inputTokens, outputTokens, costMicros } =
    period === month(x) ? instance.usage : { calls: 0, inputTokens: 0, outputTokens: 0, costMicros: 0 };
  const nothing = { cost_micros: 0, calls: 0 };
  x.send(200, {
    period,
    total_micros: costMicros,
    by_integration: {
      llm: { cost_micros: costMicros, calls, input_tokens: inputTokens, output_tokens: outputTokens },
      brave: nothing,
      composio: nothing,
      ...(x.world.settings.gatewayVersion === "T3" && { perflo: nothing }),
    },
  });
}

function workspaceUsage(x: Exchange): void {
  const today = new Date(x.world.clock.now());
  const monthAgo = new Date(x.world.clock.now() - 30 * 86_400_000);
  const from = x.query.get("from") ?? monthAgo.toISOString().slice(0, 10);
  const to = x.query.get("to") ?? today.toISOString().slice(0, 10);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (!/^\d{4}-\d\d-\d\d$/.test(from) || !/^\d{4}-\d\d-\d\d$/.test(to) || !(days >= 0 && days <= 90)) {
    throw invalid("from and to must be dates at most 90 days apart.");
  }
  const mine = [...x.world.instances.values()].filter(({ dialect }) => dialect === "two-plane");
  const instances = mine.map(({ id, name, usage: { costMicros } }) => ({
    id,
    name,
    total_micros: costMicros,
  }));
  const total = instances.reduce((sum, row) => sum + row.total_micros, 0);
  x.send(200, {
    from,
    to,
    total_micros: total,
    by_integration: { compute: 0, llm: total, brave: 0, composio: 0, perflo: 0 },
    by_model: [{ model: "default", total_micros: total }],
    days: [{ date: to, total_micros: total }],
    instances,
  });
}
