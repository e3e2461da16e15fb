/** What must hold for every state of the page, in a real browser. */
import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { loadAxe, violations } from "../../axe.ts";
import { CHROMIUM_ARGS, ensureChromium } from "../../vscode/chromium.ts";
import { type Harness, type HarnessOptions, openHarness } from "../../webviewHarness/harness.ts";
import { scenes } from "../../webviewHarness/scenes.ts";
import type { Theme } from "../../webviewHarness/themes.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

let browser: Browser;
let harness: Harness;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_ARGS] });
}, 180_000);
afterAll(() => browser.close());
afterEach(async () => {
  expect(harness.complaints).toEqual([]);
  await harness.page.context().close();
});

async function open(options: HarnessOptions): Promise<Harness> {
  harness = await openHarness(browser, options);
  return harness;
}

describe("every scene", () => {
  it("fits into 200 pixels without scrolling sideways", async () => {
    const { page, send } = await open({ width: 200 });
    for (const [scene, snapshot] of Object.entries(scenes)) {
      await send({ type: "snapshot", payload: snapshot });
      const overflow = await page.evaluate(() => {
        const log = document.querySelector("[role=log]") ?? document.body;
        return Math.max(log.scrollWidth - log.clientWidth, document.body.scrollWidth - innerWidth);
      });
      expect(overflow, scene).toBe(0);
    }
  });

  it.each<Theme>(["dark", "light", "highContrast", "highContrastLight"])(
    "has no accessibility defects: %s",
    async (theme) => {
      const { page, send } = await open({ theme });
      await loadAxe(page);
      for (const [scene, snapshot] of Object.entries(scenes)) {
        await send({ type: "snapshot", payload: snapshot });
        expect(await violations(page), scene).toEqual([]);
        if (await openAll(page)) expect(await violations(page), `${scene}, all open`).toEqual([]);
      }
    },
  );
});

/** Opens whatever is closed in the transcript, and rows within it, and shows what only the pointer brings out. */
async function openAll(page: Page): Promise<boolean> {
  const closed = page.locator(".transcript :is(button[aria-expanded=false], details:not([open]) > summary)");
  let opened = false;
  for (let count = await closed.count(); count > 0; count = await closed.count()) {
    await closed.evaluateAll((elements) => {
      for (const element of elements) (element as HTMLElement).click();
    });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20))));
    opened = true;
  }
  await page.locator(".messageActions button").evaluateAll(([first]) => {
    if (first instanceof HTMLElement) first.focus();
  });
  return opened;
}
