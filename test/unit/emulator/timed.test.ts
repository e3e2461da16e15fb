import { describe, expect, it } from "vitest";
import { streamTurn, textOf, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const marksIn = (text: string) => [...text.matchAll(/⟦(\d+)⟧/g)].map(([, number]) => Number(number));

describe("an answer at a measured pace", () => {
  it("notes when each mark was written, in order", async () => {
    const begin = Date.now();
    const { frames } = await streamTurn(emulator.it, "timed 1000 0.3");
    const probes = await emulator.it.control.probes.list();
    expect(probes.map(({ number }) => number)).toEqual(marksIn(textOf(frames)));
    expect(probes.length).toBeGreaterThan(3);
    const times = probes.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(begin - 50);
    expect(times.at(-1)).toBeLessThan(Date.now() + 50);
  });

  it("is the same text each time", async () => {
    const first = await streamTurn(emulator.it, "timed 1000 0.1");
    const second = await streamTurn(emulator.it, "timed 1000 0.1");
    expect(textOf(second.frames)).toBe(textOf(first.frames));
  });

  it("waits after the text before until it is released, and times only what follows", async () => {
    const { control } = emulator.it;
    const turn = streamTurn(emulator.it, "timed 1000 0.1 20");
    await expect.poll(() => control.responses.release()).toBe(1);
    const marks = marksIn(textOf((await turn).frames));
    const probes = (await control.probes.list()).map(({ number }) => number);
    expect(marks).toEqual(marks.map((_, index) => index + 1));
    expect(probes).toEqual(marks.slice(-probes.length));
    expect(probes[0]).toBeGreaterThan(10);
  });
});
