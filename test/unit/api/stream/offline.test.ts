import { describe, expect, it } from "vitest";
import { OfflineTime } from "../../../../src/api/stream/offline.ts";

const minute = 60_000;

/** A server that is not heard from, looked for at each of these moments (in minutes). */
function tooLongAt(moments: readonly number[], heardAt: readonly number[] = []): number | undefined {
  let now = 0;
  const offline = new OfflineTime({ now: () => now, sleep: () => Promise.resolve() });
  for (const moment of moments) {
    now = moment * minute;
    if (heardAt.includes(moment)) offline.heard();
    else if (offline.isTooLong()) return moment;
  }
  return undefined;
}

const everyMinute = Array.from({ length: 60 }, (_, index) => index + 1);

describe("the time without a word from the server", () => {
  it("is too long after half an hour", () => {
    expect(tooLongAt(everyMinute)).toBe(31);
  });

  it("begins anew with every word", () => {
    expect(tooLongAt(everyMinute, [20])).toBe(51);
  });

  it("does not count the night that the machine has slept through", () => {
    expect(tooLongAt([1, 2, 600, 601])).toBeUndefined();
  });
});
