/** The whole page in a real browser, under the content security policy that it has in VS Code. */
import { expect as see } from "@playwright/test";
import { describe, expect, it } from "vitest";
import type { TurnView } from "../../../src/protocol/view.ts";
import { failedTurn, header, streamingTurn } from "../../webviewHarness/scenes.ts";
import { grow, harness, lose, open, patch, posted, snapshot, turn } from "./openPage.ts";

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index}.`).join("\n\n");

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
      await grow(text);
    }
    await patch({ op: "turnState", state: { ...turn({}), phase: { kind: "completed" } } });
    const answer = page.getByRole("article", { name: "Hermes" });
    await see(answer.getByRole("heading", { name: "Hello" })).toBeVisible();
    await see(answer.locator("strong")).toHaveText("two");
    await see(answer.locator(".hljs-keyword")).toHaveText("let");
    await see(page.getByText("Answer finished")).toHaveCount(1);
    expect((await posted("ack")).at(-1)).toEqual({ seq: 7 });
  });

  it("asks for a snapshot once when a batch is missing", async () => {
    await open("empty");
    lose(5);
    await patch({ op: "turns", turns: [] });
    await patch({ op: "turns", turns: [] });
    expect(await posted("resync")).toHaveLength(1);
  });

  it("shows no text behind a gap, and goes on from the snapshot that it asks for", async () => {
    const { page } = await open("streaming");
    const answer = page.getByRole("article", { name: "Hermes" }).last();
    await patch({ op: "item", item: { id: "x", kind: "text", text: "One" } });
    await grow(" two");
    await see(answer).toContainText("One two");
    lose(1);
    await grow(" four");
    await grow(" five");
    expect(await posted("resync")).toHaveLength(1);
    await see(answer).not.toContainText("four");
    const items: TurnView["items"] = [{ id: "x", kind: "text", text: "One two three four five" }];
    await snapshot([turn({ items })]);
    await grow(" six");
    await see(answer).toContainText("One two three four five six");
  });

  it("opens links and copies code through the host", async () => {
    const { page } = await open("finished");
    await page.getByRole("link", { name: "deployment guide" }).click();
    const code = page.getByRole("group", { name: "Code" });
    const copy = code.getByRole("button", { name: "Copy", exact: true });
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

  it("reads out only the failure that happens now", async () => {
    const { page } = await open("failed");
    const alerts = page.getByRole("alert");
    await see(alerts).toHaveCount(2);
    for (const alert of await alerts.all()) await see(alert).toHaveAttribute("aria-live", "off");
    await patch({ op: "turn", turn: turn({}) });
    await patch({ op: "turnState", state: turn({ phase: failedTurn.phase }) });
    await see(alerts).toHaveCount(3);
    await see(alerts.last()).not.toHaveAttribute("aria-live");
  });

  it("shows how long a failed turn took only beside what it used", async () => {
    const { page } = await open("empty");
    const failed = turn({ phase: failedTurn.phase, startedAt: 1000, endedAt: 1005 });
    await patch({ op: "turn", turn: failed });
    await see(page.getByRole("alert")).toBeVisible();
    await see(page.locator("footer")).toHaveCount(0);
    await patch({ op: "turn", turn: { ...failed, usage: { inputTokens: 7, outputTokens: 0 } } });
    await see(page.locator("footer")).toHaveText("Failed · 5 ms · 7 in · 0 out");
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
    const line = answer.getByRole("status");
    await see(line).toHaveText("Connection lost. Reconnecting… (attempt 2)");
    // The page has one voice.
    await see(line).toHaveAttribute("aria-live", "off");
  });

  it("attaches to a running turn without alarm", async () => {
    const { page } = await open("attaching");
    const answer = page.getByRole("article", { name: "Hermes" });
    await see(answer).toContainText("Connecting…");
    await see(answer).not.toContainText("lost");
    await see(answer.locator(".warning, [role=status]")).toHaveCount(0);
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
    await see(page.getByRole("log")).toBeFocused();
    expect(await distance()).toBeLessThanOrEqual(2);
    await patch({ op: "append", turnId: "t", itemId: "x", text: `\n\n${paragraphs(5)}` });
    expect(await distance()).toBeLessThanOrEqual(2);
  });

  it("does not move what is read when thoughts end, and closes those below it", async () => {
    const { page } = await open("empty", { height: 400 });
    const reasoning = { id: "r", kind: "reasoning", text: paragraphs(40), open: true } as const;
    const ended = { op: "item", turnId: "t", item: { ...reasoning, open: false } } as const;
    const answer = {
      op: "item",
      turnId: "t",
      item: { id: "x", kind: "text", text: paragraphs(40) },
    } as const;
    const thinking = page.getByRole("button", { name: /^Thinking/ });
    const log = page.getByRole("log");
    await patch({ op: "turn", turn: turn({ items: [reasoning] }) });
    await log.hover();
    await page.mouse.wheel(0, -300);
    await see(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
    const read = page.locator("agent37-reasoning").getByText("Paragraph 30.");
    const top = (await read.boundingBox())?.y;
    await patch(ended, answer);
    expect((await read.boundingBox())?.y).toBe(top);
    await see(thinking).toHaveAttribute("aria-expanded", "true");

    await patch({
      op: "turns",
      turns: [
        turn({
          items: [
            { ...answer.item, id: "y" },
            { ...reasoning, id: "r2" },
          ],
        }),
      ],
    });
    await log.evaluate((element) => (element.scrollTop = 0));
    await see(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
    await patch({ op: "item", turnId: "t", item: { ...ended.item, id: "r2" } });
    await see(thinking).toHaveAttribute("aria-expanded", "false");
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

  it("speaks of the agent without a name, and calls it ready only when it is", async () => {
    const { page } = await open("empty");
    await see(page.getByText("Your agent on research-box is ready.")).toBeVisible();
    await patch({ op: "header", header: { ...header, instanceSleep: "sleeping" } });
    await see(page.getByText("research-box sleeps; your message wakes it.")).toBeVisible();
    await patch({ op: "header", header: { ...header, instanceSleep: "waking" } });
    await see(
      page.getByText("research-box is waking; your message goes out once it is awake."),
    ).toBeVisible();
    await patch({ op: "header", header: { ...header, agentName: "", canSend: false } });
    await see(page.getByRole("heading", { name: "Ask the agent" })).toBeVisible();
    await see(page.getByText("Your agent on research-box", { exact: true })).toBeVisible();
    await see(page.getByPlaceholder("Message the agent")).toBeVisible();
    await patch({ op: "turn", turn: turn({}) });
    await see(page.getByRole("article", { name: "Agent", exact: true })).toBeVisible();
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
