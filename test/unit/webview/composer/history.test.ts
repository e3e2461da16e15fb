/** Up and Down in the text, in a real browser. */
import { expect as see, type Locator } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { harness, open, patch, posted, turn } from "../openPage.ts";

const box = (): Locator => harness.page.getByRole("textbox", { name: "Message the agent" });
const first = "Which port does the server use, and where is it set?";
const second = "Now switch it to 9090 and run the tests.";

describe("the history of the composer", () => {
  it("recalls what the user has said, newest first, and comes back to the draft", async () => {
    await open("streaming");
    await box().fill("My draft");
    // To the beginning first: a key too many does not take a draft away that is being written.
    await box().press("ArrowUp");
    await see(box()).toHaveValue("My draft");
    await box().press("ArrowUp");
    await see(box()).toHaveValue(second);
    await box().press("ArrowUp");
    await see(box()).toHaveValue(first);
    await box().press("ArrowUp");
    await see(box()).toHaveValue(first);
    await box().press("ArrowDown");
    await see(box()).toHaveValue(second);
    await box().press("ArrowDown");
    await see(box()).toHaveValue("My draft");
    await box().press("ArrowDown");
    await see(box()).toHaveValue("My draft");
    // What was only looked at is no draft: another page begins with what was written.
    const drafts = async (): Promise<ReadonlySet<string>> =>
      new Set((await posted("draft")).map((draft) => (draft as { text: string }).text));
    await see.poll(drafts).toEqual(new Set(["My draft"]));
  });

  it("has what was sent from this page, and makes a draft of what is edited", async () => {
    await open("streaming");
    await box().fill("Queued one");
    await box().press("Enter");
    await box().press("ArrowUp");
    await see(box()).toHaveValue("Queued one");
    await box().pressSequentially("!");
    await box().press("Home");
    await box().press("ArrowUp");
    await see(box()).toHaveValue("Queued one");
    await box().press("ArrowDown");
    await see(box()).toHaveValue("Queued one!");
    await see.poll(async () => (await posted("draft")).at(-1)).toEqual({ text: "Queued one!" });
  });

  it("gives the draft back when an earlier message is sent again", async () => {
    await open("finished");
    await box().fill("Half a thought");
    await box().press("Home");
    await box().press("ArrowUp");
    await see(box()).toHaveValue(first);
    await box().press("Enter");
    await see(box()).toHaveValue("Half a thought");
    expect(await posted("send")).toEqual([{ text: first, stopFirst: false }]);
  });

  it("lets the caret move through several lines before it acts", async () => {
    const { page } = await open("empty");
    await patch({
      op: "turn",
      turn: turn({ id: "a", input: "One\nTwo\nThree", phase: { kind: "completed" } }),
    });
    await patch({
      op: "turn",
      turn: turn({ id: "b", input: "x ".repeat(60), phase: { kind: "completed" } }),
    });
    await box().fill("1\n2");
    await box().press("ArrowUp");
    await box().press("ArrowUp");
    await page.waitForTimeout(50);
    await see(box()).toHaveValue("1\n2");
    await box().press("ArrowUp");
    await see(box()).toHaveValue("x ".repeat(60));
    await box().press("ArrowUp");
    await see(box()).toHaveValue("One\nTwo\nThree");
    // It is shown with the caret above it; Down goes through its lines first.
    await box().press("ArrowDown");
    await box().press("ArrowDown");
    await page.waitForTimeout(50);
    await see(box()).toHaveValue("One\nTwo\nThree");
    await box().press("Control+End");
    await box().press("ArrowDown");
    await see(box()).toHaveValue("x ".repeat(60));
  });

  it("leads to the edge first where the system does not", async () => {
    await open("finished");
    await box().fill("abc");
    const press = (key: string): Promise<void> =>
      // The browser does nothing by itself about a key that no one has pressed.
      box().evaluate((area, name) => {
        area.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
      }, key);
    const caret = (): Promise<number> => box().evaluate((area: HTMLTextAreaElement) => area.selectionStart);
    await box().press("ArrowLeft");
    await press("ArrowDown");
    await see.poll(caret).toBe(3);
    await press("ArrowUp");
    await see.poll(caret).toBe(0);
    await see(box()).toHaveValue("abc");
    await press("ArrowUp");
    await see(box()).toHaveValue(first);
  });

  it("leaves a selection, a modified key and an input method alone", async () => {
    const { page } = await open("finished");
    await box().fill("abc");
    await box().press("Control+A");
    await box().press("ArrowUp");
    await page.waitForTimeout(50);
    await see(box()).toHaveValue("abc");
    await box().press("Shift+ArrowUp");
    await page.waitForTimeout(50);
    await see(box()).toHaveValue("abc");
    await box().fill("");
    await box().evaluate((area) => {
      const init = { key: "ArrowUp", keyCode: 229, isComposing: true, bubbles: true, cancelable: true };
      area.dispatchEvent(new KeyboardEvent("keydown", init));
    });
    await page.waitForTimeout(50);
    await see(box()).toHaveValue("");
  });

  it("is another one in another chat", async () => {
    const { send } = await open("empty");
    await box().fill("Said here");
    await box().press("Enter");
    await send({ type: "setDraft", payload: { text: "", revision: 1 } });
    await box().press("ArrowUp");
    await see(box()).toHaveValue("");
  });
});
