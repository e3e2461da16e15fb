/** What the chat page holds on a heap of its own: the same page without VS Code around it, in a plain Chromium. */
import { chromium } from "@playwright/test";
import { setTimeout as sleep } from "node:timers/promises";
import { growthOf } from "../../../src/protocol/growth.ts";
import { pack } from "../../../src/protocol/packed.ts";
import type { Patch, TurnView } from "../../../src/protocol/view.ts";
import { CHROMIUM_ARGS, ensureChromium } from "../../vscode/chromium.ts";
import { openHarness } from "../../webviewHarness/harness.ts";
import { scenes } from "../../webviewHarness/scenes.ts";
import type { Section } from "../table.ts";
import { mixedAnswer } from "../workloads.ts";
import { heapParts } from "./heapParts.ts";

const KB = 1024;
const MB = KB * KB;
/** Text that arrives in one frame, in UTF-16 units. */
const FRAME = 2 * KB;
const WARM_UP_KB = 32;
const ROUNDS = 3;

/** @param kb size of an answer */
export async function benchPageMemory(kb: number, log: (line: string) => void): Promise<Section> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: [...CHROMIUM_ARGS, "--enable-precise-memory-info"],
  });
  try {
    const { empty } = scenes;
    if (!empty) throw new Error("There is no empty scene");
    const harness = await openHarness(browser);
    const { page } = harness;
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    let seq = 0;
    let turns = 0;
    const patch = (...patches: Patch[]): Promise<void> =>
      harness.send({ type: "patches", payload: { seq: ++seq, patches } });
    const answer = async (size: number): Promise<void> => {
      turns += 1;
      const turn: TurnView = {
        id: `t${turns}`,
        input: "Hi",
        phase: { kind: "streaming" },
        stopping: false,
        asks: false,
        items: [{ id: "i", kind: "text", text: "" }],
      };
      await patch({ op: "turn", turn });
      const text = mixedAnswer(`memory ${turns}`, size * KB);
      const batches: unknown[] = [];
      for (let at = 0; at < text.length; at += FRAME)
        batches.push(pack({ type: "growth", payload: growthOf(++seq, text.slice(at, at + FRAME)) }));
      await page.evaluate(async (all) => {
        for (const data of all) {
          window.postMessage(data, "*");
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      }, batches);
      await patch({ op: "turnState", state: { id: turn.id, phase: { kind: "completed" } } });
    };
    const rows: { what: string; heap: number; data: number; dom: number; nodes: number }[] = [];
    const hold = async (what: string): Promise<void> => {
      // The harness keeps what the page has posted.
      await page.evaluate(() => window.harness.posted.splice(0));
      let [heap, dom, nodes] = [Infinity, Infinity, Infinity];
      for (let sample = 0; sample < 3; sample += 1) {
        await sleep(1_000);
        await session.send("HeapProfiler.collectGarbage");
        const usage = await session.send("Runtime.getHeapUsage");
        const { metrics } = await session.send("Performance.getMetrics");
        heap = Math.min(heap, usage.usedSize / MB);
        dom = Math.min(dom, usage.embedderHeapUsedSize / MB);
        nodes = Math.min(nodes, metrics.find(({ name }) => name === "Nodes")?.value ?? Infinity);
      }
      const { data } = await heapParts(session);
      rows.push({ what, heap, data, dom, nodes });
      log(`${what}: page ${heap.toFixed(1)} MB, data ${data.toFixed(2)} MB`);
    };
    await harness.send({ type: "snapshot", payload: { ...empty, seq } });
    await answer(WARM_UP_KB);
    await patch({ op: "turns", turns: [] });
    await hold("empty chat");
    for (let round = 1; round <= ROUNDS; round += 1) {
      await answer(kb);
      if (round === 1) await hold(`with an answer of ${kb} KB`);
      await patch({ op: "turns", turns: [] });
      await hold(`after ${round} of them`);
    }
    const [before] = rows;
    return {
      title: "Memory of the chat page alone",
      columns: [
        "state",
        "JS heap, MB",
        "of it data, MB",
        "compiled and the like, MB",
        "DOM, MB",
        "DOM nodes",
      ],
      rows: rows.map(({ what, heap, data, dom, nodes }) => [what, heap, data, heap - data, dom, nodes]),
      notes: [
        `The page in a Chromium without VS Code, after an answer of ${WARM_UP_KB} KB; each answer is another text.`,
        `What one answer leaves behind at first is code that the engine has compiled for it and the grammars of the languages in it; the text and the elements are not among it (${before?.nodes ?? 0} nodes when empty).`,
      ],
    };
  } finally {
    await browser.close();
  }
}
