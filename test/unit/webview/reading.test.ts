/** Whoever reads is left alone: scroll position, selection and focus, in a real browser. */
import { expect as see, type Locator } from "@playwright/test";
import { describe, expect, it } from "vitest";
import type { ToolView } from "../../../src/protocol/view.ts";
import { streamingTurn } from "../../webviewHarness/scenes.ts";
import { harness, open, patch, turn } from "./openPage.ts";

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index}.`).join("\n\n");
const answer = (text: string) => turn({ items: [{ id: "x", kind: "text", text }] });
const append = (text: string): Promise<void> => patch({ op: "append", turnId: "t", itemId: "x", text });
const jump = (): Locator => harness.page.getByRole("button", { name: /^Jump to latest/ });
const top = (): Promise<number> => harness.page.getByRole("log").evaluate((log) => log.scrollTop);
const distance = (): Promise<number> =>
  harness.page
    .getByRole("log")
    .evaluate((log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));

describe("scroll yanked", () => {
  it("does not happen to whoever has scrolled up, while 200 deltas arrive", async () => {
    const { page } = await open("empty");
    await patch({ op: "turn", turn: answer(paragraphs(60)) });
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -300);
    await see(jump()).toBeVisible();
    await see.poll(distance).toBeGreaterThan(250);
    const before = await top();
    const read = page.getByText("Paragraph 45.");
    const place = await read.boundingBox();
    for (let batch = 0; batch < 20; batch++) {
      await patch(
        ...Array.from({ length: 10 }, (_, index) => ({
          op: "append" as const,
          turnId: "t",
          itemId: "x",
          text: `${batch}-${index} ${index % 3 === 0 ? "\n\n" : ""}`,
        })),
      );
    }
    await patch({ op: "turnState", state: turn({ phase: { kind: "completed" } }) });
    expect(await top()).toBe(before);
    expect(await read.boundingBox()).toEqual(place);
  });

  it("is prevented by one key up, and the end is found again", async () => {
    const { page } = await open("empty");
    await patch({ op: "turn", turn: answer(paragraphs(60)) });
    await page.getByRole("log").focus();
    await page.keyboard.press("ArrowUp");
    await see(jump()).toBeVisible();
    await append(paragraphs(10));
    expect(await distance()).toBeGreaterThan(100);
    await page.keyboard.press("End");
    await see(jump()).toHaveCount(0);
    await append(paragraphs(10));
    expect(await distance()).toBeLessThanOrEqual(2);
  });

  it("does not come from folding calls that are read", async () => {
    const { page } = await open("empty", { height: 400 });
    const call = (id: string): ToolView => ({
      id,
      kind: "tool",
      tool: "terminal",
      label: id,
      status: "completed",
    });
    const text = { id: "x", kind: "text", text: paragraphs(40) } as const;
    await patch({ op: "turn", turn: turn({ items: [text, call("c1"), call("c2")] }) });
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -20);
    await see(jump()).toBeVisible();
    const place = await page.getByText("c1", { exact: true }).boundingBox();
    await patch({ op: "item", turnId: "t", item: call("c3") });
    await see(page.getByText("c3", { exact: true })).toBeAttached();
    expect(await page.getByText("c1", { exact: true }).boundingBox()).toEqual(place);
    await see(jump()).toHaveText("Jump to latest (1 new)");
  });
});

describe("a row that is opened at the end of the transcript", () => {
  const call: ToolView = {
    id: "c",
    kind: "tool",
    tool: "terminal",
    label: "npm test",
    arguments: '{\n  "command": "npm test"\n}',
    status: "completed",
  };
  const head = (): Locator => harness.page.getByRole("button", { name: /npm test/ });
  const above = { id: "x", kind: "text", text: paragraphs(40) } as const;

  it("stays where it was pressed; the transcript does not follow its end any more", async () => {
    const { page } = await open("empty", { height: 600 });
    const below = { id: "y", kind: "text", text: paragraphs(8) } as const;
    await patch({ op: "turn", turn: turn({ items: [above, call, below] }) });
    await see.poll(distance).toBeLessThanOrEqual(2);
    const place = await head().boundingBox();
    await head().click();
    await see(page.getByText('"command"')).toBeInViewport();
    expect(await head().boundingBox()).toEqual(place);
    await see(jump()).toBeVisible();
    const before = await top();
    await patch({ op: "append", turnId: "t", itemId: "y", text: paragraphs(5) });
    expect(await top()).toBe(before);
    await jump().click();
    await see.poll(distance).toBeLessThanOrEqual(2);
  });

  it("comes into sight as a whole where it is the last, and the end is followed", async () => {
    const { page } = await open("empty", { height: 600 });
    await patch({ op: "turn", turn: turn({ items: [above, call] }) });
    await see.poll(distance).toBeLessThanOrEqual(2);
    await head().click();
    await see(page.getByText('"command"')).toBeInViewport({ ratio: 1 });
    await see.poll(distance).toBeLessThanOrEqual(2);
    await patch({ op: "item", turnId: "t", item: { id: "y", kind: "text", text: paragraphs(5) } });
    await see.poll(distance).toBeLessThanOrEqual(2);
    await see(jump()).toHaveCount(0);
  });
});

describe("the way back to the end", () => {
  it("counts the messages and items that have come meanwhile", async () => {
    const { page } = await open("empty");
    await patch({ op: "turn", turn: answer(paragraphs(60)) });
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -300);
    await see(jump()).toHaveText("Jump to latest");
    await append("More.");
    await see(jump()).toHaveText("Jump to latest");
    await patch(
      { op: "turnState", state: turn({ phase: { kind: "completed" } }) },
      { op: "turn", turn: { ...streamingTurn, id: "u" } },
      { op: "item", turnId: "u", item: { id: "y", kind: "text", text: "So" } },
    );
    await see(jump()).toHaveText("Jump to latest (3 new)");
    await jump().click();
    await see(jump()).toHaveCount(0);
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -300);
    await see(jump()).toHaveText("Jump to latest");
  });
});

describe("a selection", () => {
  it("in a finished block stays while text streams below", async () => {
    const { page } = await open("empty");
    await patch({ op: "turn", turn: answer("First **words** here.\n\nSecond.\n\n```ts\nlet a;") });
    await page.evaluate(() => {
      const block = document.querySelector("agent37-markdown p");
      if (block) document.getSelection()?.selectAllChildren(block);
    });
    for (let index = 0; index < 10; index++) await append(`\nlet a${index};`);
    await append("\n```\n\nEnd.\n");
    await patch({ op: "turnState", state: turn({ phase: { kind: "completed" } }) });
    expect(await page.evaluate(() => String(document.getSelection()))).toBe("First words here.");
  });

  it("in the paragraph that grows stays too", async () => {
    const { page } = await open("empty");
    await patch({ op: "turn", turn: answer("First **words** here") });
    await page.evaluate(() => {
      const block = document.querySelector("agent37-markdown p");
      if (block) document.getSelection()?.setBaseAndExtent(block, 0, block, 2);
    });
    for (let index = 0; index < 5; index++) await append(" and more");
    expect(await page.evaluate(() => String(document.getSelection()))).toBe("First words");
  });
});

describe("focus stolen", () => {
  const focused = (): Promise<string> =>
    harness.page.evaluate(
      () => document.activeElement?.getAttribute("role") ?? document.activeElement?.tagName ?? "",
    );

  it("does not happen on load or at the end of a turn", async () => {
    await open("streaming");
    expect(await focused()).toBe("BODY");
    await patch({ op: "turnState", state: { ...streamingTurn, phase: { kind: "completed" } } });
    expect(await focused()).toBe("BODY");
    await harness.page.getByRole("log").focus();
    await patch({ op: "turn", turn: turn({}) });
    await patch({ op: "turnState", state: turn({ phase: { kind: "completed" } }) });
    expect(await focused()).toBe("log");
  });
});
