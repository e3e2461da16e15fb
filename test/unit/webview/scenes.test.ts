/** What must hold for every state of the page, in a real browser. */
import axe from "axe-core";
import { type Browser, chromium } from "@playwright/test";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { CHROMIUM_ARGS, ensureChromium } from "../../vscode/chromium.ts";
import { type Harness, type HarnessOptions, openHarness } from "../../webviewHarness/harness.ts";
import { scenes } from "../../webviewHarness/scenes.ts";
import type { Theme } from "../../webviewHarness/themes.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

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

  it.each<Theme>(["dark", "light", "highContrast"])("has no accessibility defects: %s", async (theme) => {
    const { page, send } = await open({ theme });
    await page.evaluate(axe.source);
    for (const [scene, snapshot] of Object.entries(scenes)) {
      await send({ type: "snapshot", payload: snapshot });
      const violations = await page.evaluate(async () => {
        const { axe: inPage } = window as unknown as { axe: typeof axe };
        // A view inside VS Code's workbench is not a page with landmarks and a title of its own.
        const outOfScope = ["region", "landmark-one-main", "page-has-heading-one", "document-title"];
        const rules = Object.fromEntries(outOfScope.map((rule) => [rule, { enabled: false }]));
        const results = await inPage.run(document, { rules, resultTypes: ["violations"] });
        return results.violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => `${id}: ${node.html.slice(0, 150)} ${node.failureSummary ?? ""}`),
        );
      });
      expect(violations, scene).toEqual([]);
    }
  });
});
