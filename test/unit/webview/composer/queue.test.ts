/** The messages that wait, in a real browser. */
import axe from "axe-core";
import { expect as see, type Locator } from "@playwright/test";
import { describe, expect, it } from "vitest";
import type { QueuedView } from "../../../../src/protocol/view.ts";
import { harness, open, patch, posted } from "../openPage.ts";

const message = (id: string, text: string): QueuedView => ({ id, text, attachments: [], held: false });
const lint = message("a", "Run the linter");
const notes = message("b", "Write the notes");
const tag = message("c", "Tag it");

const item = (text: string): Locator =>
  harness.page.getByRole("listitem", { name: new RegExp(`^Queued message \\d of \\d: ${text}`) });
const button = (name: string): Locator => harness.page.getByRole("button", { name, exact: true });
const box = (): Locator => harness.page.getByRole("textbox", { name: "Message the agent" });
const edit = (): Locator => harness.page.getByRole("textbox", { name: "Edit the queued message" });
const show = (...messages: QueuedView[]): Promise<void> =>
  patch({ op: "queue", queue: { paused: false, messages } });

async function openQueue(): Promise<void> {
  await open("streaming");
  await show(lint, notes, tag);
}

async function violations(): Promise<string[]> {
  await harness.page.evaluate(axe.source);
  return harness.page.evaluate(async () => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const rules = { region: { enabled: false } };
    const results = await inPage.run(".dock", { rules, resultTypes: ["violations"] });
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

describe("the queue", () => {
  it("is a list whose entries say which message they are", async () => {
    await openQueue();
    const list = harness.page.getByRole("region", { name: "Queued messages" }).getByRole("list");
    await see(list.getByRole("listitem")).toHaveCount(3);
    await see(
      harness.page.getByRole("listitem", { name: "Queued message 2 of 3: Write the notes" }),
    ).toBeVisible();
    await button("Remove: Tag it").click();
    await button("Send Now: Write the notes").click();
    await button("Move Up: Write the notes").click();
    await button("Move Down: Run the linter").click();
    expect(await posted("queue")).toEqual([
      { id: "c", action: "remove" },
      { id: "b", action: "sendNow" },
      { id: "b", action: "up" },
      { id: "a", action: "down" },
    ]);
    await show();
    await see(harness.page.getByRole("region", { name: "Queued messages" })).toHaveCount(0);
  });

  it("is walked through and put in order with the keyboard", async () => {
    await openQueue();
    const { page } = harness;
    await item("Run the linter").focus();
    await page.keyboard.press("ArrowDown");
    await see(item("Write the notes")).toBeFocused();
    await page.keyboard.press("Alt+ArrowDown");
    await show(lint, tag, notes);
    await see(item("Write the notes")).toBeFocused();
    await page.keyboard.press("Alt+ArrowDown");
    await page.keyboard.press("Alt+ArrowUp");
    await show(lint, notes, tag);
    await page.keyboard.press("Alt+ArrowUp");
    await show(notes, lint, tag);
    await see(item("Write the notes")).toBeFocused();
    expect(await posted("queue")).toEqual([
      { id: "b", action: "down" },
      { id: "b", action: "up" },
      { id: "b", action: "up" },
    ]);
    await see(page.getByText("Moved to place 1 of 3")).toHaveCount(1);
  });

  it("keeps the focus on a button whose message has come to the end", async () => {
    await openQueue();
    await button("Move Up: Write the notes").focus();
    await harness.page.keyboard.press("Enter");
    await show(notes, lint, tag);
    await see(button("Move Up: Write the notes")).toBeFocused();
    await see(button("Move Up: Write the notes")).toHaveAttribute("aria-disabled", "true");
    await harness.page.keyboard.press("Enter");
    expect(await posted("queue")).toHaveLength(1);
  });

  it("leaves the focus with the next message when one goes, and with the text after the last", async () => {
    await openQueue();
    const { page } = harness;
    await button("Remove: Write the notes").focus();
    await page.keyboard.press("Enter");
    await show(lint, tag);
    await see(item("Tag it")).toBeFocused();
    await page.keyboard.press("Delete");
    await show(lint);
    await see(item("Run the linter")).toBeFocused();
    // It goes out by itself.
    await show();
    await see(box()).toBeFocused();
    expect(await posted("queue")).toEqual([
      { id: "b", action: "remove" },
      { id: "c", action: "remove" },
    ]);
  });

  it("does not take the focus from the text when it changes", async () => {
    await openQueue();
    await box().fill("And");
    await show(notes);
    await show(notes, tag);
    await harness.page.keyboard.type(" so on");
    await see(box()).toHaveValue("And so on");
  });

  it("holds a message while it is edited, and saves it with Enter", async () => {
    await openQueue();
    const { page } = harness;
    await item("Write the notes").focus();
    await page.keyboard.press("Enter");
    await see(edit()).toBeFocused();
    await see(edit()).toHaveValue("Write the notes");
    await show(lint, { ...notes, held: true }, tag);
    await page.keyboard.type(", short");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("ones");
    await see(edit()).toHaveValue("Write the notes, short\nones");
    expect(await violations()).toEqual([]);
    await page.keyboard.press("Enter");
    expect(await posted("queue")).toEqual([{ id: "b", action: "hold" }]);
    expect(await posted("queueText")).toEqual([{ id: "b", text: "Write the notes, short\nones" }]);
    await show(lint, message("b", "Write the notes, short\nones"), tag);
    await see(edit()).toHaveCount(0);
    await see(item("Write the notes, short ones")).toBeFocused();
    expect(await posted("send")).toEqual([]);
  });

  it("gives a message back unchanged with Escape or Cancel", async () => {
    await openQueue();
    const { page } = harness;
    await button("Edit: Tag it").click();
    await page.keyboard.type("?");
    await page.keyboard.press("Escape");
    await see(edit()).toHaveCount(0);
    await see(item("Tag it")).toBeFocused();
    await button("Edit: Tag it").click();
    await see(edit()).toHaveValue("Tag it");
    await button("Cancel: Tag it").click();
    expect(await posted("queue")).toEqual([
      { id: "c", action: "hold" },
      { id: "c", action: "release" },
      { id: "c", action: "hold" },
      { id: "c", action: "release" },
    ]);
    expect([await posted("queueText"), await posted("stop")]).toEqual([[], []]);
  });

  it("leaves Enter and Escape of an input method alone, and saves no empty message", async () => {
    await openQueue();
    await button("Edit: Tag it").click();
    for (const key of ["Enter", "Escape"]) {
      await edit().evaluate((area, pressed) => {
        const init = { key: pressed, keyCode: 229, isComposing: true, bubbles: true, cancelable: true };
        area.dispatchEvent(new KeyboardEvent("keydown", init));
      }, key);
    }
    await see(edit()).toBeVisible();
    await edit().fill("  ");
    await edit().press("Enter");
    await see(edit()).toBeVisible();
    await see(button("Save: Tag it")).toBeDisabled();
    expect(await posted("queueText")).toEqual([]);
  });

  it("lets the messages go that were being edited when the page goes away", async () => {
    await openQueue();
    await button("Edit: Tag it").click();
    await harness.page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
    expect((await posted("queue")).at(-1)).toEqual({ id: "c", action: "release" });
  });

  it("says that it waits after a turn that did not finish, and goes on when told", async () => {
    const { page } = await open("paused");
    await see(page.getByText("The last turn did not finish. Queued messages wait.")).toBeVisible();
    await page.getByRole("button", { name: "Resume" }).click();
    expect(await posted("queueResume")).toEqual([{}]);
    await show(notes);
    await see(page.getByRole("button", { name: "Resume" })).toHaveCount(0);
    await see(box()).toBeFocused();
  });
});
