import { expect, it } from "vitest";
import { selfTimes, type TraceEvent } from "../../bench/chromium/traceTimes.ts";

const thread = (tid: number, name: string): TraceEvent => ({
  name: "thread_name",
  ph: "M",
  pid: 1,
  tid,
  ts: 0,
  args: { name },
});
const work = (tid: number, name: string, ts: number, dur: number): TraceEvent => ({
  name,
  ph: "X",
  pid: 1,
  tid,
  ts,
  dur,
});

it("counts of a trace what each kind of work takes itself", () => {
  const events = [
    thread(1, "CrRendererMain"),
    thread(2, "Compositor"),
    work(2, "Raster", 0, 90_000),
    work(1, "Layout", 2_000, 3_000),
    work(1, "Task", 0, 10_000),
    work(1, "Style", 2_500, 1_000),
    work(1, "Task", 10_000, 1_000),
  ];
  expect(Object.fromEntries(selfTimes(events))).toEqual({ Task: 8, Layout: 2, Style: 1 });
});
