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
    .add("POST", "/v1/instances/:id/budget/top-up", topUp);
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
