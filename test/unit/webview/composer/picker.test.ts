/** `@` and `/` in the text, in a real browser. */
import axe from "axe-core";
import { expect as see, type Locator } from "@playwright/test";
import { describe, expect, it } from "vitest";
import type { MentionView } from "../../../../src/protocol/view.ts";
import { harness, open, posted } from "../openPage.ts";

const box = (): Locator => harness.page.getByRole("textbox", { name: "Message the agent" });
const list = (): Locator => harness.page.getByRole("listbox");
const selected = (): Locator => harness.page.getByRole("option", { selected: true });

const items: readonly MentionView[] = [
  { id: "f1", label: "server.ts", description: "src/server", icon: "file" },
  { id: "f2", label: "server.test.ts", description: "test", icon: "file" },
  { id: "p", label: "problems", description: "2 errors", icon: "warning" },
];

/** Answers the question that was asked last, and only if it is this one. */
async function answer(query: string, mentions: readonly MentionView[] = items): Promise<void> {
  const last = async (): Promise<{ request: number; query: string } | undefined> =>
    (await posted("mention")).at(-1) as { request: number; query: string } | undefined;
  await see.poll(async () => (await last())?.query).toBe(query);
  const request = (await last())?.request ?? 0;
  await harness.send({ type: "mentions", payload: { request, items: mentions } });
}

async function violations(): Promise<string[]> {
  await harness.page.evaluate(axe.source);
  return harness.page.evaluate(async () => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const results = await inPage.run(".dock", {
      rules: { region: { enabled: false } },
      resultTypes: ["violations"],
    });
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

describe("mentions", () => {
  it("are offered while one types, chosen with the keyboard, and attached", async () => {
    const { page } = await open("dials");
    await box().pressSequentially("See @ser");
    await see(page.getByText("Loading…")).toBeVisible();
    await answer("ser");
    await see(list()).toHaveAccessibleName("What to attach");
    await see(selected()).toContainText("server.ts");
    expect(await violations()).toEqual([]);
    await see(box()).toHaveAttribute("aria-activedescendant", (await selected().getAttribute("id")) ?? "");
    await see(box()).toHaveAttribute("aria-controls", (await list().getAttribute("id")) ?? "");
    await box().press("ArrowUp");
    await see(selected()).toContainText("problems");
    await box().press("Home");
    await box().press("ArrowDown");
    await see(selected()).toContainText("server.test.ts");
    await box().press("Enter");
    await see(list()).toHaveCount(0);
    await see(box()).toHaveValue("See @server.test.ts ");
    await see(box()).toBeFocused();
    await box().pressSequentially("now");
    await see(box()).toHaveValue("See @server.test.ts now");
    expect(await posted("attachMention")).toEqual([{ id: "f2" }]);
    expect(await posted("send")).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it("are chosen with Tab and with the mouse, within a text, and can be undone", async () => {
    const { page } = await open("empty");
    await box().fill("a  b");
    await box().evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(2, 2));
    await box().pressSequentially("@s");
    await answer("s");
    await box().press("End");
    await box().press("Tab");
    await see(box()).toHaveValue("a @problems  b");
    await box().press("Control+z");
    await see(box()).toHaveValue("a @s b");
    await box().press("Control+End");
    await box().pressSequentially(" @");
    await answer("");
    await page.getByRole("option", { name: "server.ts src/server" }).click();
    await see(box()).toHaveValue("a @s b @server.ts ");
    await see(box()).toBeFocused();
  });

  it("show only the answer to what stands there", async () => {
    const { page, send } = await open("empty");
    await box().pressSequentially("@s");
    await answer("s");
    await see(page.getByRole("option")).toHaveCount(3);
    await box().pressSequentially("e");
    const old = (await posted("mention")).findLast((asked) => (asked as { query: string }).query === "s");
    const { request } = old as { request: number };
    await send({ type: "mentions", payload: { request, items: [] } });
    await see(page.getByRole("option")).toHaveCount(3);
    await answer("se", items.slice(0, 1));
    await see(page.getByRole("option")).toHaveCount(1);
  });

  it("wait for the answer when Enter comes before it", async () => {
    await open("empty");
    await box().pressSequentially("@ser");
    await box().press("Enter");
    await answer("ser");
    await see(box()).toHaveValue("@server.ts ");
    expect(await posted("send")).toEqual([]);
  });

  it("close with Escape for this word, which stays", async () => {
    const { page } = await open("streaming");
    await box().pressSequentially("@ser");
    await answer("ser");
    const asked = await posted("mention");
    await box().press("Escape");
    await see(list()).toHaveCount(0);
    await box().pressSequentially("v");
    await page.waitForTimeout(100);
    await see(box()).toHaveValue("@serv");
    expect(await posted("mention")).toEqual(asked);
    await box().pressSequentially(" @p");
    await answer("p");
    await see(list()).toBeVisible();
    await box().press("Home");
    await box().press("Escape");
    await box().press("Enter");
    expect(await posted("send")).toEqual([{ text: "@serv @p", stopFirst: false }]);
    expect(await posted("stop")).toEqual([]);
  });

  it("say when nothing matches, and then Enter sends", async () => {
    const { page } = await open("empty");
    await box().pressSequentially("Ask @nobody");
    await answer("nobody", []);
    await see(page.getByText("Nothing matches", { exact: true })).toBeVisible();
    expect(await violations()).toEqual([]);
    await box().press("Enter");
    expect(await posted("send")).toEqual([{ text: "Ask @nobody", stopFirst: false }]);
  });

  it("follow the caret, and close when it or the focus leaves", async () => {
    const { page } = await open("empty");
    await box().pressSequentially("me@home.org @a");
    await answer("a");
    await see(list()).toBeVisible();
    await box().press("ArrowLeft");
    await box().press("ArrowLeft");
    await see(list()).toHaveCount(0);
    await box().press("Control+End");
    await box().pressSequentially("b");
    await answer("ab");
    await see(list()).toBeVisible();
    await page.getByRole("log").focus();
    await see(list()).toHaveCount(0);
  });

  it("do not open while an input method composes", async () => {
    const { page } = await open("empty");
    await box().fill("");
    const keyboard = await page.context().newCDPSession(page);
    await keyboard.send("Input.imeSetComposition", { text: "@", selectionStart: 1, selectionEnd: 1 });
    await page.waitForTimeout(100);
    expect(await posted("mention")).toEqual([]);
    await keyboard.send("Input.insertText", { text: "@に" });
    await answer("に");
    await see(list()).toBeVisible();
  });
});

describe("slash commands", () => {
  it("are listed at the start of an empty composer, and run with Enter", async () => {
    const { page } = await open("streaming");
    await box().pressSequentially("/");
    await see(list()).toHaveAccessibleName("Commands");
    await see(page.getByRole("option", { name: "/stop Stop the running turn" })).toBeVisible();
    await see(page.getByRole("option", { name: /^\/model/ })).toHaveCount(0);
    expect(await violations()).toEqual([]);
    await box().pressSequentially("ex");
    await see(page.getByRole("option")).toHaveCount(1);
    await box().press("Enter");
    await see(box()).toHaveValue("");
    await see(list()).toHaveCount(0);
    expect(await posted("command")).toEqual([{ id: "export" }]);
    expect(await posted("send")).toEqual([]);
  });

  it("run also when the whole name was typed, and everything else is text", async () => {
    await open("dials");
    await box().fill("/model ");
    await box().press("Enter");
    await box().fill("/usr/bin is where?");
    await box().press("Enter");
    await box().pressSequentially("/nothing");
    await see(list()).toHaveCount(0);
    await box().press("Enter");
    await box().pressSequentially("/new");
    await box().press("Escape");
    await box().press("Enter");
    await box().pressSequentially("/");
    await see(list()).toBeVisible();
    expect(await posted("command")).toEqual([{ id: "model" }]);
    expect((await posted("send")).map((message) => (message as { text: string }).text)).toEqual([
      "/usr/bin is where?",
      "/nothing",
      "/new",
    ]);
  });

  it("run where nothing can be sent", async () => {
    const { page } = await open("noKey");
    await box().pressSequentially("/ses");
    await page.getByRole("option", { name: /^\/sessions/ }).click();
    expect(await posted("command")).toEqual([{ id: "sessions" }]);
  });
});
