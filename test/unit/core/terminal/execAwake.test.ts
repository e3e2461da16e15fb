import { describe, expect, it, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { InstanceStatus } from "../../../../src/api/wire.ts";
import { execAwake, type ExecClient } from "../../../../src/core/terminal/execAwake.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { instance } from "../instances/window.ts";

const done = { exitCode: 0, stdout: "hi", stderr: "", truncated: false };
const refused = (code: string): Agent37Error => new Agent37Error({ code, message: "No.", plane: "hosting" });

/** A server that goes through these statuses, one a look, and runs a command only when `runs` says so. */
function server(
  statuses: readonly InstanceStatus[],
  runs: (looks: number) => boolean,
  code = "invalid_request",
) {
  let looks = 0;
  const client = {
    exec: vi.fn<ExecClient["exec"]>(async () => {
      if (!runs(looks)) throw refused(code);
      return done;
    }),
    getInstance: vi.fn<ExecClient["getInstance"]>(async () =>
      instance("a", { status: statuses[Math.min(looks++, statuses.length - 1)] ?? "running" }),
    ),
    getHealth: vi.fn<ExecClient["getHealth"]>(async () => ({ healthy: false })),
  };
  const onWaking = vi.fn();
  const { signal } = new AbortController();
  const result = execAwake(client, new FakeClock(), instance("a"), "ls", { signal, onWaking });
  return { client, onWaking, result };
}

describe("a command on an instance that may be asleep", () => {
  it("is sent once where it runs at once", async () => {
    const { client, onWaking, result } = server([], () => true);
    expect(await result).toBe(done);
    expect(client.getInstance).not.toHaveBeenCalled();
    expect(onWaking).not.toHaveBeenCalled();
  });

  it("waits for an instance that sleeps, wakes it, and is sent again", async () => {
    const { client, onWaking, result } = server(["sleeping", "waking", "waking"], (looks) => looks >= 3);
    expect(await result).toBe(done);
    expect(client.getHealth).toHaveBeenCalledTimes(1);
    expect(onWaking).toHaveBeenCalled();
    expect(client.exec).toHaveBeenCalledTimes(4);
  });

  it.each(["stopped", "stopping", "failed"] as const)(
    "says of an instance that is %s that it does not run",
    async (status) => {
      const { client, result } = server([status], () => false);
      await expect(result).rejects.toMatchObject({ code: "instance_not_running", message: "No." });
      expect(client.exec).toHaveBeenCalledTimes(1);
    },
  );

  it("is not sent again when the instance runs and the request was refused", async () => {
    const { client, result } = server(["running"], () => false);
    await expect(result).rejects.toMatchObject({ code: "invalid_request" });
    expect(client.exec).toHaveBeenCalledTimes(1);
  });

  it("is not sent again when it may have been run", async () => {
    const { client, result } = server(["running"], () => false, "provisioning_failed");
    await expect(result).rejects.toMatchObject({ code: "provisioning_failed" });
    expect(client.getInstance).not.toHaveBeenCalled();
  });

  it("gives up on an instance that never wakes", async () => {
    const { result } = server(["waking"], () => false, "try_again");
    await expect(result).rejects.toMatchObject({ code: "try_again" });
  });
});
