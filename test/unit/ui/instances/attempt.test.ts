import { describe, expect, it, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { attempt } from "../../../../src/ui/instances/attempt.ts";
import type { InstancesUiDeps } from "../../../../src/ui/instances/deps.ts";
import { remediesFor } from "../../../../src/ui/problems/problemView.ts";
import type { ReportOptions } from "../../../../src/ui/problems/problems.ts";
import { instance } from "../../core/instances/window.ts";

const fail = (code: string): Agent37Error => new Agent37Error({ code, message: "No.", plane: "hosting" });

/** What the user is offered when something fails on this instance. */
function scene(known: Instance) {
  const reports: { error: unknown; options: ReportOptions }[] = [];
  const report = vi.fn(async (error: unknown, _context: unknown, _key: string, options: ReportOptions) => {
    reports.push({ error, options });
  });
  const deps = { problems: { report }, instances: { find: () => known } } as unknown as InstancesUiDeps;
  const offered = (): readonly string[] => {
    const { error, options } = reports.at(-1) ?? {};
    if (!(error instanceof Agent37Error)) return [];
    return remediesFor(error, {}, { repeatable: options?.retry !== undefined, also: options?.also });
  };
  return { deps, reports, offered };
}

describe("something that is done to an instance", () => {
  it("is done again by Retry, without being asked for again", async () => {
    const { deps, reports } = scene(instance("a"));
    const work = vi.fn(async () => {}).mockRejectedValueOnce(fail("capacity_unavailable"));
    expect(await attempt(deps, "a", work)).toBe(false);
    await reports[0]?.options.retry?.();
    expect(work).toHaveBeenCalledTimes(2);
    expect(reports).toHaveLength(1);
  });

  it.each([
    ["no_capacity", ["retry"]],
    ["insufficient_capacity", ["retry"]],
    ["insufficient_balance", ["openBillingDashboard", "retry"]],
    ["tier_limit", ["openBillingDashboard", "retry", "showLog"]],
    ["instance_limit_reached", ["openBillingDashboard", "showInstances", "retry"]],
    ["try_again", ["retry", "showLog"]],
    ["provisioning_failed", ["retry", "showLog"]],
  ])("offers what helps against %s", async (code, expected) => {
    const { deps, offered } = scene(instance("a"));
    await attempt(deps, "a", () => Promise.reject(fail(code)));
    expect(offered()).toEqual(expected);
  });

  it("leads to what an instance says that has failed", async () => {
    const statusReason = { code: "provisioning_failed", message: "Disk full." };
    const { deps, offered } = scene(instance("a", { status: "failed", statusReason }));
    await attempt(deps, "a", () => Promise.reject(fail("provisioning_failed")));
    expect(offered()).toEqual(["retry", "showInstanceProblem", "showLog"]);
  });

  it("says nothing when the user has called it off", async () => {
    const { deps, reports } = scene(instance("a"));
    await attempt(deps, "a", () => Promise.reject(new DOMException("Aborted", "AbortError")));
    expect(reports).toEqual([]);
  });
});
