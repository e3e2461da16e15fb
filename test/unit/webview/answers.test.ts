/** What can be done with messages and answers, in a real browser. */
import { expect as see } from "@playwright/test";
import { describe, expect, it } from "vitest";
import type { ItemView, ToolView } from "../../../src/protocol/view.ts";
import { open, patch, posted, turn } from "./openPage.ts";

const call = (id: string, changes: Partial<ToolView> = {}): ToolView => ({
  id,
  kind: "tool",
  tool: "terminal",
  label: `step ${id}`,
  status: "completed",
  durationMs: 1000,
  ...changes,
});
const show = (...items: ItemView[]): Promise<void> => patch({ op: "turn", turn: turn({ items }) });

describe("a message that was sent", () => {
  it("shows what went with it and opens it", async () => {
    const { page } = await open("sentAttachments");
    const message = page.getByRole("article", { name: "You" });
    await see(message).toContainText("What is wrong here?");
    await message.getByRole("button", { name: "server.ts" }).click();
    expect(await posted("openAttachment")).toEqual([{ id: "a1", of: "attached" }]);
    await message.getByText("config.ts:3-18").click();
    await see(message.getByText("export function readConfig")).toBeVisible();
  });

  it("can be copied and sent again, by keyboard too", async () => {
    const { page } = await open("finished");
    const message = page.getByRole("article", { name: "You" });
    await page.getByRole("log").focus();
    await page.keyboard.press("Tab");
    const copy = message.getByRole("button", { name: "Copy" });
    await see(copy).toBeFocused();
    await see(page.locator(".message.user .messageActions")).toHaveCSS("opacity", "1");
    await page.keyboard.press("Enter");
    await see(message.getByRole("button", { name: "Copied" })).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await posted("copy")).toEqual([{ text: "Which port does the server use, and where is it set?" }]);
    expect(await posted("sendAgain")).toEqual([{ turnId: "turn-1" }]);
  });

  it("tells how far its files are", async () => {
    const { page } = await open("upload");
    await see(page.getByText("Uploading Screenshot of the deployment dashboard.png")).toBeVisible();
    await see(page.getByText("· 40%")).toBeVisible();
    const bar = page.getByRole("progressbar", { name: /^Uploading Screenshot/ });
    await see(bar).toHaveJSProperty("value", 0.4);
  });
});

describe("an answer", () => {
  it("is copied as Markdown without what was done on the way, once it is complete", async () => {
    const { page } = await open("empty");
    const copy = page.getByRole("button", { name: "Copy as Markdown" });
    await show({ id: "a", kind: "text", text: "I **look**." }, call("1"), {
      id: "b",
      kind: "text",
      text: "# It",
    });
    await see(copy).toHaveCount(0);
    await patch({ op: "turnState", state: turn({ phase: { kind: "completed" } }) });
    await page.getByRole("heading", { name: "It" }).hover();
    await copy.click();
    expect(await posted("copy")).toEqual([{ text: "I **look**.\n\n# It" }]);
  });

  it("reads like a question when it is one, until it is answered", async () => {
    const { page } = await open("question");
    const answer = page.getByRole("article", { name: "Hermes" });
    await see(answer.first()).toContainText("Waiting for your answer");
    await patch({ op: "turn", turn: turn({}) });
    await see(answer.first()).not.toContainText("Waiting for your answer");
  });

  it("ends with how it ended, what it took and which model gave it", async () => {
    const { page } = await open("sentAttachments");
    const footer = page.locator("footer.summary");
    await see(footer).toHaveText("13 s · 2,210 in · 364 out · $0.0121 · claude-opus-4.5 · 5% context");
    const title = await footer.getAttribute("title");
    expect(title?.split("\n")).toEqual([
      "Took 12.6 s",
      "2,210 tokens in, 364 out",
      "Cost $0.0121",
      "Model claude-opus-4.5",
      "9,100 of 200,000 tokens of context used",
    ]);
  });
});

describe("code in an answer", () => {
  it("reaches the editor and the terminal", async () => {
    const { page } = await open("code");
    const blocks = page.locator(".codeBlock");
    await blocks.nth(0).getByRole("button", { name: "Run in Terminal" }).click();
    await blocks.nth(1).getByRole("button", { name: "Compare with File" }).click();
    await blocks.nth(2).getByRole("button", { name: "Insert at Cursor" }).click();
    expect(await posted("code")).toMatchObject([
      { action: "run", text: "npm install\nnpm test", language: "bash" },
      { action: "compare", language: "typescript", path: "src/server/http/listener.ts" },
      { action: "insert", text: "no language\n", language: "" },
    ]);
    // A file that the workspace has not cannot be compared with.
    await see(blocks.nth(3).getByRole("button", { name: "Compare with File" })).toHaveCount(0);
    await see(blocks.nth(3)).toContainText("configuration_loader.py");
  });

  it("keeps the focus on its buttons while it grows", async () => {
    const { page } = await open("empty");
    await show({ id: "x", kind: "text", text: "```ts\nlet a" });
    const copy = page.getByRole("group", { name: "Code" }).getByRole("button", { name: "Copy" });
    await copy.focus();
    for (const text of [" = 1;\n", "let b;\n", "```\n\nDone."]) {
      await patch({ op: "append", turnId: "t", itemId: "x", text });
    }
    await patch({ op: "turnState", state: turn({ phase: { kind: "completed" } }) });
    await see(page.locator(".hljs-keyword").first()).toHaveText("let");
    await see(copy).toBeFocused();
  });
});

describe("paths in an answer", () => {
  it("are asked for once and open what exists", async () => {
    const { page } = await open("paths");
    const links = page.getByRole("link");
    await see(links.filter({ hasText: "src/config.ts:12" })).toBeVisible();
    await see(page.getByRole("link", { name: "the configuration (config/app.toml, line 3)" })).toBeVisible();
    await see(links.filter({ hasText: "gone" })).toHaveCount(0);
    const asked = (await posted("findPaths")) as { paths: string[] }[];
    expect(asked.map(({ paths }) => paths)).toEqual([
      ["src/config.ts", "src/server/http/listener.ts", "src/gone.ts", "package.json", "config/app.toml"],
    ]);
    await links.filter({ hasText: "src/config.ts:12" }).click();
    await links.filter({ hasText: "listener.ts:40:7" }).focus();
    await page.keyboard.press("Enter");
    expect(await posted("openPath")).toMatchObject([
      { path: "src/config.ts", line: 12 },
      { path: "src/server/http/listener.ts", line: 40, column: 7 },
    ]);
  });

  it("become links in blocks that stay, while text is selected only afterwards", async () => {
    const { page } = await open("empty", { files: ["src/a.ts"] });
    await show({ id: "x", kind: "text", text: "Some words" });
    const block = await page.getByText("Some words").elementHandle();
    await page.evaluate(() => {
      const node = document.querySelector("agent37-markdown p")?.firstChild;
      if (node) document.getSelection()?.setBaseAndExtent(node, 0, node, 4);
    });
    await patch({ op: "append", turnId: "t", itemId: "x", text: " about src/a.ts here.\n\nMore\n\nMore\n" });
    await see.poll(() => posted("findPaths")).toHaveLength(1);
    expect(await page.evaluate(() => String(document.getSelection()))).toBe("Some");
    await see(page.getByRole("link")).toHaveCount(0);
    await page.evaluate(() => document.getSelection()?.removeAllRanges());
    await see(page.getByRole("link", { name: "src/a.ts" })).toBeVisible();
    expect(await block?.evaluate((element) => element.isConnected)).toBe(true);
  });
});

describe("runs of a tool", () => {
  it("fold from the third call on and open to their rows", async () => {
    const { page } = await open("empty");
    await show(call("1"), call("2"));
    const head = page.getByRole("button", { name: /terminal · \d calls/ });
    await see(page.locator(".row.tool")).toHaveCount(2);
    await see(head).toHaveCount(0);
    await show(
      call("1"),
      call("2"),
      call("3", { status: "failed", error: "No", durationMs: 200 }),
      call("4"),
    );
    await see(head).toHaveText(/terminal\s+· 4 calls · 1 failed · 3.2 s\s+done/);
    await see(page.locator(".row.tool")).toHaveCount(0);
    await head.click();
    await see(page.locator(".row.tool")).toHaveCount(4);
    await page.getByRole("button", { name: /step 3.*failed/ }).click();
    await see(page.getByText("No", { exact: true })).toBeVisible();
    await head.click();
    await see(page.locator(".row.tool")).toHaveCount(0);
  });

  it("show the call that is under way", async () => {
    const { page } = await open("empty");
    const running = { status: "running", durationMs: undefined } as const;
    await show(call("1"), call("2"), call("3", running));
    await see(page.getByRole("button", { name: /terminal · 3 calls.*step 3 running/ })).toBeVisible();
    await show(call("1"), call("2"), call("3"), call("4", { ...running, status: "generating" }));
    await see(page.getByRole("button", { name: /terminal · 4 calls.*preparing/ })).toBeVisible();
  });

  it("stay as they are while the user holds one of their rows", async () => {
    const { page } = await open("empty");
    const withArguments = call("1", { arguments: "{}" });
    await show(withArguments, call("2"));
    const row = page.getByRole("button", { name: /step 1/ });
    await row.click();
    await show(withArguments, call("2"), call("3"));
    await see(row).toBeFocused();
    await see(page.getByText("Arguments")).toBeVisible();
    await see(page.locator(".toolRun")).toHaveCount(0);
    await page.getByRole("textbox").focus();
    await show(withArguments, call("2"), call("3"), call("4"));
    await see(page.locator(".toolRun")).toHaveCount(1);
    // A run with an open row is open.
    await see(page.getByText("Arguments")).toBeVisible();
  });
});
