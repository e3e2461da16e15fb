import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
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
  let redrawn = 0;
  tree.onDidChangeTreeData(() => (redrawn += 1));
  return {
    tree,
    view,
    instances,
    tracker,
    getSpend,
    place: () => context.get("agent37.instancesView"),
    isFiltered: () => context.get("agent37.instancesFiltered"),
    redrawn: () => redrawn,
    rows: () => tree.getChildren().map((row) => (row.kind === "tag" ? row.tag : row.description)),
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

  it("is drawn anew only when it says something else", async () => {
    const window = new TestWindow();
    window.rows = [instance("a")];
    const { instances, redrawn } = open(window, false);
    await instances.start();
    const drawn = redrawn();
    await instances.refresh();
    await instances.refresh();
    expect(redrawn()).toBe(drawn);
    window.rows = [instance("a", { status: "stopping" })];
    await instances.refresh();
    expect(redrawn()).toBe(drawn + 1);
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
