/** A page in a real browser for the tests of a file, and what they do with it. */
import { type Browser, chromium } from "@playwright/test";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { growthOf } from "../../../src/protocol/growth.ts";
import type { Patch, TurnView } from "../../../src/protocol/view.ts";
import { CHROMIUM_ARGS, ensureChromium } from "../../vscode/chromium.ts";
import { type Harness, type HarnessOptions, openHarness } from "../../webviewHarness/harness.ts";
import { largeScenes, scenes } from "../../webviewHarness/scenes.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
/** The page that was opened last. */
export let harness: Harness;
/** Number of the last batch that was sent. */
let seq = 0;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_ARGS] });
}, 180_000);
afterAll(() => browser.close());
afterEach(async () => {
  expect(harness.complaints).toEqual([]);
  await harness.page.context().close();
});

/** Opens a page that shows a scene. */
export async function open(scene: string, options?: HarnessOptions): Promise<Harness> {
  const snapshot = scenes[scene] ?? largeScenes[scene];
  if (!snapshot) throw new Error(`No scene ${scene}`);
  harness = await openHarness(browser, options);
  seq = 0;
  await harness.send({ type: "snapshot", payload: snapshot });
  return harness;
}

/** Sends the next batch. */
export const patch = (...patches: Patch[]): Promise<void> =>
  harness.send({ type: "patches", payload: { seq: ++seq, patches } });

/** Sends the next batch, which is text for the item that grows. */
export const grow = (text: string): Promise<void> =>
  harness.send({ type: "growth", payload: growthOf(++seq, text) });

/** Sends all of it again, with these turns. */
export async function snapshot(turns: readonly TurnView[]): Promise<void> {
  const { empty } = scenes;
  if (empty) await harness.send({ type: "snapshot", payload: { ...empty, seq, turns } });
}

/** Loses a few batches on their way. */
export const lose = (batches: number): void => void (seq += batches);

/** What the view has posted of one type. */
export const posted = async (type: string): Promise<unknown[]> =>
  (await harness.posted()).filter((message) => message.type === type).map(({ payload }) => payload);

export const turn = (changes: Partial<TurnView>): TurnView => ({
  id: "t",
  input: "Hi",
  phase: { kind: "streaming" },
  stopping: false,
  asks: false,
  items: [],
  ...changes,
});
