/** Fonts, widths and motion, in a real browser. */
import { expect as see, type Locator } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { header, scenes } from "../../webviewHarness/scenes.ts";
import { open, patch, turn } from "./openPage.ts";

const fontSize = (locator: Locator): Promise<number> =>
  locator.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));

describe("the font of the editor's chats", () => {
  it("scales text, headings, code and icons, also when it changes", async () => {
    const { page } = await open("empty");
    const text = "# Title\n\nText\n\n```ts\nlet a;\n```";
    await patch({ op: "turn", turn: turn({ items: [{ id: "x", kind: "text", text }] }) });
    const parts = [
      page.getByRole("heading", { name: "Title" }),
      page.getByText("Text", { exact: true }),
      page.locator("pre code"),
      page.locator(".copyCode .codicon"),
      page.getByRole("textbox"),
    ];
    const before = await Promise.all(parts.map(fontSize));
    await patch({ op: "header", header: { ...header, font: { size: 26, family: '"DejaVu Serif", serif' } } });
    await see.poll(() => Promise.all(parts.map(fontSize))).toEqual(before.map((size) => size * 2));
    await see(page.getByText("Text", { exact: true })).toHaveCSS("font-family", '"DejaVu Serif", serif');
    await patch({ op: "header", header });
    await see.poll(() => Promise.all(parts.map(fontSize))).toEqual(before);
    await see(page.getByText("Text", { exact: true })).not.toHaveCSS("font-family", '"DejaVu Serif", serif');
  });

  it("holds at every zoom", async () => {
    const { page, send } = await open("code");
    // To the page, a zoom is another width in its own pixels.
    for (const width of [760, 380, 190]) {
      await page.setViewportSize({ width, height: 500 });
      for (const scene of ["code", "sentAttachments", "toolRuns", "failed", "question"]) {
        const snapshot = scenes[scene] ?? expect.unreachable();
        await send({ type: "snapshot", payload: snapshot });
        const overflow = await page.getByRole("log").evaluate((log) => log.scrollWidth - log.clientWidth);
        expect(overflow, `${scene} at ${width}`).toBe(0);
      }
    }
  });
});

describe("what is wide", () => {
  it("scrolls inside its own block", async () => {
    const { page } = await open("longCode", { width: 260 });
    const code = page.locator("pre");
    expect(await code.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(
      100,
    );
    await see(code).toHaveAttribute("tabindex", "0");
    await patch({ op: "turns", turns: scenes["code"]?.turns ?? [] });
    const table = page.locator(".tableBlock");
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(
      50,
    );
    await see(table).toHaveAttribute("tabindex", "0");
  });

  it("leaves every button of a code block within reach", async () => {
    const { page } = await open("code", { width: 200 });
    for (const button of await page.locator(".codeAction:visible").all()) {
      const box = await button.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 200).toBe(true);
    }
  });
});

describe("less motion", () => {
  it("stops what turns and glows", async () => {
    const { page } = await open("streaming");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await see(page.locator(".shimmer")).toHaveCSS("animation-name", "none");
  });
});
