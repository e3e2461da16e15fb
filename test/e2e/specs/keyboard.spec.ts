/** Working with the chat without a mouse. */
import type { Locator } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";
import { Answer } from "../pages/answer.ts";
import type { Workbench } from "../pages/workbench.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** More stops than there are between any two places of a small chat. */
const mostStops = 40;

test("open, attach a file, send, open a tool, copy code, stop and switch the session, all by keyboard", async ({
  workbench,
  emulator,
}) => {
  const { chat, page } = workbench;
  const { keyboard } = page;
  const answer = new Answer(chat);

  // Open.
  await runByKeys(workbench, "Agent37: Focus Chat");
  await expectFocusOn(chat.composer);

  // Attach a file and send.
  await keyboard.type("review @gree");
  await expect(chat.mentions.getByRole("option", { selected: true })).toContainText("greet.ts");
  await keyboard.press("Enter");
  await expect(chat.chips).toHaveText([/greet\.ts/]);
  await expectFocusOn(chat.composer);
  await keyboard.press("Enter");
  await expect(chat.chips).toHaveCount(0);
  await chat.waitUntilIdle();
  await expectFocusOn(chat.composer);
  const [turn] = await emulator.control.responses.list();
  expect(turn?.files).toHaveLength(1);

  // Copy the code, which is the first that can be done with it, and open a tool above it.
  await goTo(workbench, answer.codeButton("total(orders", "Copy"), "Shift+Tab");
  await keyboard.press("Enter");
  await expect.poll(() => workbench.execute("companion.clipboard")).toContain("export function total(");
  await expectFocusOn(answer.codeButton("total(orders", "Copied"));
  const tool = chat.tools.filter({ hasText: "npm run lint" }).getByRole("button");
  await goTo(workbench, tool, "Shift+Tab");
  await keyboard.press("Enter");
  await expect(chat.tools.filter({ hasText: "npm run lint" })).toContainText('Missing script: "lint"');
  await expectFocusOn(tool);
  await workbench.screenshot("keyboard-tool");

  // Write on, and stop.
  await goTo(workbench, chat.composer, "Tab");
  await keyboard.type("hold");
  await keyboard.press("Enter");
  await expect(chat.agentMessages.last()).toContainText("I am working on it.");
  await expectFocusOn(chat.composer);
  await goTo(workbench, chat.stopButton, "Tab");
  await workbench.screenshot("keyboard-stop");
  await keyboard.press("Enter");
  await expect(chat.summary).toContainText("Stopped");
  await expectFocusOn(chat.composer);

  // Another session, and back.
  await keyboard.press("Control+n");
  await expect(chat.userMessages).toHaveCount(0);
  await expectFocusOn(chat.composer);
  await keyboard.type("echo second");
  await keyboard.press("Enter");
  await chat.waitUntilIdle();
  await runByKeys(workbench, "Agent37: Open Session…");
  await expect(workbench.quickInput.title).toContainText("Open Session");
  await keyboard.type("review");
  await expect(workbench.quickInput.items).toHaveCount(1);
  await keyboard.press("Enter");
  await expect(chat.userMessages).toHaveText([/review/, /hold/]);
  await expectFocusOn(chat.composer);
});

/** Runs a command of the palette without the mouse. */
async function runByKeys({ page, quickInput }: Workbench, title: string): Promise<void> {
  await page.keyboard.press("F1");
  await expect(quickInput.input).toHaveValue(">");
  await page.keyboard.type(title);
  await expect(quickInput.items.first()).toContainText(title);
  await page.keyboard.press("Enter");
}

/** Moves the focus with a key until it is there. Each stop on the way can be seen too. */
async function goTo({ chat, page }: Workbench, target: Locator, key: "Tab" | "Shift+Tab"): Promise<void> {
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press(key);
    const focus = chat.frame.locator(":focus");
    await expectFocusOn(focus);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${target.toString()} is not reached with ${key}`);
}

/** It has the focus, and who looks at the screen can tell. */
async function expectFocusOn(target: Locator): Promise<void> {
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport({ ratio: 0.9 });
  const sign = await target.evaluate((element) => {
    const frames = [element, element.closest(".composer")].filter((frame) => frame !== null);
    const probe = document.createElement("i");
    probe.style.color = "var(--vscode-focusBorder)";
    document.body.append(probe);
    const focusColor = getComputedStyle(probe).color;
    probe.remove();
    return frames.some((frame) => {
      const { outlineStyle, outlineColor, borderTopStyle, borderTopColor } = getComputedStyle(frame);
      const hasOutline = outlineStyle !== "none" && outlineColor === focusColor;
      return hasOutline || (borderTopStyle !== "none" && borderTopColor === focusColor);
    });
  });
  expect(sign, `the focus on ${target.toString()} can be seen`).toBe(true);
}
