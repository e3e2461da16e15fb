/** What is attached, in a real browser. */
import { expect as see, type Locator } from "@playwright/test";
import { describe, expect, it } from "vitest";
import type { AttachmentView } from "../../../../src/protocol/view.ts";
import { attachments } from "../../../webviewHarness/composerScenes.ts";
import { harness, open, patch, posted } from "../openPage.ts";

const box = (): Locator => harness.page.getByRole("textbox", { name: "Message the agent" });
const chips = (): Locator => harness.page.getByRole("list", { name: "Attachments" }).getByRole("listitem");
const remove = (name: string): Locator => harness.page.getByRole("button", { name: `Remove ${name}` });
const show = (left: readonly AttachmentView[]): Promise<void> =>
  patch({ op: "composer", composer: { attachments: left, dials: [] } });

describe("the chips of the composer", () => {
  it("name what is attached, open it, and are no message by themselves", async () => {
    const { page } = await open("attached");
    await see(chips()).toHaveCount(3);
    const server = page.getByRole("button", { name: "server.ts", exact: true });
    await see(server).toHaveAttribute("title", "server.ts\nsrc/server/server.ts, 4.2 kB");
    await server.click();
    expect(await posted("openAttachment")).toEqual([{ id: "a1" }]);
    // The editor cannot show the picture.
    await see(page.getByRole("button", { name: /^Screenshot/ })).toHaveCount(0);
    await see(page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
    await page.getByRole("button", { name: "Attach", exact: true }).click();
    expect(await posted("attach")).toEqual([{}]);
  });

  it("are reached from an empty text with Backspace, and removed with it one after the other", async () => {
    const { page } = await open("attached");
    await box().fill("a");
    await box().press("Backspace");
    await see(box()).toBeFocused();
    await box().press("Backspace");
    await see(remove("Screenshot of the deployment dashboard.png")).toBeFocused();
    await page.keyboard.press("Backspace");
    await show(attachments.slice(0, 2));
    await see(page.getByRole("button", { name: "config.ts:3-18", exact: true })).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Delete");
    await show(attachments.slice(1, 2));
    await see(page.getByRole("button", { name: "config.ts:3-18", exact: true })).toBeFocused();
    await page.keyboard.press("Delete");
    await show([]);
    await see(box()).toBeFocused();
    expect(await posted("removeAttachment")).toEqual([{ id: "a3" }, { id: "a1" }, { id: "a2" }]);
    await see(chips()).toHaveCount(0);
  });

  it("are removed with their buttons, and leave the focus among them", async () => {
    const { page } = await open("attached");
    await remove("server.ts").focus();
    await page.keyboard.press("Enter");
    await show(attachments.slice(1));
    expect(await posted("removeAttachment")).toEqual([{ id: "a1" }]);
    await see(page.getByRole("button", { name: "config.ts:3-18", exact: true })).toBeFocused();
  });

  it("do not take the focus from the text when they come and go", async () => {
    const { page } = await open("attached");
    await box().fill("Half a");
    await show(attachments.slice(2));
    await show(attachments);
    await page.keyboard.type(" sentence");
    await see(box()).toHaveValue("Half a sentence");
  });
});

describe("the chips of a queued message", () => {
  it("can be opened but not removed, and a snippet shows its text", async () => {
    const { page } = await open("empty");
    const snippet: AttachmentView = {
      ...attachments[1],
      id: "s",
      kind: "snippet",
      name: "a.ts:1-2",
      canOpen: true,
    };
    const message = {
      id: "q",
      text: "Later",
      held: false,
      attachments: [...attachments.slice(0, 1), { ...snippet, text: "let a = 1;\nlet b = 2;" }],
    };
    await patch({ op: "queue", queue: { paused: false, messages: [message] } });
    const item = page.getByRole("listitem", { name: /^Queued message 1 of 1/ });
    await see(item.getByRole("button", { name: /^Remove server/ })).toHaveCount(0);
    await item.getByRole("button", { name: "server.ts" }).click();
    await see(item.getByText("let b = 2;")).toBeHidden();
    await item.locator("summary").press("Enter");
    await see(item.getByText("let b = 2;")).toBeVisible();
    await item.getByRole("button", { name: "Open a.ts:1-2" }).click();
    expect(await posted("openAttachment")).toEqual([
      { id: "a1", of: "q" },
      { id: "s", of: "q" },
    ]);
  });
});
