import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Capabilities, Instance } from "../../../../src/api/wire.ts";
import { instanceCommand } from "../../../../src/ui/problems/instanceCommands.ts";
import { commands, window } from "../../support/vscodeStub.ts";
import { instance } from "../../core/instances/window.ts";

const a = instance("a", { name: "[A](command:x)" });
const b = instance("b", { dialect: "unified", name: "B" });
const gateway = instance("gw", { dialect: "gateway" });
const run = vi.fn<(of: Instance, context: object) => Promise<void>>();
const report = vi.fn();
const select = vi.fn<() => Promise<Instance | undefined>>();

beforeEach(() => {
  vi.resetAllMocks();
  const registration = commands.registerCommand("agent37.selectInstance", select);
  onTestFinished(() => registration.dispose());
});

function register(selected: Instance | undefined, needs?: keyof Capabilities): void {
  const find = (id: string): Instance | undefined => [a, b, gateway].find((known) => known.id === id);
  const deps = { instances: { selected, find }, problems: { report } };
  const registration = instanceCommand(deps, "agent37.do", run, needs);
  onTestFinished(() => registration.dispose());
}

const execute = (...context: readonly object[]) => commands.executeCommand("agent37.do", ...context);

describe("a command on an instance", () => {
  it("is about the instance of its context, else the selected one", async () => {
    register(a);
    await execute({ instanceId: "b", turnId: "t" });
    await execute();
    expect(run.mock.calls).toEqual([
      [b, { instanceId: "b", turnId: "t" }],
      [a, {}],
    ]);
    expect(select).not.toHaveBeenCalled();
  });

  it("is about the one that is then selected where none is", async () => {
    select.mockResolvedValue(b);
    register(undefined);
    await execute();
    expect(run.mock.calls).toEqual([[b, {}]]);
  });

  it("is not about the selected one when another is meant that is gone, and the list is closed", async () => {
    register(a);
    await execute({ instanceId: "gone" });
    expect(select).toHaveBeenCalledOnce();
    expect(run).not.toHaveBeenCalled();
  });

  it("asks which instance is meant when VS Code has lost the row that was clicked", async () => {
    register(a);
    await commands.executeCommand("agent37.do", undefined, undefined);
    expect(select).toHaveBeenCalledOnce();
    expect(run).not.toHaveBeenCalled();
  });

  it("asks once when it is clicked twice, and again when that is over", async () => {
    let end = (): void => undefined;
    run.mockImplementation(() => new Promise((resolve) => (end = resolve)));
    register(a);
    const first = execute();
    await execute();
    await vi.waitFor(() => expect(run).toHaveBeenCalledOnce());
    end();
    await first;
    void execute();
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2));
  });

  it("can be done on two instances, and for two messages, at once", async () => {
    run.mockReturnValue(new Promise(() => undefined));
    register(a);
    for (const context of [{ instanceId: "a" }, { instanceId: "b" }, { instanceId: "a", turnId: "t" }])
      void execute(context);
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(3));
  });

  it("reports what it fails with, each time anew, with a Retry that does the same", async () => {
    const error = new Agent37Error({ code: "internal_error", plane: "hosting", message: "No." });
    run.mockRejectedValueOnce(error).mockRejectedValueOnce(error);
    register(a);
    await execute({ turnId: "t" });
    await execute({ turnId: "t" });
    // Without the turn, since Retry would then send its message again.
    expect(report.mock.calls.map(([what, context]) => [what, context] as unknown)).toEqual([
      [error, { instanceId: "a" }],
      [error, { instanceId: "a" }],
    ]);
    expect(new Set(report.mock.calls.map(([, , key]) => key as unknown)).size).toBe(2);
    const { retry } = report.mock.calls[0]?.[3] as { retry: () => Promise<void> };
    await retry();
    expect(run).toHaveBeenLastCalledWith(a, { instanceId: "a", turnId: "t" });
  });

  it.each([
    [gateway, "exec", "This gateway runs on your own computer; only instances on Agent37 have this."],
    [gateway, "pages", "This gateway runs on your own computer; only instances on Agent37 have this."],
    [b, "credit", "The API of B does not offer this."],
  ] as const)("says so where there is no such thing", async (selected, needs, words) => {
    const told = vi.spyOn(window, "showInformationMessage").mockResolvedValue(undefined);
    register(selected, needs);
    await execute();
    expect(told.mock.calls.map(([text]) => text)).toEqual([words]);
    expect(run).not.toHaveBeenCalled();
  });

  it.each(["exec", "pages", "credit"] as const)("is done where there is %s", async (needs) => {
    register(a, needs);
    await execute();
    expect(run).toHaveBeenCalledOnce();
  });
});
