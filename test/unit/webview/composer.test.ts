/** Writing, and where the focus is, in a real browser. */
import { expect as see, type Locator } from "@playwright/test";
import { describe, expect, it } from "vitest";
import type { TurnState } from "../../../src/protocol/view.ts";
import { dials } from "../../webviewHarness/composerScenes.ts";
import { streamingTurn } from "../../webviewHarness/scenes.ts";
import { harness, open, patch, posted, turn } from "./openPage.ts";

describe("the composer", () => {
  it("has one text box and one Send button, and sends with Enter", async () => {
    const { page } = await open("empty");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    const send = page.getByRole("button", { name: "Send", exact: true });
    await see(send).toBeDisabled();
    await box.fill("  ");
    await see(send).toBeDisabled();
    await box.pressSequentially("Hello");
    await box.press("Shift+Enter");
    await box.pressSequentially("there");
    await see(send).toBeEnabled();
    await box.press("Enter");
    await see(box).toHaveValue("");
    await box.fill("Again");
    await send.click();
    await see(box).toHaveValue("");
    expect(await posted("send")).toEqual([
      { text: "  Hello\nthere", stopFirst: false },
      { text: "Again", stopFirst: false },
    ]);
    expect((await posted("draft")).at(-1)).toEqual({ text: "" });
  });

  it("queues while a turn runs, and stops it only when Stop is pressed", async () => {
    const { page } = await open("streaming");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    const send = page.getByRole("button", { name: "Send", exact: true });
    await see(send).toHaveAttribute("title", "Queue (Enter): goes out when the turn has ended");
    await box.fill("Next");
    await box.press("Escape");
    await see(box).toHaveValue("Next");
    await box.press("Enter");
    await see(box).toHaveValue("");
    await box.fill("And this");
    await send.click();
    expect(await posted("send")).toEqual([
      { text: "Next", stopFirst: false },
      { text: "And this", stopFirst: false },
    ]);
    expect(await posted("stop")).toEqual([]);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    expect(await posted("stop")).toEqual([{}]);
    const state: TurnState = { ...streamingTurn, stopping: true };
    await patch({ op: "turnState", state });
    await see(page.getByRole("button", { name: "Stopping…" })).toBeDisabled();
    await patch({ op: "turnState", state: { ...state, stopping: false, phase: { kind: "cancelled" } } });
    await see(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
    await see(page.getByRole("article", { name: "Hermes" }).last()).toContainText("Stopped");
    await box.fill("Now");
    await see(send).toHaveAttribute("title", "Send (Enter)");
  });

  it("stops the turn and sends at once when asked to", async () => {
    const { page } = await open("streaming");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    const button = page.getByRole("button", { name: "Stop and Send" });
    await see(button).toHaveCount(0);
    await box.fill("Not so");
    await button.click();
    await see(box).toHaveValue("");
    await see(box).toBeFocused();
    await see(button).toHaveCount(0);
    await box.fill("Rather so");
    await box.press("Control+Enter");
    await box.fill("Or so");
    await box.press("Meta+Enter");
    expect(await posted("send")).toEqual([
      { text: "Not so", stopFirst: true },
      { text: "Rather so", stopFirst: true },
      { text: "Or so", stopFirst: true },
    ]);
    await patch({ op: "turnState", state: { ...streamingTurn, phase: { kind: "completed" } } });
    await box.fill("Idle");
    await box.press("Control+Enter");
    expect((await posted("send")).at(-1)).toEqual({ text: "Idle", stopFirst: false });
  });

  it("neither sends nor stops with a key of an input method", async () => {
    const { page } = await open("streaming");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    await box.fill("A ");
    const keyboard = await page.context().newCDPSession(page);
    await keyboard.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
    for (const key of ["Enter", "Escape", "ArrowUp"]) {
      await box.evaluate((area, pressed) => {
        const init = { key: pressed, keyCode: 229, isComposing: true, bubbles: true, cancelable: true };
        area.dispatchEvent(new KeyboardEvent("keydown", init));
      }, key);
    }
    await see(box).toHaveValue("A に");
    expect([await posted("send"), await posted("stop")]).toEqual([[], []]);
  });

  it("invites the answer when the agent has asked", async () => {
    const { page } = await open("asking");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    await see(box).toHaveAttribute("placeholder", "Answer Hermes");
    await see(box).toHaveAccessibleDescription("Waiting for your answer");
    await patch({ op: "turn", turn: turn({}) });
    await see(box).toHaveAttribute("placeholder", "Message Hermes");
    await see(page.getByText("Waiting for your answer")).toHaveCount(0);
  });

  it("shows the dials and lets the host offer their values", async () => {
    const { page } = await open("dials");
    await page.getByRole("button", { name: "Model: claude-opus-4.5" }).click();
    await page.getByRole("button", { name: "Agent: Hermes" }).press("Enter");
    expect(await posted("dial")).toEqual([{ id: "model" }, { id: "agent" }]);
    const [effort] = dials.slice(2).map((dial) => ({ ...dial, enabled: false }));
    await patch({ op: "composer", composer: { attachments: [], dials: effort ? [effort] : [] } });
    await see(page.getByRole("button", { name: "Reasoning effort: High" })).toBeDisabled();
    await see(page.getByRole("button", { name: /^Model/ })).toHaveCount(0);
  });

  it("keeps its text when nothing can be sent, and mirrors it to the host", async () => {
    const { page, state } = await open("noKey");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    await box.fill("Later");
    await box.press("Enter");
    await see(box).toHaveValue("Later");
    await see.poll(() => posted("draft")).toEqual([{ text: "Later" }]);
    expect(await state()).toMatchObject({ draft: "Later" });
  });

  it("starts with the draft, takes one from the host, and the focus only when asked", async () => {
    const { page, send } = await open("empty", { page: { draft: "From the host" } });
    const box = page.getByRole("textbox", { name: "Message the agent" });
    await see(box).toHaveValue("From the host");
    await see(box).not.toBeFocused();
    await send({ type: "setDraft", payload: { text: "Returned" } });
    await see(box).toHaveValue("Returned");
    await send({ type: "focusComposer", payload: {} });
    await see(box).toBeFocused();
  });

  it("tells what was typed for one chat before it shows the draft of another", async () => {
    const { page, send } = await open("empty");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    await send({ type: "setDraft", payload: { text: "", revision: 1 } });
    await box.fill("For the first");
    await send({ type: "setDraft", payload: { text: "Of the second", revision: 2 } });
    await see(box).toHaveValue("Of the second");
    await box.press("End");
    await box.pressSequentially("!");
    await see.poll(() => posted("draft")).toContainEqual({ text: "Of the second!", revision: 2 });
    const drafts = (await posted("draft")) as { text: string; revision?: number }[];
    expect(drafts).toContainEqual({ text: "For the first", revision: 1 });
    expect(drafts.filter(({ text, revision }) => text.startsWith("For") && revision !== 1)).toEqual([]);
  });

  it("goes on with what was typed in this very page, else with the host's draft", async () => {
    const state = { viewId: "view-1", pageId: "page-1", draft: "Typed here", rows: [] };
    const again = await open("empty", { state, page: { draft: "Of the host" } });
    const name = { name: "Message the agent" };
    await see(again.page.getByRole("textbox", name)).toHaveValue("Typed here");
    await again.page.context().close();
    const { page } = await open("empty", { state, page: { draft: "Of the host", pageId: "page-2" } });
    await see(page.getByRole("textbox", name)).toHaveValue("Of the host");
  });

  it("takes a message back in front of what is typed, with the caret where it was", async () => {
    const { page, send } = await open("empty");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    await box.fill("brown fox");
    await box.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(0, 5, "backward"));
    await send({ type: "returnText", payload: { text: "fox" } });
    await see(box).toHaveValue("fox\n\nbrown fox");
    // At once, not when the user pauses.
    expect((await posted("draft")).at(-1)).toEqual({ text: "fox\n\nbrown fox" });
    expect(
      await box.evaluate((area: HTMLTextAreaElement) => [
        area.value.slice(area.selectionStart, area.selectionEnd),
        area.selectionDirection,
      ]),
    ).toEqual(["brown", "backward"]);
    await send({ type: "returnText", payload: { text: "fox" } });
    await see(box).toHaveValue("fox\n\nbrown fox");
    await box.fill(" ");
    await send({ type: "returnText", payload: { text: "fox" } });
    await see(box).toHaveValue("fox");
  });

  it("does not disturb an input method, and loses nothing meanwhile", async () => {
    const { page, send } = await open("empty");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    await box.fill("A ");
    const keyboard = await page.context().newCDPSession(page);
    const compose = (text: string): Promise<unknown> =>
      keyboard.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    await compose("に");
    await send({ type: "returnText", payload: { text: "Sent" } });
    await see(box).toHaveValue("A に");
    expect((await posted("draft")).at(-1)).toEqual({ text: "Sent\n\nA に" });
    await compose("にほ");
    await see.poll(async () => (await posted("draft")).at(-1)).toEqual({ text: "Sent\n\nA にほ" });
    await keyboard.send("Input.insertText", { text: "日本" });
    await see(box).toHaveValue("Sent\n\nA 日本");
    await box.pressSequentially("!");
    await see(box).toHaveValue("Sent\n\nA 日本!");
    await compose("に");
    await send({ type: "setDraft", payload: { text: "Another" } });
    await see(box).toHaveValue("Sent\n\nA 日本!に");
    await keyboard.send("Input.insertText", { text: "に" });
    await see(box).toHaveValue("Another");
  });

  it("grows with its text up to less than half the view", async () => {
    const { page } = await open("empty", { height: 600 });
    const box = page.getByRole("textbox", { name: "Message the agent" });
    const height = async (): Promise<number> => (await box.boundingBox())?.height ?? 0;
    const low = await height();
    await box.fill("1\n2\n3\n4\n5");
    expect(await height()).toBeGreaterThan(low + 40);
    await box.fill("x\n".repeat(200));
    expect(await height()).toBeLessThanOrEqual(240);
  });
});

describe("the focus", () => {
  const box = (): Locator => harness.page.getByRole("textbox", { name: "Message the agent" });
  const focusWindow = (): Promise<void> =>
    harness.page.evaluate(async () => {
      window.dispatchEvent(new Event("focus"));
      await new Promise((resolve) => setTimeout(resolve, 50));
    });

  it("is in the text box after Send and after Stop", async () => {
    const { page } = await open("empty");
    await box().fill("Hi");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await see(box()).toBeFocused();
    await patch({ op: "turn", turn: turn({}) });
    await page.getByRole("button", { name: "Stop" }).click();
    await patch({ op: "turnState", state: turn({ stopping: true }) });
    await see(page.getByRole("button", { name: "Stopping…" })).toBeDisabled();
    await see(box()).toBeFocused();
  });

  it("is in the text box when the card goes whose button was pressed", async () => {
    const { page } = await open("failed");
    await page.getByRole("button", { name: "Set API Key" }).click();
    await patch({ op: "turnRemoved", turnId: "turn-3" });
    await see(box()).toBeFocused();
  });

  it("stays where it is when a control goes that had not got it", async () => {
    const { page } = await open("failed");
    await page.getByRole("log").focus();
    await patch({ op: "turnRemoved", turnId: "turn-3" });
    await see(page.getByRole("log")).toBeFocused();
    await page.getByRole("button", { name: "Raise Spend Cap" }).focus();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await patch({ op: "turnRemoved", turnId: "a" });
    await see(page.locator("body")).toBeFocused();
  });

  it("stays in the transcript when what is read there is replaced", async () => {
    const { page } = await open("finished");
    await page.getByRole("button", { name: "Copy", exact: true }).first().focus();
    await patch({ op: "turns", turns: [turn({})] });
    await see(page.getByRole("log")).toBeFocused();
  });

  it("lands in the text box when the view is revealed, and is not taken from elsewhere", async () => {
    const { page } = await open("finished");
    await see(page.locator("body")).toBeFocused();
    await focusWindow();
    await see(box()).toBeFocused();
    await page.getByRole("log").focus();
    await focusWindow();
    await see(page.getByRole("log")).toBeFocused();
  });
});
