import { describe, expect, it } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { whileSettling } from "../../../../src/ui/problems/withWaking.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { failure } from "./errors.ts";

/** Work that fails with these codes, and then succeeds. */
async function work(codes: readonly string[], abort = new AbortController()) {
  const said: string[] = [];
  let calls = 0;
  const result = await whileSettling(
    () => {
      const code = codes[calls];
      calls += 1;
      return code === undefined
        ? Promise.resolve("done")
        : Promise.reject(failure(code, { plane: "transport" }));
    },
    {
      clock: new FakeClock(),
      signal: abort.signal,
      name: "Demo",
      say: (words) => {
        said.push(words);
        if (words === "Waking Demo…" && codes.includes("stop")) abort.abort();
      },
    },
  ).catch((error: unknown) => (error instanceof Agent37Error ? error.code : String(error)));
  return { result, said, calls };
}

describe("work on an instance", () => {
  it("is done once when nothing is in its way", async () => {
    expect(await work([])).toEqual({ result: "done", said: [], calls: 1 });
  });

  it("waits with words while the instance wakes, comes up or changes", async () => {
    expect(await work(["wake_timeout", "container_unreachable", "try_again"])).toEqual({
      result: "done",
      said: [
        "Waking Demo…",
        "Waiting for Demo to come up…",
        "Waiting until another change of Demo has ended…",
      ],
      calls: 4,
    });
  });

  it.each([
    ["try_again", 7],
    ["wake_failed", 4],
  ])("is given up after a few times (%s)", async (code, calls) => {
    expect(await work(Array<string>(50).fill(code))).toMatchObject({ result: code, calls });
  });

  it("is given up after some minutes", async () => {
    const { result, calls } = await work(Array<string>(1_000).fill("container_unreachable"));
    expect(result).toBe("container_unreachable");
    expect(calls).toBeLessThan(40);
  });

  it.each(["container_unavailable", "not_found", "instance_suspended", "internal_error"])(
    "is not repeated after %s",
    async (code) => {
      expect(await work([code])).toEqual({ result: code, said: [], calls: 1 });
    },
  );

  it("ends when the user cancels the wait", async () => {
    const { result, calls } = await work(["wake_timeout", "stop"]);
    expect(calls).toBe(1);
    expect(result).not.toBe("done");
  });
});
