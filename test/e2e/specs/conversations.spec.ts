/** Several chats at once, and the list of sessions that they can be found in again. */
import {
  demoInstance,
  expectAllThatWasSaid,
  expectFinalText,
  expectSentOnce,
  releaseAgent,
  sendAndHold,
  sessionOf,
  stepAgent,
  turnOf,
  turnsOf,
} from "../checks.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ window: "shared" });

test("two chats answer at once while a third is renamed; a reload keeps both turns, the queue and both drafts", async ({
  workbench,
  emulator,
}) => {
  test.setTimeout(120_000);
  const { quickInput } = workbench;
  const side = await workbench.openChat();
  const tab = workbench.editorChat;
  await side.ask("echo the third");

  await workbench.execute("agent37.newChat");
  await sendAndHold(side, emulator, "long 30", 4);
  await side.composer.fill("echo waits");
  await side.composer.press("Enter");
  await side.composer.fill("draft at the side");

  await workbench.execute("agent37.openChatInEditor");
  await tab.composer.waitFor();
  await workbench.execute("agent37.newChat");
  await expect(tab.userMessages).toHaveCount(0);
  await tab.send("long 31");
  await expect.poll(async () => (await turnOf(emulator, "long 31")).status).toBe("in_progress");
  await tab.composer.fill("draft in the tab");

  await stepAgent(emulator, 4);
  await expectAllThatWasSaid(side, emulator, "long 30");
  await expectAllThatWasSaid(tab, emulator, "long 31");
  const before = [
    (await turnOf(emulator, "long 30")).outputText,
    (await turnOf(emulator, "long 31")).outputText,
  ];

  // The third one gets another name from the list, which stays open for more.
  const third = quickInput.items.filter({ hasText: "echo the third" }).first();
  await expect(async () => {
    // On a slow machine the page gets the focus back from the palette a moment too late, and the box goes away.
    await workbench.runCommand("Agent37: Open Session…");
    await third.hover({ timeout: 5_000 });
    await third.getByRole("button", { name: /Rename/ }).click({ timeout: 5_000 });
  }).toPass();
  await expect(quickInput.title).toContainText("Rename Session");
  await quickInput.enter("The one with a name");
  await expect(quickInput.items.filter({ hasText: "The one with a name" })).toBeVisible();
  await expect(quickInput.items.filter({ hasText: "a turn is running" })).toHaveCount(2);
  await workbench.screenshot("sessions");
  await quickInput.cancel();
  expect((await sessionOf(emulator, "echo the third")).title).toBe("The one with a name");

  await stepAgent(emulator, 4);
  await expectAllThatWasSaid(side, emulator, "long 30");
  await expectAllThatWasSaid(tab, emulator, "long 31");
  expect((await turnOf(emulator, "long 30")).outputText.length).toBeGreaterThan(before[0]?.length ?? 0);
  expect((await turnOf(emulator, "long 31")).outputText.length).toBeGreaterThan(before[1]?.length ?? 0);
  await workbench.screenshot("two-chats");

  for (const text of ["draft at the side", "draft in the tab", "echo waits"])
    await workbench.untilStored(text);
  await workbench.untilTabStored("draft in the tab");
  await workbench.reloadWindow();
  await workbench.openChat();
  await expectAllThatWasSaid(side, emulator, "long 30");
  await expectAllThatWasSaid(tab, emulator, "long 31");
  await expect(side.composer).toHaveValue("draft at the side");
  await expect(tab.composer).toHaveValue("draft in the tab");
  await expect(side.frame.getByRole("region", { name: "Queued messages" })).toContainText("echo waits");

  await releaseAgent(emulator);
  await expectFinalText(side, emulator, "echo waits");
  await expectFinalText(tab, emulator, "long 31");
  for (const input of ["long 30", "long 31"]) await expectSentOnce(emulator, input);
  expect(await turnsOf(emulator, "echo waits")).toHaveLength(1);
  expect((await sessionOf(emulator, "echo waits")).id).toBe((await sessionOf(emulator, "long 30")).id);
  await expect(side.composer).toHaveValue("draft at the side");
});

test("Export Chat as Markdown gives a document with both sides, tools and attachments", async ({
  workbench,
}) => {
  const chat = await workbench.openChat();
  await chat.ask("review");
  expect(await chat.lastAnswerText()).toContain("does what it says, with two things to think about");
  await workbench.runCommand("Agent37: Export Chat as Markdown");
  await expect.poll(async () => workbench.tabs()).toHaveLength(1);
  const text = (await workbench.execute("companion.activeText")) as string;
  expect(text).toMatch(/^# /);
  expect(text).toContain("review");
  expect(text).toContain("<details>");
  expect(text).toContain("does what it says, with two things to think about");
});

test("a chat that nobody looks at says when it has ended, once, with the first line and a badge", async ({
  workbench,
  emulator,
}) => {
  const chat = await workbench.openChat();
  await sendAndHold(chat, emulator, "question", 1);
  await workbench.execute("workbench.view.explorer");
  await releaseAgent(emulator);
  const notice = workbench.notification(/asks/);
  await expect(notice).toHaveCount(1, { timeout: 30_000 });
  const badge = workbench.page
    .locator(".activitybar .action-item", { has: workbench.page.getByLabel(/Agent37/) })
    .locator(".badge-content");
  await expect(badge).toHaveText("1");
  await workbench.screenshot("turn-ended-out-of-sight");
  await notice.getByRole("button", { name: "Show" }).click();
  await expect(chat.composer).toBeFocused({ timeout: 30_000 });
  await expect(chat.composer).toHaveAttribute("placeholder", /^Answer /);
  await expect(chat.agentMessages.last()).toContainText("Waiting for your answer");
  await expect(badge).toBeHidden();
});

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`the sessions on the ${dialect} dialect`, () => {
    test.use({ dialect });

    test("are found by their words, also those from elsewhere, and are opened and deleted", async ({
      workbench,
      emulator,
    }) => {
      const { quickInput } = workbench;
      const chat = await workbench.openChat();
      await chat.ask("echo apples and pears");
      const elsewhere = await emulator.control.startTurn({
        instanceId: demoInstance[dialect],
        input: "echo said by somebody else",
      });
      await emulator.control.responses.finished(elsewhere.responseId);

      await workbench.runCommand("Agent37: Open Session…");
      await quickInput.type("somebody");
      await expect(quickInput.items).toHaveCount(1);
      await quickInput.items.first().click();
      await expect(chat.userMessages).toHaveText(/said by somebody else/);
      expect(await chat.lastAnswerText()).toBe("said by somebody else");

      await workbench.runCommand("Agent37: Open Session…");
      const row = quickInput.items.filter({ hasText: "somebody else" }).first();
      await row.hover();
      await row.getByRole("button", { name: /Delete/ }).click();
      await expect(workbench.dialog).toContainText("somebody else");
      await workbench.answerDialog("Delete");
      await expect(quickInput.items.filter({ hasText: "apples and pears" })).toBeVisible();
      await expect(quickInput.items.filter({ hasText: "somebody else" })).toHaveCount(0);
      await quickInput.cancel();
      expect(await emulator.control.sessions.get(elsewhere.sessionId)).toBeNull();
      // The chat that showed it is empty.
      await expect(chat.userMessages).toHaveCount(0);
    });
  });
}
