/** The whole page in a real browser, under the content security policy that it has in VS Code. */
import { type Browser, chromium, expect as see } from "@playwright/test";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Patch, TurnState, TurnView } from "../../../src/protocol/view.ts";
import { CHROMIUM_ARGS, ensureChromium } from "../../vscode/chromium.ts";
import { type Harness, type HarnessOptions, openHarness } from "../../webviewHarness/harness.ts";
import { header, scenes, streamingTurn } from "../../webviewHarness/scenes.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
let harness: Harness;
let seq = 0;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_ARGS] });
}, 180_000);
afterAll(() => browser.close());
afterEach(async () => {
  expect(harness.complaints).toEqual([]);
  await harness.page.context().close();
});

async function open(scene: string, options?: HarnessOptions): Promise<Harness> {
  const snapshot = scenes[scene];
  if (!snapshot) throw new Error(`No scene ${scene}`);
  harness = await openHarness(browser, options);
  seq = 0;
  await harness.send({ type: "snapshot", payload: snapshot });
  return harness;
}

const patch = (...patches: Patch[]): Promise<void> =>
  harness.send({ type: "patches", payload: { seq: ++seq, patches } });

const posted = async (type: string): Promise<unknown[]> =>
  (await harness.posted()).filter((message) => message.type === type).map(({ payload }) => payload);

const turn = (changes: Partial<TurnView>): TurnView => ({
  id: "t",
  input: "Hi",
  phase: { kind: "streaming" },
  stopping: false,
  items: [],
  ...changes,
});

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index}.`).join("\n\n");

describe("the composer", () => {
  it("has one text box and one Send button, and sends with Enter", async () => {
    const { page } = await open("empty");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    const send = page.getByRole("button", { name: "Send" });
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
    expect(await posted("send")).toEqual([{ text: "  Hello\nthere" }, { text: "Again" }]);
    expect((await posted("draft")).at(-1)).toEqual({ text: "" });
  });

  it("keeps its text while a turn runs, and offers Stop", async () => {
    const { page } = await open("streaming");
    const box = page.getByRole("textbox", { name: "Message the agent" });
    await box.fill("Next");
    await box.press("Enter");
    await box.press("Escape");
    await see(box).toHaveValue("Next");
    await see(page.getByRole("button", { name: "Send" })).toBeDisabled();
    await page.getByRole("button", { name: "Stop" }).click();
    expect([await posted("send"), await posted("stop")]).toEqual([[], [{}]]);
    const state: TurnState = { ...streamingTurn, stopping: true };
    await patch({ op: "turnState", state });
    await see(page.getByRole("button", { name: "Stopping…" })).toBeDisabled();
    await patch({ op: "turnState", state: { ...state, stopping: false, phase: { kind: "cancelled" } } });
    await see(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
    await see(page.getByRole("article", { name: "Hermes" }).last()).toContainText("Stopped");
    await see(page.getByRole("button", { name: "Send" })).toBeEnabled();
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

describe("the transcript", () => {
  it("is a log of articles named You and after the agent", async () => {
    const { page } = await open("finished");
    const log = page.getByRole("log", { name: "Conversation" });
    await see(log.getByRole("article", { name: "You" })).toContainText("Which port");
    const answer = log.getByRole("article", { name: "Hermes" });
    await see(answer).toContainText("13 s · 2,210 in · 364 out · $0.0121 · 5% context");
    const thinking = answer.getByRole("button", { name: /^Thinking/ });
    await see(thinking).toHaveAttribute("aria-expanded", "false");
    await thinking.click();
    await see(answer).toContainText("I should read the config first.");
    await answer.getByRole("button", { name: /terminal.*failed/ }).click();
    await see(answer).toContainText("No such file or directory");
  });

  it("opens thoughts while they come and closes them when the answer starts", async () => {
    const { page } = await open("streaming");
    const thinking = page.getByRole("button", { name: /^Thinking… 1\d s/ });
    await see(thinking).toHaveAttribute("aria-expanded", "true");
    const [reasoning] = streamingTurn.items;
    if (reasoning?.kind !== "reasoning") throw new Error("The scene has no reasoning");
    await patch(
      { op: "item", turnId: "turn-2", item: { ...reasoning, open: false, endedAt: Date.now() } },
      { op: "item", turnId: "turn-2", item: { id: "x", kind: "text", text: "So" } },
    );
    const last = page.getByRole("article", { name: "Hermes" }).last();
    await see(last.getByRole("button", { name: /^Thinking/ })).toHaveAttribute("aria-expanded", "false");
  });

  it("leaves thoughts as the user put them", async () => {
    const { page } = await open("streaming");
    const thinking = page.getByRole("button", { name: /^Thinking…/ });
    await thinking.click();
    await patch({ op: "append", turnId: "turn-2", itemId: "r1", text: " more" });
    await see(thinking).toHaveAttribute("aria-expanded", "false");
  });

  it("streams Markdown, acknowledges each batch and announces the end once", async () => {
    const { page } = await open("empty");
    await patch({ op: "turn", turn: turn({ items: [{ id: "x", kind: "text", text: "# He" }] }) });
    for (const text of ["llo\n\n", "One **two", "**\n\n", "```js\nlet a", " = 1;\n```"]) {
      await patch({ op: "append", turnId: "t", itemId: "x", text });
    }
    await patch({ op: "turnState", state: { ...turn({}), phase: { kind: "completed" } } });
    const answer = page.getByRole("article", { name: "Hermes" });
    await see(answer.getByRole("heading", { name: "Hello" })).toBeVisible();
    await see(answer.locator("strong")).toHaveText("two");
    await see(answer.locator(".hljs-keyword")).toHaveText("let");
    await see(page.getByText("Answer finished")).toHaveCount(1);
    expect((await posted("ack")).at(-1)).toEqual({ seq });
  });

  it("asks for a snapshot once when a batch is missing", async () => {
    await open("empty");
    seq = 5;
    await patch({ op: "turns", turns: [] });
    await patch({ op: "turns", turns: [] });
    expect(await posted("resync")).toHaveLength(1);
  });

  it("opens links and copies code through the host", async () => {
    const { page } = await open("finished");
    await page.getByRole("link", { name: "deployment guide" }).click();
    const copy = page.getByRole("button", { name: "Copy" });
    await copy.click();
    await see(page.getByRole("button", { name: "Copied" })).toBeVisible();
    expect(await posted("openLink")).toEqual([{ href: "https://example.com/deploy" }]);
    const [copied] = (await posted("copy")) as { text: string }[];
    expect(copied?.text).toMatch(/^\/\*\* Reads the configuration[^]*\n}\n$/);
    expect(page.url()).toBe("http://webview.test/");
  });

  it("shows a failure as an alert whose buttons name the turn", async () => {
    const { page } = await open("failed");
    const alert = page.getByRole("alert").last();
    await see(alert).toContainText("The API key was not accepted");
    await see(alert).toContainText("invalid_api_key");
    await see(alert).toContainText("Check the key on the dashboard.");
    await alert.getByRole("button", { name: "Set API Key" }).click();
    expect(await posted("remedy")).toEqual([{ id: "setApiKey", turnId: "turn-3" }]);
  });

  it("counts down to the next try", async () => {
    const { page } = await open("waiting");
    await see(page.getByText(/^Retrying in (30|29) s \(attempt 2\)$/)).toBeVisible();
    await see(page.getByText(/^Retrying in 2[0-8] s/)).toBeVisible();
  });

  it("says that it reconnects and keeps the partial answer", async () => {
    const { page } = await open("reconnecting");
    const answer = page.getByRole("article", { name: "Hermes" });
    await see(answer).toContainText("The first half of the answer");
    await see(answer.getByRole("status")).toHaveText("Connection lost. Reconnecting… (attempt 2)");
  });
});

describe("scrolling", () => {
  const growingTurn = turn({ items: [{ id: "x", kind: "text", text: paragraphs(60) }] });
  const distance = (): Promise<number> =>
    harness.page
      .getByRole("log")
      .evaluate((log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));

  it("follows the answer until the user scrolls up, and again after a jump", async () => {
    const { page } = await open("empty");
    await patch({ op: "turn", turn: growingTurn });
    expect(await distance()).toBeLessThanOrEqual(2);
    await patch({ op: "append", turnId: "t", itemId: "x", text: `\n\n${paragraphs(20)}` });
    expect(await distance()).toBeLessThanOrEqual(2);
    await page.getByRole("log").hover();
    await page.mouse.wheel(0, -200);
    const jump = page.getByRole("button", { name: "Jump to latest" });
    await see(jump).toBeVisible();
    await see.poll(distance).toBeGreaterThan(150);
    const before = await distance();
    await patch({ op: "append", turnId: "t", itemId: "x", text: `\n\n${paragraphs(20)}` });
    expect(await distance()).toBeGreaterThan(before + 100);
    await jump.click();
    await see(jump).toHaveCount(0);
    expect(await distance()).toBeLessThanOrEqual(2);
    await patch({ op: "append", turnId: "t", itemId: "x", text: `\n\n${paragraphs(5)}` });
    expect(await distance()).toBeLessThanOrEqual(2);
  });

  it("comes back to its place and its open rows after the view was disposed", async () => {
    const first = await open("finished", { height: 300 });
    await first.page.getByRole("log").evaluate((log) => (log.scrollTop = 0));
    await first.page.getByRole("button", { name: /^Thinking/ }).click();
    await first.page.getByRole("log").evaluate((log) => (log.scrollTop = 120));
    await first.page.waitForTimeout(400);
    const state = await first.state();
    await first.page.context().close();
    const { page } = await open("finished", { height: 300, state });
    await see(page.getByRole("button", { name: /^Thinking/ })).toHaveAttribute("aria-expanded", "true");
    expect(await page.getByRole("log").evaluate((log) => Math.round(log.scrollTop))).toBe(120);
  });
});

describe("another session", () => {
  it("is shown from its end", async () => {
    const { page } = await open("finished", { height: 300 });
    await page.getByRole("log").evaluate((log) => (log.scrollTop = 0));
    const jump = page.getByRole("button", { name: "Jump to latest" });
    await see(jump).toBeVisible();
    await patch({ op: "turns", turns: [turn({ items: [{ id: "x", kind: "text", text: paragraphs(60) }] })] });
    await see(jump).toHaveCount(0);
  });
});

describe("the gate", () => {
  it("fills the empty view and runs its remedies", async () => {
    const { page } = await open("noKey");
    await see(page.getByRole("heading", { name: "Connect to Agent37" })).toBeVisible();
    await page.getByRole("button", { name: "Set API Key" }).click();
    expect(await posted("remedy")).toEqual([{ id: "setApiKey" }]);
  });

  it("leaves the transcript on screen", async () => {
    const { page } = await open("banner");
    await see(page.getByRole("article", { name: "You" })).toBeAttached();
    await see(page.getByRole("region", { name: "research-box is starting" })).toBeVisible();
    await patch({ op: "header", header });
    await see(page.getByRole("region", { name: "research-box is starting" })).toHaveCount(0);
  });

  it("suggests what to ask", async () => {
    const { page } = await open("empty");
    await page.getByRole("button", { name: "What can you do?" }).click();
    await see(page.getByRole("textbox", { name: "Message the agent" })).toHaveValue("What can you do?");
  });
});

describe("translations", () => {
  it("shows the texts of the editor's language", async () => {
    const l10n = { "Message the agent": "Nachricht an den Agenten", Send: "Senden" };
    const { page } = await open("empty", { page: { l10n, locale: "de" } });
    await see(page.getByRole("textbox", { name: "Nachricht an den Agenten" })).toBeVisible();
    await see(page.getByRole("button", { name: "Senden" })).toBeVisible();
  });
});
