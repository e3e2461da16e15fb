/** The page of reports, in a real browser. */
import { expect as see } from "@playwright/test";
import { type Browser, chromium } from "@playwright/test";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { loadAxe, violations } from "../../axe.ts";
import { CHROMIUM_ARGS, ensureChromium } from "../../vscode/chromium.ts";
import { openReport, type ReportHarness } from "../../webviewHarness/reportHarness.ts";
import { byDay, full, reports } from "../../webviewHarness/reportScenes.ts";
import type { Theme } from "../../webviewHarness/themes.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
let harness: ReportHarness;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_ARGS] });
}, 180_000);
afterAll(() => browser.close());
afterEach(async () => {
  expect(harness.complaints).toEqual([]);
  await harness.page.context().close();
});

async function open(report = full, options?: Parameters<typeof openReport>[1]): Promise<ReportHarness> {
  harness = await openReport(browser, options);
  await harness.show(report);
  return harness;
}

describe("the page of reports", () => {
  it("asks for its report and keeps what it shows for a reload", async () => {
    const { posted, state } = await open();
    expect(await posted()).toEqual([{ type: "ready" }]);
    expect(await state()).toEqual({ command: "agent37.showSpend", instanceId: "demo" });
  });

  it("shows title, figures and charts, each with the same figures as a table for everybody", async () => {
    const { page } = await open();
    await see(page.getByRole("heading", { level: 1 })).toHaveText("Spend of Demo agent");
    await see(page.locator(".fact").first()).toHaveText(/Spent this month\s*\$31\.36 \(82%\)/);
    const days = page.getByRole("region", { name: byDay.title, exact: true });
    await see(days.getByRole("table")).toBeHidden();
    await days.getByText("Show as Table").click();
    await see(days.getByRole("row")).toHaveCount(31);
    await see(days.getByRole("row").nth(3)).toHaveText(/^\s*Nov 3\s*\$0\.25\s*\$0\.43\s*$/);
    await see(days.getByRole("columnheader")).toHaveText(["Day", "Language models", "Computer"]);
  });

  it.each([340, 620, 900])("cuts no label of an axis at %i pixels", async (width) => {
    const labels = Array.from({ length: 24 }, (_, index) => `Nov 12, ${String(index).padStart(2, "0")}:00`);
    const series = [{ name: "CPU", values: labels.map(() => 1), texts: labels.map(() => "1") }];
    const { page } = await open({
      ...full,
      charts: [{ ...byDay, kind: "line", labels, shortLabels: labels, series, columns: [] }],
    });
    await page.setViewportSize({ width, height: 600 });
    const ends = (): Promise<number> =>
      page.locator("text.tick.middle").evaluateAll((texts) =>
        Math.max(
          ...texts.map((text) => {
            const edge = text.closest("svg")?.getBoundingClientRect().right ?? 0;
            return text.getBoundingClientRect().right - edge;
          }),
        ),
      );
    await see.poll(ends).toBeLessThanOrEqual(0);
  });

  it("keeps an open table and the focus when figures come", async () => {
    const { page, show } = await open();
    const days = page.getByRole("region", { name: byDay.title, exact: true });
    await days.getByText("Show as Table").click();
    await page.getByRole("button", { name: "Refresh" }).focus();
    await show({ ...full, isBusy: true, subtitle: "December 2026" });
    await see(days.getByRole("table")).toBeVisible();
    await see(page.getByRole("button", { name: "Refresh" })).toBeFocused();
    await see(page.getByRole("status").filter({ hasText: "December 2026" })).toBeVisible();
    await see(page.getByRole("main")).toHaveAttribute("aria-busy", "true");
  });

  it("tells which button was pressed, unless it cannot be used now", async () => {
    const { page, posted } = await open();
    await page.getByRole("button", { name: "Next Month" }).click({ force: true });
    await page.getByRole("button", { name: "Next Month" }).press("Enter");
    await page.getByRole("button", { name: "Previous Month" }).click();
    expect((await posted()).slice(1)).toEqual([{ type: "action", id: "previousMonth" }]);
  });

  it("names a button of which only the icon is shown", async () => {
    const { page } = await open();
    const button = page.getByRole("button", { name: "Previous Month", exact: true });
    await see(button).toHaveText(/^\s*$/);
    await see(button).toHaveAttribute("title", "Previous Month");
    await see(page.getByRole("button", { name: "Raise Spend Cap" })).toHaveText(/Raise Spend Cap/);
  });

  it("goes from point to point with the keyboard, and tells each one whole", async () => {
    const { page } = await open();
    const days = page.getByRole("region", { name: byDay.title, exact: true });
    // One stop for Tab, whatever the number of points.
    await see(days.locator(".point[tabindex='0']")).toHaveCount(1);
    await days.locator(".point[tabindex='0']").focus();
    const focused = page.locator(".point:focus");
    await see(focused).toHaveAccessibleName("Nov 1, Language models: $1.00, Computer: $0.43");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await see(focused).toHaveAccessibleName(/^Nov 3,/);
    await see(page.locator(".tip")).toHaveText(/Nov 3\s*Language models: \$0\.25\s*Computer: \$0\.43/);
    await page.keyboard.press("Escape");
    await see(page.locator(".tip")).toHaveCount(0);
    await page.keyboard.press("End");
    await see(focused).toHaveAccessibleName(/^Nov 30,/);
    await page.keyboard.press("PageUp");
    await see(focused).toHaveAccessibleName(/^Nov 27,/);
    await page.keyboard.press("Home");
    await see(focused).toHaveAccessibleName(/^Nov 1,/);
    // The stop for Tab is drawn a frame later.
    await see(days.locator(".point[tabindex='0']")).toBeFocused();
    await page.keyboard.press("Tab");
    await see(page.locator(".tip")).toHaveCount(0);
    await page.keyboard.press("Shift+Tab");
    await see(focused).toHaveAccessibleName(/^Nov 1,/);
  });

  it("shows a tip where the pointer is, within the page", async () => {
    const { page } = await open();
    const last = page.getByRole("region", { name: byDay.title, exact: true }).locator(".point").last();
    await last.hover();
    const tip = page.locator(".tip");
    await see(tip).toContainText("Nov 30");
    const box = await tip.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(900);
    await page.mouse.move(5, 5);
    await see(tip).toHaveCount(0);
  });

  it("draws stacks in proportion", async () => {
    const { page } = await open();
    const bars = page
      .getByRole("region", { name: byDay.title, exact: true })
      .locator(".point")
      .first()
      .locator(".bar");
    const heights = await bars.evaluateAll((elements) =>
      elements.map((element) => element.getBoundingClientRect().height),
    );
    expect((heights[0] ?? 0) / (heights[1] ?? 1)).toBeCloseTo(1 / 0.43, 1);
  });

  it("leaves a gap in a curve where a figure is missing", async () => {
    const { page } = await open();
    const curve = page.getByRole("region", { name: "CPU" }).locator(".curve");
    expect((await curve.getAttribute("d"))?.match(/M/g)).toHaveLength(2);
  });

  it("says in words that there is nothing, that it reads, and what failed", async () => {
    const { page, show } = await open(reports["empty"]);
    await see(page.getByText("Nothing was spent in November 2026.")).toBeVisible();
    await see(page.getByRole("img")).toHaveCount(0);
    await show(reports["reading"] ?? full);
    await see(page.getByRole("status").filter({ hasText: "Reading…" })).toBeVisible();
    await show(reports["failed"] ?? full);
    await see(page.getByRole("alert")).toContainText("did not answer in time");
  });

  it("shows texts of foreign origin as they are", async () => {
    const name = '<img src=x onerror="alert(1)">';
    const { page } = await open({ ...full, title: name, charts: [{ ...byDay, title: name }] });
    await see(page.getByRole("heading", { level: 1 })).toHaveText(name);
    await see(page.locator("img")).toHaveCount(0);
  });

  it.each<Theme>(["dark", "light", "highContrast", "highContrastLight"])(
    "has no accessibility defects: %s",
    async (theme) => {
      const { page, show } = await open(full, { theme });
      await loadAxe(page);
      for (const [scene, report] of Object.entries(reports)) {
        await show(report);
        expect(await violations(page), scene).toEqual([]);
      }
      await show(full);
      for (const toggle of await page.getByText("Show as Table").all()) await toggle.click();
      await page.locator(".point").first().focus();
      expect(await violations(page), "tables and a tip").toEqual([]);
    },
  );

  // 320 pixels are also what 640 leave at a zoom of 200 %.
  it.each([320, 640])("fits into %s pixels without scrolling sideways", async (width) => {
    const { page } = await open(full, { width });
    for (const toggle of await page.getByText("Show as Table").all()) await toggle.click();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
  });

  it("stands still for those who want less motion", async () => {
    const { page } = await open(reports["busy"], { reducedMotion: "reduce" });
    const animation = await page
      .locator(".progress")
      .evaluate((element) => getComputedStyle(element, "::after").animationName);
    expect(animation).toBe("none");
  });
});
