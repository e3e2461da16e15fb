/**
 * What each error code means for the program: one exhaustive table from code to {kind, retry rule, remedies}.
 * Sources: the errors page of the docs, and the public list of two-plane codes (see test/fixtures/errors.json).
 */
import type { Agent37Error } from "./agent37Error.ts";
import { rows } from "./catalogueRows.ts";
import type { CatalogueRow } from "./problem.ts";

export { type CatalogueRow, type ProblemKind, type RemedyId, remedyIds, type RetryRule } from "./problem.ts";

/** The row of a code that the table does not have: its message, Retry, Show Log; nothing is repeated by itself. */
export const defaultRow: CatalogueRow = {
  kind: "agent",
  severity: "error",
  retry: "afterState",
  remedies: ["retry", "showLog"],
};

/** The row of an answer that is not Agent37's. Statuses of overload and of gateways in between are transient. */
function httpRow(status: number): CatalogueRow {
  const transient = [408, 425, 429, 500, 502, 503, 504].includes(status) || (status >= 520 && status <= 527);
  return {
    kind: "network",
    severity: "error",
    retry: transient ? "backoff" : "afterFix",
    remedies: ["retry", "diagnoseConnection", "showLog"],
  };
}

/** Whether the table has its own row for a code. */
export function isKnownCode(code: string): boolean {
  return Object.hasOwn(rows, code) || /^http_\d{3}$/.test(code);
}

/** The row of an error; an unknown code gets {@link defaultRow}. */
export function rowOf(error: Pick<Agent37Error, "code" | "plane" | "param">): CatalogueRow {
  const entry = Object.hasOwn(rows, error.code) ? rows[error.code as keyof typeof rows] : undefined;
  if (typeof entry === "function") return entry(error);
  if (entry) return entry;
  const status = error.plane === "local" ? /^http_(\d{3})$/.exec(error.code)?.[1] : undefined;
  return status === undefined ? defaultRow : httpRow(Number(status));
}
