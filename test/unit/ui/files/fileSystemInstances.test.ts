import { expect, it, vi } from "vitest";
import type { Instance } from "../../../../src/api/wire.ts";
import { instanceFinder } from "../../../../src/ui/files/fileSystemInstances.ts";

it("asks whether an instance has fallen asleep before it takes an old list's word that it runs", async () => {
  let now = 0;
  const row = { id: "Demo", dialect: "two-plane", status: "running" } as Instance;
  const source = {
    list: [row],
    selected: undefined,
    state: { kind: "ready" } as const,
    readAt: 0,
    refresh: vi.fn(async () => {
      source.list = [{ ...row, status: "sleeping" }];
      source.readAt = now;
    }),
  };
  const { isAwake } = instanceFinder(source, { now: () => now });
  expect(await isAwake("demo")).toBe(true);
  expect(source.refresh).not.toHaveBeenCalled();
  now = 60_000;
  expect(await isAwake("demo")).toBe(false);
  expect(await isAwake("demo")).toBe(false);
  expect(source.refresh).toHaveBeenCalledOnce();
});
