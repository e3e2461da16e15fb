/** A conversation of 5,000 messages: opened on its last screen, and in the end all of it in the page. */
import { expect as see } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { harness, open, patch, turn } from "../openPage.ts";

const first = "Question 0:";
const last = "Answer 2499:";

const mounted = (): Promise<number> => harness.page.locator("agent37-turn").count();
const whenComplete = (): Promise<unknown> =>
  harness.page.waitForFunction(() => document.querySelectorAll("agent37-turn").length === 2500);
const distance = (): Promise<number> =>
  harness.page
    .getByRole("log")
    .evaluate((log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));
const selected = (): Promise<string> => harness.page.evaluate(() => String(document.getSelection()));

/** Opens the page so that nothing is mounted in idle time until `goOn` is called. */
async function openHalted(state?: unknown): Promise<() => Promise<void>> {
  await open("empty", { state });
  await harness.page.evaluate(() => {
    const waiting: (() => void)[] = [];
    const { scheduler } = window;
    const postTask = scheduler.postTask.bind(scheduler);
    scheduler.postTask = (task: () => unknown) => {
      waiting.push(() => void task());
      return Promise.resolve();
    };
    window.goOn = () => {
      scheduler.postTask = postTask;
      for (const task of waiting) task();
    };
  });
  const { largeScenes } = await import("../../../webviewHarness/scenes.ts");
  const snapshot = largeScenes["messages5000"];
  if (!snapshot) throw new Error("No scene");
  await harness.send({ type: "snapshot", payload: snapshot });
  return () => harness.page.evaluate(() => window.goOn());
}

/** Where an element was in each frame, from now on; in pixels from the top of the window. */
const watch = (id: string): Promise<void> =>
  harness.page.evaluate((id) => {
    window.places = [];
    const note = (): void => {
      const place = document.getElementById(id)?.getBoundingClientRect().top;
      window.places.push(Math.round(place ?? NaN));
      requestAnimationFrame(note);
    };
    note();
  }, id);
const places = async (): Promise<number[]> => [...new Set(await harness.page.evaluate(() => window.places))];

declare global {
  interface Window {
    goOn: () => void;
    places: number[];
    scheduler: { postTask: (task: () => unknown) => Promise<unknown> };
    find: (text: string) => boolean;
  }
}

describe("a long conversation", () => {
  it("opens on its last screen, and nothing moves there while the rest is mounted", async () => {
    const goOn = await openHalted();
    await see(harness.page.getByText(last)).toBeInViewport();
    expect(await distance()).toBeLessThanOrEqual(2);
    expect(await mounted()).toBeLessThan(40);
    await watch("many-2499");
    await goOn();
    await whenComplete();
    expect(await places()).toHaveLength(1);
    expect(await distance()).toBeLessThanOrEqual(2);
  });

  it("leaves the reader's place alone while the rest is mounted", async () => {
    const goOn = await openHalted();
    const { page } = harness;
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -3000);
    await see(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
    await page.waitForTimeout(300);
    const id = await page.evaluate(() => {
      const turns = [...document.querySelectorAll("agent37-turn")];
      return turns.find((turn) => turn.getBoundingClientRect().top > 100)?.id ?? "";
    });
    await watch(id);
    await goOn();
    await whenComplete();
    expect(await places()).toHaveLength(1);
  });

  it("scrolls up evenly, whatever heights were expected", async () => {
    await openHalted();
    const { page } = harness;
    await page.getByRole("log").hover();
    for (let step = 0; step < 25; step++) {
      const [id, before] = await page.evaluate(() => {
        const turns = [...document.querySelectorAll("agent37-turn")];
        const turn = turns.find((element) => element.getBoundingClientRect().bottom > 50);
        return [turn?.id ?? "", turn?.getBoundingClientRect().top ?? NaN] as const;
      });
      const place = (): Promise<number> =>
        page.evaluate((id) => document.getElementById(id)?.getBoundingClientRect().top ?? NaN, id);
      await page.mouse.wheel(0, -350);
      await see.poll(async () => Math.abs((await place()) - before - 350)).toBeLessThanOrEqual(1);
    }
    // Far above what was there at first.
    expect(await page.getByRole("log").evaluate((log) => log.scrollHeight - log.scrollTop)).toBeGreaterThan(
      8000,
    );
  });

  it("shows its beginning at once when asked for, and its end again", async () => {
    await openHalted();
    const { page } = harness;
    await page.getByRole("log").focus();
    await page.keyboard.press("Home");
    await see(page.getByText(first)).toBeInViewport();
    expect(await mounted()).toBeLessThan(500);
    await page.getByRole("button", { name: "Jump to latest" }).click();
    await see(page.getByText(last)).toBeInViewport();
    await see.poll(distance).toBeLessThanOrEqual(2);
  });

  it("comes back to a place far above after the view was disposed", async () => {
    const anchor = { turnId: "many-300", offset: 12 };
    const goOn = await openHalted({ viewId: "view-1", pageId: "page-1", anchor, rows: [] });
    const { page } = harness;
    const offset = (): Promise<number> =>
      page.evaluate(() => {
        const log = document.querySelector("[role=log]")?.getBoundingClientRect().top ?? NaN;
        return Math.round(log - (document.getElementById("many-300")?.getBoundingClientRect().top ?? NaN));
      });
    await see.poll(offset).toBe(12);
    await watch("many-300");
    await goOn();
    await whenComplete();
    expect(await offset()).toBe(12);
    expect(await places()).toHaveLength(1);
    await page.getByRole("button", { name: "Jump to latest" }).click();
    await see(page.getByText(last)).toBeInViewport();
  });

  it("follows a turn that comes", async () => {
    await openHalted();
    await patch({ op: "turn", turn: turn({ items: [{ id: "y", kind: "text", text: "It begins" }] }) });
    await patch({ op: "append", turnId: "t", itemId: "y", text: `, and goes on.${"\n\nMore.".repeat(50)}` });
    await see(harness.page.getByText("More.").last()).toBeInViewport();
    expect(await distance()).toBeLessThanOrEqual(2);
  });
});

describe("the whole text of a long conversation", () => {
  it("is found", async () => {
    await openHalted();
    const { page } = harness;
    await page.getByRole("log").focus();
    await page.keyboard.press("Control+f");
    expect(await page.evaluate((text) => window.find(text), first)).toBe(true);
    expect(await selected()).toBe(first);
  });

  it("is selected, by key and by command", async () => {
    await openHalted();
    const { page } = harness;
    await page.getByRole("log").focus();
    await page.keyboard.press("Control+a");
    expect(await selected()).toContain(first);
    expect(await selected()).toContain(last);

    await harness.page.context().close();
    await openHalted();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- VS Code's command for the page of a webview
    await harness.page.evaluate(() => document.execCommand("selectAll"));
    await see.poll(selected).toContain(first);
    expect(await selected()).toContain(last);
  });

  it("is selected from one press to another, and copied", async () => {
    await openHalted();
    const { page } = harness;
    await page.getByRole("log").evaluate((log) => (log.scrollTop = 0));
    await page.getByText(first).click({ position: { x: 1, y: 5 } });
    await page.getByRole("log").evaluate((log) => (log.scrollTop = log.scrollHeight));
    await page.getByText(last).click({ modifiers: ["Shift"] });
    expect(await selected()).toMatch(/^uestion 0:|^Question 0:/);
    await page.evaluate(() => {
      window.places = [];
      document.addEventListener("copy", () => window.places.push(String(document.getSelection()).length));
    });
    await page.keyboard.press("Control+c");
    expect((await places())[0]).toBeGreaterThan(200_000);
    await page.getByText(last).click();
    await see(page.locator(".whole")).toHaveCount(0);
  });

  it("is there without being asked for", async () => {
    const goOn = await openHalted();
    await goOn();
    await whenComplete();
    await see(harness.page.getByRole("article", { name: "You" })).toHaveCount(2500);
  });
});
