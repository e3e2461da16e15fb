import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Instance } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { SpendTracker } from "../../../../src/core/spend/spendTracker.ts";
import { InstancesTree } from "../../../../src/ui/instances/tree/instancesTree.ts";
import { instance, outage, TestWindow } from "../../core/instances/window.ts";
import { commands, window as vscodeWindow } from "../../support/vscodeStub.ts";

const spend = { capUsd: 5, usedUsd: 1, remainingUsd: 4 };

/** The tree of a window, on screen or not. */
function open(window: TestWindow, visible = true) {
  const shown = new Emitter<void>();
  const view = { visible, message: "", description: "", onDidChangeVisibility: shown.event, dispose() {} };
  vi.spyOn(vscodeWindow, "createTreeView").mockReturnValue(view);
  const context = new Map<unknown, unknown>();
  vi.spyOn(commands, "executeCommand").mockImplementation(async (id, key, value) => {
    if (id === "setContext") context.set(key, value);
  });
  const getSpend = vi.fn(async () => spend);
  const setSpendCap = vi.fn(async () => ({ ...spend, capUsd: 9 }));
  const tracker = new SpendTracker({
    client: { getSpend, setSpendCap, topUpSpend: setSpendCap },
    clock: window.clock,
    logger: silentLogger,
  });
  const instances = window.open();
  const tree = new InstancesTree({
    instances,
    spend: tracker,
    windowFocus: window.focus,
    clock: window.clock,
  });
  onTestFinished(() => tree.dispose());
  /** What was drawn anew: rows by their instance, or the whole tree. */
  const redrawn: unknown[] = [];
  tree.onDidChangeTreeData((rows) => redrawn.push(rows?.map(({ instanceId }) => instanceId) ?? "all"));
  return {
    tree,
    view,
    instances,
    tracker,
    getSpend,
    place: () => context.get("agent37.instancesView"),
    isFiltered: () => context.get("agent37.instancesFiltered"),
    redrawn,
    rows: () => tree.getChildren().map(({ row }) => (row.kind === "tag" ? row.tag : row.description)),
    show: () => {
      view.visible = true;
      shown.fire();
    },
  };
}

describe("the view of instances", () => {
  beforeEach(() => vi.restoreAllMocks());

  it("says what is missing: the key, the first list, an instance, an answer", async () => {
    const window = new TestWindow();
    const { instances, place } = open(window);
    expect(place()).toBe("loading");
    window.hasKey = false;
    await instances.start();
    expect(place()).toBe("noKey");
    window.hasKey = true;
    await instances.refresh();
    expect(place()).toBe("empty");
    window.client.listInstances.mockRejectedValueOnce(outage);
    await instances.refresh();
    expect(place()).toBe("failed");
    window.rows = [instance("a")];
    await instances.refresh();
    expect(place()).toBe("rows");
  });

  it("keeps its rows while the list cannot be read, and says why above them", async () => {
    const window = new TestWindow();
    window.rows = [instance("a")];
    const { instances, place, rows, view } = open(window);
    await instances.start();
    window.client.listInstances.mockRejectedValueOnce(outage);
    await instances.refresh();
    expect(rows()).toHaveLength(1);
    expect(place()).toBe("rows");
    expect(view.message).toContain("(connection_refused)");
    await instances.refresh();
    expect(view.message).toBe("");
  });

  it("says that it is filtered, also when nothing is left", async () => {
    const window = new TestWindow();
    window.rows = [instance("a"), instance("b", { status: "stopped" })];
    const { instances, isFiltered, place, rows, tree, view } = open(window);
    await instances.start();
    tree.setFilter(" stopped ");
    expect(rows()).toHaveLength(1);
    expect(view).toMatchObject({ message: "Filtered by “stopped”: 1 of 2", description: "filtered" });
    expect(isFiltered()).toBe(true);
    tree.setFilter("nothing");
    expect(place()).toBe("filtered");
    expect(view.message).toBe("");
    tree.setFilter("");
    expect(rows()).toHaveLength(2);
    expect(isFiltered()).toBe(false);
    expect(view.description).toBe("");
  });

  it("draws a row anew only when it says something else, and keeps it the same row", async () => {
    const window = new TestWindow();
    window.rows = [instance("a"), instance("b"), instance("c")];
    const { instances, redrawn, rows, tree } = open(window, false);
    await instances.start();
    const before = tree.getChildren();
    redrawn.length = 0;
    await instances.refresh();
    await instances.refresh();
    expect(redrawn).toEqual([]);
    window.rows = [instance("a"), instance("b"), instance("c", { status: "stopping" })];
    await instances.refresh();
    expect(redrawn).toEqual([["c"]]);
    expect(rows()[2]).toMatch(/^stopping/);
    tree.getChildren().forEach((row, index) => expect(row).toBe(before[index]));
    window.rows = [instance("b"), instance("a"), instance("c", { status: "stopping" })];
    await instances.refresh();
    expect(redrawn).toEqual([["c"], "all"]);
    expect(tree.getChildren()[1]).toBe(before[0]);
  });

  it("keeps the same rows below a tag", async () => {
    const window = new TestWindow();
    const list = (status: "running" | "stopped"): Instance[] =>
      Array.from({ length: 8 }, (_, index) =>
        instance(`i${index}`, { user: index < 3 ? "ann" : "bob", status: index === 7 ? status : "running" }),
      );
    window.rows = list("running");
    const { instances, redrawn, tree } = open(window, false);
    await instances.start();
    const below = () => tree.getChildren().map((tag) => tree.getChildren(tag));
    const before = below();
    expect(before.map((rows) => rows.length)).toEqual([3, 5]);
    redrawn.length = 0;
    window.rows = list("stopped");
    await instances.refresh();
    expect(redrawn).toEqual([["i7"]]);
    below().forEach((rows, tag) => rows.forEach((row, index) => expect(row).toBe(before[tag]?.[index])));
    const last = before[1]?.[4]?.row;
    expect(last?.kind === "instance" && last.description).toMatch(/^stopped/);
  });

  it("reads the spend of its rows only while it is on screen and the window has the focus", async () => {
    const window = new TestWindow();
    window.rows = [instance("a"), instance("b")];
    const { getSpend, instances, rows, show } = open(window, false);
    await instances.start();
    expect(getSpend).not.toHaveBeenCalled();
    window.setFocus(false);
    show();
    expect(getSpend).not.toHaveBeenCalled();
    window.setFocus(true);
    await instances.refresh();
    await vi.waitFor(() => expect(rows()[0]).toContain("$1.00 of $5.00"));
    expect(getSpend).toHaveBeenCalledTimes(2);
  });

  it("reads the spend of its rows again when the user refreshes it", async () => {
    const window = new TestWindow();
    window.rows = [instance("a")];
    const { getSpend, instances, rows, tree } = open(window);
    await instances.start();
    await vi.waitFor(() => expect(rows()[0]).toContain("$1.00 of $5.00"));
    getSpend.mockResolvedValue({ capUsd: 7, usedUsd: 2, remainingUsd: 5 });
    await instances.refresh();
    expect(getSpend).toHaveBeenCalledTimes(1);
    await tree.refresh();
    await vi.waitFor(() => expect(rows()[0]).toContain("$2.00 of $7.00"));
    expect(getSpend).toHaveBeenCalledTimes(2);
  });

  it("shows the figures of the list, unless others were read since", async () => {
    const window = new TestWindow();
    const row = instance("a", { dialect: "unified", spend });
    window.rows = [row];
    const { instances, rows, tracker } = open(window);
    await instances.start();
    expect(rows()[0]).toContain("$1.00 of $5.00");
    await tracker.setCap(row, 9);
    expect(rows()[0]).toContain("$1.00 of $9.00");
    window.rows = [{ ...row, spend: { ...spend, usedUsd: 2, capUsd: 9 } }];
    await instances.refresh();
    expect(rows()[0]).toContain("$2.00 of $9.00");
  });

  it("shows an action from its first moment", async () => {
    const window = new TestWindow();
    window.rows = [instance("a", { status: "stopped" })];
    const { instances, rows } = open(window);
    await instances.start();
    let started = (): void => {};
    window.client.startInstance.mockImplementation(() => new Promise((resolve) => (started = resolve)));
    const starting = instances.actions.start(instance("a"));
    expect(rows()[0]).toMatch(/^…/);
    window.rows = [instance("a")];
    started();
    await starting;
    expect(rows()[0]).toMatch(/^running/);
  });
});
