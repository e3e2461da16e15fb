/** The colors of code, in a real browser. */
import { expect as see, type Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { themes } from "../../webviewHarness/themes.ts";
import { open, patch, turn } from "./openPage.ts";

const fence = (code: string, language = "ts"): string => `\`\`\`${language}\n${code}\`\`\`\n`;
const line = "const value = compute(`a ${1} b`); // for a reason\n";

/** Shows a finished answer. */
async function answer(text: string): Promise<Page> {
  const { page } = await open("empty");
  await patch({
    op: "turn",
    turn: turn({ phase: { kind: "completed" }, items: [{ id: "x", kind: "text", text }] }),
  });
  return page;
}

const spans = (page: Page, block: number): Promise<number> =>
  page.locator(".codeBlock").nth(block).locator("[class^=hljs-]").count();

describe("code", () => {
  it("is colored when it is about to be seen, and its text stays the same", async () => {
    const page = await answer(`${fence(line)}\n${"Text\n\n".repeat(200)}\n${fence(line.repeat(200))}`);
    const last = page.locator(".codeBlock").nth(1);
    await see(last.locator(".hljs-keyword").first()).toHaveText("const");
    expect(await spans(page, 0)).toBe(0);
    await page.getByRole("log").evaluate((log) => (log.scrollTop = 0));
    await see.poll(() => spans(page, 0)).toBe(5);
    await see.poll(() => spans(page, 1)).toBeGreaterThanOrEqual(200 * 5);
    expect(await last.locator("code").evaluate((code) => code.textContent)).toBe(line.repeat(200));
  });

  it("is colored in the theme's colors, also when the theme changes", async () => {
    const page = await answer(fence(line));
    const keyword = page.locator(".hljs-keyword");
    const color = (): Promise<string> => keyword.evaluate((element) => getComputedStyle(element).color);
    await see(keyword).toBeVisible();
    const before = await color();
    await page.evaluate(({ bodyClass, variables }) => {
      document.body.className = bodyClass;
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      }
    }, themes.light);
    await see.poll(color).not.toBe(before);
  });

  it("keeps what the user has selected in it, and is colored afterwards", async () => {
    const { page } = await open("empty");
    await patch({
      op: "turn",
      turn: turn({ items: [{ id: "x", kind: "text", text: `\`\`\`ts\n${line}` }] }),
    });
    await page.evaluate(() => {
      const code = document.querySelector(".codeBlock code");
      const text = code && document.createTreeWalker(code, NodeFilter.SHOW_TEXT).nextNode();
      if (text) document.getSelection()?.setBaseAndExtent(text, 6, text, 11);
    });
    await patch({ op: "append", turnId: "t", itemId: "x", text: "```\n\nEnd" });
    await patch({ op: "turnState", state: turn({ phase: { kind: "completed" } }) });
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => String(document.getSelection()))).toBe("value");
    expect(await spans(page, 0)).toBe(0);
    await page.evaluate(() => document.getSelection()?.removeAllRanges());
    await see(page.locator(".hljs-keyword")).toHaveText("const");
  });

  it("of more than 100 KB is colored when the user asks for it", async () => {
    const code = line.repeat(2200);
    const page = await answer(fence(code));
    const button = page.getByRole("button", { name: "Color Code" });
    await see(button).toBeVisible();
    expect(await spans(page, 0)).toBe(0);
    await button.focus();
    await page.keyboard.press("Enter");
    await see(page.getByText("Code colored")).toHaveCount(1, { timeout: 20_000 });
    await see(button).toHaveCount(0);
    // The user stays at the block.
    await see(page.locator(".codeBlock pre")).toBeFocused();
    expect(await spans(page, 0)).toBeGreaterThanOrEqual(2200 * 5);
    expect(await page.locator("pre code").evaluate((element) => element.textContent)).toBe(code);
  });

  it("of a language that nobody knows stays plain, however long it is", async () => {
    const page = await answer(`${fence("let a\n".repeat(20_000), "klingon")}\n${fence(line)}`);
    await see(page.locator(".hljs-keyword")).toHaveText("const");
    await see(page.getByRole("button", { name: "Color Code" })).toHaveCount(0);
    expect(await spans(page, 0)).toBe(0);
  });
});
