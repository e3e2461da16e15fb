/** What the agent does while it works, and reading along. */
import {
  expectAllThatWasSaid,
  expectFinalText,
  plain,
  releaseAgent,
  sendAndHold,
  stepAgent,
  turnOf,
} from "../checks.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ window: "shared" });

test("a thought counts its time and closes when the answer starts; a call is prepared, runs and fails in its row", async ({
  workbench,
  emulator,
}) => {
  const { responses } = emulator.control;
  const chat = await workbench.openChat();
  await chat.send("hold think");
  await expect(chat.thinking).toHaveAccessibleName(/^Thinking… \d+ s/);
  const early = await chat.thinking.innerText();
  await expect(chat.thinking).toHaveAttribute("aria-expanded", "true");
  await expect(chat.agentMessages.last()).toContainText("This needs some thought.");
  await expect(chat.thinking).not.toHaveText(plain(early));
  await workbench.screenshot("thinking");
  expect(await responses.release()).toBe(1);
  await chat.waitUntilIdle();
  await expect(chat.thinking).toHaveAccessibleName(/^Thinking \d+ s$/);
  await expect(chat.thinking).toHaveAttribute("aria-expanded", "false");
  await expect(chat.agentMessages.last()).not.toContainText("This needs some thought.");

  await chat.send("hold call");
  await expect(chat.tools).toContainText(/terminal\s+preparing/);
  expect(await responses.release()).toBe(1);
  await expect(chat.tools).toContainText(/terminal\s+npm run deploy\s+running/);
  const head = chat.tools.getByRole("button");
  await expect(head).toHaveAttribute("aria-expanded", "false");
  await head.click();
  await expect(chat.tools.locator("pre")).toHaveText('{\n  "command": "npm run deploy",\n  "timeout": 60\n}');
  await expect(chat.tools.locator(".rowTime")).toHaveText(/^[2-9] s$/);
  await workbench.screenshot("tool-running");
  expect(await responses.release()).toBe(1);
  await expect(chat.tools).toHaveClass(/failed/);
  await expect(head).toHaveAttribute("aria-expanded", "true");
  await expect(chat.tools).toContainText("npm error Nowhere to deploy to");
  await chat.waitUntilIdle();
  await expect(chat.tools).toHaveCount(1);
});

test("a run of one tool is one row until it is opened; the end says what the turn took", async ({
  workbench,
  emulator,
}) => {
  const chat = await workbench.openChat();
  await chat.frame.getByRole("button", { name: /^Model:/ }).click();
  await workbench.quickInput.pick("gpt-5.2");
  await expect(chat.frame.getByRole("button", { name: "Model: gpt-5.2" })).toBeVisible();
  await chat.ask("toolrun 6");

  const run = chat.conversation.locator(".row.toolRun");
  await expect(run).toHaveText(/^\s*terminal\s*· 6 calls · 1 failed · [\d.]+ s/);
  await expect(chat.tools).toHaveCount(0);
  await run.getByRole("button").click();
  await expect(chat.tools).toHaveCount(6);
  await chat.tools.filter({ hasText: "failed" }).getByRole("button").click();
  await expect(chat.tools.filter({ hasText: "failed" })).toContainText("Command failed with exit code 1");
  await workbench.screenshot("tool-run");

  const { usage } = await turnOf(emulator, "toolrun 6");
  expect(usage?.cost_usd).toBeGreaterThan(0);
  await expect(chat.summary).toHaveText(
    /^\s*[\d.]+ m?s · [\d,]+ in · [\d,]+ out · \$[\d.]+ · gpt-5\.2 · \d+% context\s*$/,
  );
  await expect(chat.summary).toHaveAttribute("title", /tokens of context used/);
});

test("who reads along keeps the selection, sees how much is new, and has the font of chats", async ({
  workbench,
  emulator,
}) => {
  const { page } = workbench;
  const chat = await workbench.openChat();
  await sendAndHold(chat, emulator, "long 30", 12);
  await expectAllThatWasSaid(chat, emulator, "long 30");
  const selection = () => chat.conversation.evaluate(() => String(document.getSelection()));
  const paragraph = chat.agentMessages.last().locator(".answer p").first();
  await paragraph.click({ clickCount: 3 });
  const selected = plain(await paragraph.innerText());
  expect(plain(await selection())).toBe(selected);
  await stepAgent(emulator, 12);
  await expectAllThatWasSaid(chat, emulator, "long 30");
  expect(plain(await selection())).toBe(selected);
  await releaseAgent(emulator);
  await expectFinalText(chat, emulator, "long 30");
  expect(plain(await selection())).toBe(selected);

  await sendAndHold(chat, emulator, "toolrun 4", 1);
  await expect(chat.thinking).toBeVisible();
  await chat.conversation.hover();
  await page.mouse.wheel(0, -400);
  const jump = chat.frame.getByRole("button", { name: /^Jump to latest/ });
  await expect(jump).toHaveText("Jump to latest");
  await releaseAgent(emulator);
  // Four calls and the answer.
  await expect(jump).toHaveText("Jump to latest (5 new)", { timeout: 30_000 });
  await workbench.screenshot("jump-to-latest");
  await jump.click();
  await expect(jump).toBeHidden();
  await expect(chat.conversation).toBeFocused();
  await expect(chat.agentMessages.last()).toBeInViewport();

  await workbench.setSetting("chat.fontSize", 20);
  await workbench.setSetting("chat.fontFamily", "Georgia");
  await expect(chat.conversation).toHaveCSS("font-size", "20px");
  await expect(chat.conversation).toHaveCSS("font-family", "Georgia");
  await expect(chat.composer).toHaveCSS("font-size", "20px");
  await workbench.screenshot("chat-font");
});
