/** What the chat holds: empty, with a long answer, and when that is closed, twice over. */
import { expect, type CDPSession } from "@playwright/test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Workbench } from "../../e2e/pages/workbench.ts";
import type { Section } from "../table.ts";
import { heapParts } from "./heapParts.ts";
import { startScene } from "./scene.ts";

interface Held {
  readonly what: string;
  /** JS heap of the window, in MB. */
  readonly window: number;
  /** What of it is neither compiled code nor what the engine has learned about it, in MB. */
  readonly data: number;
  /** What the browser holds for its DOM, in MB. */
  readonly dom: number;
  /** DOM nodes of the window. */
  readonly nodes: number;
  /** Heap of the extension host, in MB. */
  readonly host: number;
}

const MB = 2 ** 20;
const SAMPLES = 3;
const SHOWN_TIMEOUT_MS = 240_000;

/** @param kb size of the answer */
export async function benchMemory(kb: number, log: (line: string) => void): Promise<Section> {
  const scene = await startScene();
  try {
    const workbench = await scene.open();
    const chat = await workbench.openChat();
    const session = await workbench.page.context().newCDPSession(workbench.page);
    await session.send("Performance.enable");
    const hold = async (what: string): Promise<Held> => {
      const held = await measure(workbench, session, what);
      log(`${what}: window ${held.window.toFixed(1)} MB, extension host ${held.host.toFixed(1)} MB`);
      return held;
    };
    const answer = async (size: number): Promise<void> => {
      const before = (await scene.control.responses.list()).length;
      await chat.send(`big ${size}`);
      await expect.poll(async () => (await scene.control.responses.list()).length).toBe(before + 1);
      await scene.control.responses.finished((await scene.control.responses.list()).at(-1)?.id ?? "");
      await expect(chat.summary).toBeVisible({ timeout: SHOWN_TIMEOUT_MS });
    };
    const clear = async (): Promise<void> => {
      await workbench.execute("agent37.newChat");
      await expect(chat.conversation.locator("article")).toHaveCount(0);
    };
    // What is loaded on first use is loaded before the first look.
    await answer(32);
    await clear();
    await workbench.execute("workbench.action.closeSidebar");
    const without = await hold("without the view");
    await workbench.openChat();
    await answer(32);
    await clear();
    const all = [await hold("empty chat")];
    for (const [article, again] of [
      ["an", ""],
      ["another", " again"],
    ]) {
      await answer(kb);
      all.push(await hold(`with ${article} answer of ${kb} KB`));
      await clear();
      all.push(await hold(`after New Chat${again}`));
    }
    return section(without, all);
  } finally {
    await scene.close();
  }
}

/** The smallest of a few looks, each after a collection of garbage. */
async function measure(workbench: Workbench, session: CDPSession, what: string): Promise<Held> {
  let held = { what, window: Infinity, dom: Infinity, nodes: Infinity, host: Infinity };
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    await sleep(1_000);
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize, embedderHeapUsedSize } = await session.send("Runtime.getHeapUsage");
    const { metrics } = await session.send("Performance.getMetrics");
    const host = (await workbench.execute("agent37Bench.heap")) as number;
    held = {
      what,
      window: Math.min(held.window, usedSize / MB),
      dom: Math.min(held.dom, embedderHeapUsedSize / MB),
      nodes: Math.min(held.nodes, metrics.find(({ name }) => name === "Nodes")?.value ?? Infinity),
      host: Math.min(held.host, host / MB),
    };
  }
  return { ...held, data: (await heapParts(session)).data };
}

function section(without: Held, all: readonly Held[]): Section {
  const [before] = all;
  const view = ({ window }: Held): number => window - without.window;
  const data = (held: Held): number => held.data - without.data;
  const ratio = (value: (held: Held) => number, held: Held): number | undefined =>
    before && value(held) / value(before);
  return {
    title: "Memory in VS Code",
    columns: [
      "state",
      "JS heap of the view, MB",
      "against the empty chat",
      "of it data, MB",
      "data against the empty chat",
      "DOM of the view, MB",
      "DOM nodes",
      "heap of the extension host, MB",
      "host against the empty chat",
    ],
    rows: all.map((held) => [
      held.what,
      view(held),
      ratio(view, held),
      data(held),
      ratio(data, held),
      held.dom - without.dom,
      held.nodes - without.nodes,
      held.host,
      ratio(({ host }) => host, held),
    ]),
    notes: [
      `The view shares its heap with the window here, so its part is what the window has more than without the view (${without.window.toFixed(1)} MB); what the window compiles and loads meanwhile is in it, too.`,
      "Data: all but compiled code and what the engine has learned about it, by a snapshot of the heap.",
      "The extension host keeps a chat that no view shows any more, so that the user can go back to it: 20 of them at most.",
      `Each value is the smallest of ${SAMPLES} after a collection of garbage.`,
    ],
  };
}
