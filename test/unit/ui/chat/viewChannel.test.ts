import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { PackedHostMessage } from "../../../../src/protocol/packed.ts";
import type { Patch } from "../../../../src/protocol/view.ts";
import { ViewChannel, type ViewHost } from "../../../../src/ui/chat/viewChannel.ts";
import { header } from "./bench.ts";

const frameMs = 16;

/** A channel to a page that is ready, and acknowledges when the test says so. */
function open() {
  const posted: PackedHostMessage[] = [];
  const waiting: Patch[] = [];
  const host = {
    webview: {
      onDidReceiveMessage: new Emitter<unknown>().event,
      postMessage: (message: PackedHostMessage) => {
        posted.push(message);
        return Promise.resolve(true);
      },
    } as unknown as ViewHost["webview"],
    visible: true,
  };
  const channel = new ViewChannel({
    snapshot() {
      waiting.length = 0;
      const queue = { paused: false, messages: [] };
      return { header, turns: [], queue, composer: { attachments: [], dials: [] } };
    },
    patches: () => waiting.splice(0),
  });
  channel.connect(host, new Emitter<void>().event, () => undefined);
  channel.pageReady();
  posted.length = 0;
  const change = (patch: Patch): void => {
    waiting.push(patch);
    channel.changed();
  };
  const grow = (text: string): void => change({ op: "grow", text });
  return { channel, host, posted, waiting, change, grow };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the way to a view", () => {
  it("lets what comes after quiet go at once, and then one batch a frame", () => {
    const { channel, posted, grow } = open();
    grow("a");
    vi.advanceTimersByTime(1);
    expect(posted).toEqual(["1a"]);
    channel.acknowledge(1);
    grow("b");
    vi.advanceTimersByTime(frameMs - 2);
    expect(posted).toHaveLength(1);
    vi.advanceTimersByTime(2);
    expect(posted).toEqual(["1a", "2b"]);
  });

  it("has two batches under way at most, and then waits for the page, however much comes", () => {
    const { channel, posted, grow } = open();
    const stream = (ms: number): void => {
      for (let at = 0; at < ms; at += 1) {
        grow("x");
        vi.advanceTimersByTime(1);
      }
    };
    stream(500);
    expect(posted).toHaveLength(2);
    channel.acknowledge(1);
    stream(500);
    expect(posted).toHaveLength(3);
    channel.acknowledge(4);
    stream(20);
    expect(posted).toHaveLength(3);
    channel.acknowledge(3);
    stream(17);
    expect(posted).toHaveLength(5);
  });

  it("carries everything else with its full number", () => {
    const { channel, posted, change, grow } = open();
    change({ op: "header", header });
    vi.advanceTimersByTime(1);
    grow("a");
    change({ op: "turnState", state: { id: "t", asks: true } });
    vi.advanceTimersByTime(frameMs);
    expect(posted).toEqual([
      [1, { op: "header", header }],
      [2, { op: "grow", text: "a" }, { op: "turnState", state: { id: "t", asks: true } }],
    ]);
    channel.acknowledge(2);
    for (let seq = 3; seq < 40; seq += 1) {
      grow("z");
      vi.advanceTimersByTime(frameMs);
      channel.acknowledge(seq);
    }
    expect(posted.slice(-5)).toEqual(["zz", "0z", "1z", "2z", "3z"]);
  });

  it("posts nothing where nothing has changed, and does not wait for it", () => {
    const { channel, posted, grow } = open();
    channel.changed();
    vi.advanceTimersByTime(frameMs);
    expect(posted).toEqual([]);
    grow("a");
    vi.advanceTimersByTime(1);
    expect(posted).toEqual(["1a"]);
  });

  it("is silent while the view is hidden, and begins with all of it when the next page is ready", () => {
    const { channel, host, posted, grow } = open();
    grow("a");
    host.visible = false;
    channel.visibilityChanged();
    vi.advanceTimersByTime(1_000);
    grow("b");
    channel.post("focusComposer", {});
    vi.advanceTimersByTime(1_000);
    expect(posted).toEqual([]);
    host.visible = true;
    channel.visibilityChanged();
    vi.advanceTimersByTime(1_000);
    expect(posted).toEqual([]);
    channel.pageReady();
    expect(posted).toMatchObject([{ type: "snapshot", payload: { seq: 0 } }]);
    grow("c");
    vi.advanceTimersByTime(frameMs);
    expect(posted.slice(1)).toEqual(["1c"]);
  });

  it("owes nothing from before a snapshot", () => {
    const { channel, posted, grow } = open();
    for (const text of ["a", "b", "c"]) {
      grow(text);
      vi.advanceTimersByTime(frameMs);
    }
    expect(posted).toHaveLength(2);
    channel.sendSnapshot();
    channel.acknowledge(1);
    grow("d");
    vi.advanceTimersByTime(frameMs);
    expect(posted.slice(2)).toMatchObject([{ type: "snapshot", payload: { seq: 2 } }, "3d"]);
  });
});
