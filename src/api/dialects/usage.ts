/**
 * Usage figures of the two-plane API. Money is integer micros. The docs name the lists of the account's usage and not the
 * fields of their rows, so several plausible names are read, and rows that say nothing are left out.
 */
import * as v from "valibot";
import type { AccountUsage, MonthUsage, ServiceUsage } from "../wire.ts";
import { maybe, number, read, ShapeError, text } from "./shapes.ts";

const cost = v.object({ cost_micros: maybe(number), total_micros: maybe(number), micros: maybe(number) });
const counts = v.object({ calls: maybe(number), input_tokens: maybe(number), output_tokens: maybe(number) });
const unknown = v.optional(v.unknown());
const services = v.object({ by_integration: unknown, integrations: unknown, services: unknown });

const month = v.object({ period: maybe(text), total_micros: maybe(number) });
const account = v.object({
  from: maybe(text),
  to: maybe(text),
  total_micros: maybe(number),
  by_model: unknown,
  models: unknown,
  days: unknown,
  by_day: unknown,
  instances: unknown,
  by_instance: unknown,
});

/** A row of a list, whose name is a field of the row or the key that it stands under. */
interface CostRow {
  readonly name: string;
  readonly costUsd: number | undefined;
  readonly raw: unknown;
}

export function toUsd(micros: number): number {
  return micros / 1_000_000;
}

/** One instance's month. @param asked for a server that does not repeat it. @throws ShapeError */
export function readMonthUsage(json: unknown, asked: string | undefined): MonthUsage {
  const raw = read(month, json);
  const found = readServices(json);
  return {
    period: raw.period ?? asked ?? "",
    totalUsd: totalOf(raw.total_micros, found),
    services: found,
  };
}

/** The account's days. @throws ShapeError */
export function readAccountUsage(
  json: unknown,
  asked: { readonly from: string; readonly to: string },
): AccountUsage {
  const raw = read(account, json);
  const found = readServices(json);
  const days = rowsOf(raw.days ?? raw.by_day, ["date", "day"]).map((row) => {
    const ofDay = readServices(row.raw);
    return { date: row.name.slice(0, 10), costUsd: row.costUsd ?? sumOf(ofDay), services: ofDay };
  });
  return {
    from: raw.from ?? asked.from,
    to: raw.to ?? asked.to,
    totalUsd: totalOf(raw.total_micros, found.length > 0 ? found : days),
    services: found,
    models: rowsOf(raw.by_model ?? raw.models, ["model", "name", "id"]).map(({ name, costUsd = 0 }) => ({
      model: name,
      costUsd,
    })),
    days: days.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
    instances: rowsOf(raw.instances ?? raw.by_instance, ["id", "instance_id"]).map((row) => ({
      id: row.name,
      name: textField(row.raw, "name") || undefined,
      costUsd: row.costUsd ?? sumOf(readServices(row.raw)),
    })),
  };
}

function readServices(json: unknown): ServiceUsage[] {
  const result = v.safeParse(services, json);
  if (!result.success) return [];
  const { by_integration, integrations, services: named } = result.output;
  return rowsOf(by_integration ?? integrations ?? named, ["integration", "service", "name", "id"]).map(
    ({ name, costUsd = 0, raw }) => {
      const counted = v.safeParse(counts, raw);
      const { calls, input_tokens, output_tokens } = counted.success
        ? counted.output
        : { calls: undefined, input_tokens: undefined, output_tokens: undefined };
      return { service: name, costUsd, calls, inputTokens: input_tokens, outputTokens: output_tokens };
    },
  );
}

/** The rows of a list, or of an object whose keys are the names; a row is an object, or the micros alone. */
function rowsOf(list: unknown, nameFields: readonly string[]): CostRow[] {
  if (typeof list !== "object" || list === null) return [];
  const named: readonly (readonly [string, unknown])[] = Array.isArray(list)
    ? list.map((raw: unknown) => [firstText(raw, nameFields), raw] as const)
    : Object.entries(list);
  return named.flatMap(([name, raw]) => {
    if (name === "" || (typeof raw !== "number" && (typeof raw !== "object" || raw === null))) return [];
    return [{ name, costUsd: costOf(raw), raw }];
  });
}

function costOf(raw: unknown): number | undefined {
  if (typeof raw === "number") return Number.isFinite(raw) ? toUsd(raw) : undefined;
  const result = v.safeParse(cost, raw);
  if (!result.success) return undefined;
  const { cost_micros, total_micros, micros } = result.output;
  const found = cost_micros ?? total_micros ?? micros;
  return found === undefined ? undefined : toUsd(found);
}

/** @throws ShapeError where nothing tells the total: no figures are not the same as no spending */
function totalOf(micros: number | undefined, parts: readonly { readonly costUsd: number }[]): number {
  if (micros === undefined && parts.length === 0) throw new ShapeError("total_micros", "expected a number");
  return micros === undefined ? sumOf(parts) : toUsd(micros);
}

function sumOf(parts: readonly { readonly costUsd: number }[]): number {
  return parts.reduce((sum, { costUsd }) => sum + costUsd, 0);
}

function firstText(raw: unknown, names: readonly string[]): string {
  return names.map((name) => textField(raw, name)).find((found) => found !== "") ?? "";
}

function textField(raw: unknown, name: string): string {
  if (typeof raw !== "object" || raw === null) return "";
  const value = (raw as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" ? value : "";
}
