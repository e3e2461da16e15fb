import { describe, expect, it } from "vitest";
import type { Instance, Spend } from "../../../../src/api/wire.ts";
import { type InstanceRow, instanceRows, matches } from "../../../../src/ui/instances/tree/instanceRows.ts";
import { instance } from "../../core/instances/window.ts";

const spend: Spend = { capUsd: 5, usedUsd: 1.25, remainingUsd: 3.75 };
const builder = instance("abcdefghij", {
  name: "Builder",
  agents: ["hermes", "openclaw"],
  shape: { vcpu: 2, memoryGb: 4, diskGb: 6 },
  user: "dev-42",
});

function rowOf(
  fields: Partial<Instance> = {},
  { selectedId, busy = false, spent }: { selectedId?: string; busy?: boolean; spent?: Spend } = {},
): InstanceRow {
  const [row] = instanceRows([{ ...builder, ...fields }], {
    selectedId,
    isBusy: () => busy,
    spendOf: () => spent,
  });
  if (row?.kind !== "instance") throw new Error("no row");
  return row;
}

const words = (row: InstanceRow): readonly string[] => row.contextValue.split(" ");

describe("a row", () => {
  it("tells status, choice, agent, size and spend", () => {
    expect(rowOf({}, { selectedId: builder.id, spent: spend })).toMatchObject({
      label: "Builder",
      description: "running · selected · hermes · 2 vCPU, 4 GB · $1.25 of $5.00",
      spoken: "Builder, running, selected, hermes, 2 vCPU, 4 GB memory, 6 GB disk, $1.25 of $5.00",
      icon: "vm-running",
      color: "charts.green",
    });
  });

  it("goes by its id without a name, and tells the template where no agent is known", () => {
    expect(rowOf({ name: undefined, agents: [], template: "agent37-n8n", shape: {} })).toMatchObject({
      label: "abcdefghij",
      description: "running · agent37-n8n",
    });
  });

  it("shows what is being done as … until the list tells of it, and offers nothing else meanwhile", () => {
    const row = rowOf({}, { busy: true });
    expect(row.description).toMatch(/^… · hermes/);
    expect(row.spoken).toMatch(/^Builder, changing, /);
    expect(row.icon).toBe("sync~spin");
    expect(words(row)).not.toEqual(expect.arrayContaining(["stoppable"]));
    expect(rowOf({ status: "stopping" }, { busy: true }).description).toMatch(/^stopping · hermes/);
  });

  it("is red when it has failed, with its reason, and yellow when it is not paid for", () => {
    const statusReason = { code: "provisioning_failed", message: "Disk full." };
    const failed = rowOf({ status: "failed", statusText: "failed", statusReason });
    expect(failed).toMatchObject({ icon: "error", color: "list.errorForeground", notes: ["Disk full."] });
    expect(words(failed)).toContain("troubled");
    expect(rowOf({ pastDue: true }).color).toBe("list.warningForeground");
  });

  it("shows a name of foreign origin on one line", () => {
    expect(rowOf({ name: "a\n[b](command:c)" }).label).toBe("a [b] (command:c)");
  });

  it.each([
    ["running", ["stoppable", "restartable", "resizable", "updatable", "forkable", "restorable"]],
    ["stopped", ["startable", "updatable", "forkable", "restorable"]],
    ["sleeping", ["startable", "stoppable", "updatable", "forkable"]],
    ["failed", ["updatable"]],
    ["starting", []],
    ["unknown", []],
  ] as const)("offers what the server takes while it is %s", (status, expected) => {
    const actions = /^(start|stopp|restart|resiz|updat|fork|restor)able$/;
    const row = rowOf({ status, statusText: status });
    expect(
      words(row)
        .filter((word) => actions.test(word))
        .sort(),
    ).toEqual([...expected].sort());
    expect(row.contextValue).toMatch(new RegExp(`^instance two-plane ${status} .* $`));
  });

  it("offers what its API has", () => {
    expect(words(rowOf())).toEqual(
      expect.arrayContaining(["canWrite", "logs", "metrics", "ports", "copies", "autoSleep", "credit"]),
    );
    const unified = words(rowOf({ dialect: "unified" }));
    expect(unified).toEqual(expect.arrayContaining(["surfaces", "spend", "rename", "exec"]));
    expect(unified.filter((word) => /logs|metrics|canWrite|copies|autoSleep|credit/.test(word))).toEqual([]);
    expect(words(rowOf({ dialect: "gateway" })).filter((word) => /able$|lifecycle|spend/.test(word))).toEqual(
      [],
    );
  });
});

describe("many instances", () => {
  const many = (count: number, tag: (index: number) => string | undefined): readonly Instance[] =>
    Array.from({ length: count }, (_, index) => instance(`i${index}`, { user: tag(index) }));
  const situation = { selectedId: undefined, isBusy: () => false, spendOf: () => undefined };
  const shown = (list: readonly Instance[]) =>
    instanceRows(list, situation).map((row) =>
      row.kind === "tag" ? `${row.tag ?? "-"}: ${row.rows.length}` : row.instanceId,
    );

  it("stand under their tags, those without one last", () => {
    const tags = ["zoe", undefined, "adam"];
    expect(shown(many(9, (index) => tags[index % 3]))).toEqual(["adam: 3", "zoe: 3", "-: 3"]);
  });

  it("stay in a list when they are few or all have the same tag", () => {
    expect(shown(many(7, (index) => `tag${index}`))).toHaveLength(7);
    expect(shown(many(9, () => "same"))).toHaveLength(9);
  });
});

describe("the filter", () => {
  it.each([
    ["", true],
    ["build", true],
    ["DEV-42 running", true],
    ["openclaw abcdefghij", true],
    ["build stopped", false],
    ["nobody", false],
  ])("%j matches: %s", (filter, expected) => {
    expect(matches(builder, filter)).toBe(expected);
  });
});
