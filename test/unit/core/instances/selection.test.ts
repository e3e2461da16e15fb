import { describe, expect, it, vi } from "vitest";
import { instance, outage, TestWindow } from "./window.ts";

describe("the selected instance", () => {
  it("is the only one that runs when none was selected", async () => {
    const window = new TestWindow();
    window.rows = [instance("a", { status: "stopped" }), instance("b")];
    const instances = window.open();
    await instances.start();
    expect(instances.selected?.id).toBe("b");
  });

  it("is left to the user when several run or none does", async () => {
    for (const rows of [[instance("a"), instance("b")], [instance("a", { status: "stopped" })], []]) {
      const window = new TestWindow();
      window.rows = rows;
      const instances = window.open();
      await instances.start();
      expect(instances.selected).toBeUndefined();
    }
  });

  it("survives a reload of the window and is known by name before the list is read", async () => {
    const window = new TestWindow();
    window.rows = [instance("a"), instance("b", { name: "Builder" })];
    const before = window.open();
    await before.start();
    await before.select(instance("b", { name: "Builder" }));
    const after = window.open();
    expect(after.selected).toMatchObject({ id: "b", name: "Builder", status: "unknown" });
    await after.start();
    expect(after.selected?.status).toBe("running");
  });

  it("is the last used one in a new window, and each window keeps its own", async () => {
    const first = new TestWindow();
    first.rows = [instance("a"), instance("b")];
    const one = first.open();
    await one.select(instance("a"));
    const second = new TestWindow(first.globalStore);
    second.rows = first.rows;
    const two = second.open();
    expect(two.selected?.id).toBe("a");
    await two.select(instance("b"));
    expect(first.open().selected?.id).toBe("a");
  });

  it("is dropped when the list does not have it any more, as the default of new windows too", async () => {
    const window = new TestWindow();
    window.rows = [instance("a"), instance("b"), instance("c")];
    const instances = window.open();
    await instances.select(instance("a"));
    window.rows = [instance("b"), instance("c")];
    await instances.refresh();
    expect(instances.selected).toBeUndefined();
    expect(new TestWindow(window.globalStore).open().selected).toBeUndefined();
  });

  it("stays while the list cannot be read, and without a key", async () => {
    const window = new TestWindow();
    const instances = window.open();
    await instances.select(instance("a"));
    window.client.listInstances.mockRejectedValueOnce(outage);
    await instances.refresh();
    expect(instances.selected?.id).toBe("a");
    window.hasKey = false;
    await instances.refresh();
    expect(instances.state.kind).toBe("noKey");
    expect(instances.selected?.id).toBe("a");
  });

  it.each([
    { id: 7 },
    { id: "", dialect: "unified" },
    { id: "a", dialect: "telnet" },
    "a",
    null,
    { id: "a", dialect: "two-plane", agentUrl: "no url" },
  ])("ignores a broken record: %j", (record) => {
    const window = new TestWindow();
    window.windowStore.records.set("selectedInstance", record);
    expect(window.open().selected).toBeUndefined();
  });
});

describe("the gateway of the user", () => {
  it("is one more row, without a key too, and is taken when nothing else runs", async () => {
    const window = new TestWindow();
    window.hasKey = false;
    window.gatewayUrl = "http://localhost:3737/";
    const instances = window.open();
    await instances.start();
    expect(instances.list).toHaveLength(1);
    expect(instances.selected).toMatchObject({
      id: "gateway",
      dialect: "gateway",
      agentUrl: "http://localhost:3737",
      status: "running",
    });
    expect(window.reads).toBe(0);
  });

  it("is shown as unreachable when it does not answer, and does not hide the other instances", async () => {
    const window = new TestWindow();
    window.rows = [instance("a"), instance("b")];
    window.gatewayUrl = "http://localhost:3737";
    window.client.getHealth.mockRejectedValue(outage);
    const instances = window.open();
    await instances.start();
    expect(instances.list.map(({ id, statusText }) => [id, statusText])).toEqual([
      ["a", "running"],
      ["b", "running"],
      ["gateway", "unreachable"],
    ]);
  });

  it("is shown even when the account's instances cannot be read", async () => {
    const window = new TestWindow();
    window.gatewayUrl = "http://localhost:3737";
    window.client.listInstances.mockRejectedValue(outage);
    const instances = window.open();
    await instances.start();
    expect(instances.state).toEqual({ kind: "failed", error: outage });
    expect(instances.list.map(({ id }) => id)).toEqual(["gateway"]);
  });

  it("takes its selection along when it is removed", async () => {
    const window = new TestWindow();
    window.hasKey = false;
    window.gatewayUrl = "http://localhost:3737";
    const instances = window.open();
    await instances.start();
    window.gatewayUrl = "";
    window.gateway.fire();
    await vi.waitFor(() => expect(instances.selected).toBeUndefined());
  });

  it("is not spoken to at a URL that is not encrypted and not local", async () => {
    const window = new TestWindow();
    window.gatewayUrl = "http://example.org:3737";
    const instances = window.open();
    await instances.start();
    expect(instances.list).toEqual([]);
    expect(window.client.getHealth).not.toHaveBeenCalled();
  });
});
