import { describe, expect, it } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { unreadInstance } from "../../../../src/core/instances/instanceState.ts";
import { type GateInput, gateOf } from "../../../../src/ui/chat/gate.ts";

const running: Instance = {
  ...unreadInstance({ id: "a", dialect: "unified" }, "Demo"),
  status: "running",
};
const ready: GateInput = {
  urlIsUsable: true,
  hasKey: true,
  instance: running,
  hasInstances: true,
  instancesLoading: false,
  instancesError: undefined,
  load: { kind: "ready" },
};
const failed = (code: string, plane: "hosting" | "agent" | "local" = "hosting"): Agent37Error =>
  new Agent37Error({ code, plane, message: "No." });

const states: readonly (readonly [string, Partial<GateInput>, string, boolean])[] = [
  ["an unusable URL", { urlIsUsable: false }, "Open Settings", false],
  ["no key", { hasKey: false }, "Set API Key", false],
  ["no instance chosen", { instance: undefined }, "Select Instance", false],
  [
    "no instance at all",
    { instance: undefined, hasInstances: false },
    "Create Instance, Select Instance",
    false,
  ],
  ["a stopped instance", { instance: { ...running, status: "stopped" } }, "Start Instance", true],
  ["an overdue payment", { instance: { ...running, pastDue: true } }, "Open Billing Dashboard", true],
  [
    "a failed instance",
    { instance: { ...running, status: "failed" } },
    "Show What Failed, Select Instance",
    false,
  ],
  ["a deleted instance", { instance: { ...running, status: "deleted" } }, "Select Instance", false],
  ["no connection", { instancesError: failed("dns_failed", "local") }, "Retry", true],
  [
    "a list that cannot be read",
    { instance: undefined, instancesError: failed("internal_error") },
    "Retry",
    false,
  ],
  [
    "a session that cannot be read for the key",
    { load: { kind: "failed", error: failed("invalid_api_key") } },
    "Set API Key",
    false,
  ],
  [
    "a session that cannot be read for what nobody knows",
    { load: { kind: "failed", error: failed("never_heard_of") } },
    "Retry",
    false,
  ],
];

describe("what stands between a user and a chat", () => {
  it.each(states)("is told with what leads on: %s", (_, input, labels, canSend) => {
    const gate = gateOf({ ...ready, ...input });
    expect(gate).toMatchObject({ canSend, view: { kind: "blocked" } });
    if (gate.view.kind !== "blocked") return;
    expect(gate.view.buttons.map(({ label }) => label).join(", ")).toBe(labels);
    expect(gate.view.text).toMatch(/\.$/);
  });

  it("is nothing when an instance runs, and a sign of waiting while something is on its way", () => {
    expect(gateOf(ready)).toEqual({ view: { kind: "none" }, canSend: true });
    const starting = { ...running, status: "starting" } as const;
    expect(gateOf({ ...ready, instance: starting }).view).toMatchObject({ busy: true, buttons: [] });
    expect(gateOf({ ...ready, instance: starting }).canSend).toBe(true);
    expect(gateOf({ ...ready, instance: starting, isAwaited: true }).view.kind).toBe("none");
    expect(gateOf({ ...ready, instance: { ...running, status: "stopping" } }).canSend).toBe(false);
    const sleeping = { ...running, status: "sleeping" } as const;
    expect(gateOf({ ...ready, instance: sleeping, load: { kind: "loading" } }).view).toEqual({
      kind: "loading",
      text: "Waking Demo…",
    });
    expect(gateOf({ ...ready, load: { kind: "loading" } }).view.kind).toBe("loading");
    expect(gateOf({ ...ready, instance: undefined, instancesLoading: true }).view.kind).toBe("loading");
  });
});
