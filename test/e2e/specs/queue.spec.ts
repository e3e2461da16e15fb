/** Messages that are sent while the agent works. */
import {
  expectAllThatWasSaid,
  expectFinalText,
  expectSentOnce,
  releaseAgent,
  sendAndHold,
  turnOf,
  turnsOf,
} from "../checks.ts";
import type { ChatView } from "../pages/chatView.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ window: "shared" });

async function enqueue(chat: ChatView, text: string): Promise<void> {
  await chat.composer.fill(text);
  await chat.composer.press("Enter");
  await expect(chat.queue).toContainText(text);
  await expect(chat.composer).toHaveValue("");
}

test("Stop lets the queue wait until it is resumed; Stop and Send goes out next", async ({
  workbench,
  emulator,
}) => {
  const chat = await workbench.openChat();
  await sendAndHold(chat, emulator, "long 21", 4);
  await expectAllThatWasSaid(chat, emulator, "long 21");
  await enqueue(chat, "echo patient");
  // Nothing that ends a word in an input method stops a turn, nor does Escape.
  await chat.composer.press("Escape");
  await chat.composer.dispatchEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true });
  expect((await turnOf(emulator, "long 21")).status).toBe("in_progress");

  await chat.stopButton.click();
  await expect(chat.queue).toContainText("Queued messages wait");
  await expect(chat.summary).toContainText("Stopped");
  expect(await turnsOf(emulator, "echo patient")).toHaveLength(0);
  await chat.button("Resume").click();
  await releaseAgent(emulator);
  await expectFinalText(chat, emulator, "echo patient");

  await sendAndHold(chat, emulator, "long 22", 4);
  await enqueue(chat, "echo behind");
  await chat.composer.fill("echo urgent");
  await chat.button("Stop and Send").click();
  await expect.poll(async () => (await turnOf(emulator, "long 22")).status).toBe("cancelled");
  await releaseAgent(emulator);
  await expectFinalText(chat, emulator, "echo behind");
  await expect(chat.userMessages).toHaveText([/long 21/, /patient/, /long 22/, /urgent/, /behind/]);
  for (const input of ["echo urgent", "echo behind"]) expect(await turnsOf(emulator, input)).toHaveLength(1);
});

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`on the ${dialect} dialect`, () => {
    test.use({ dialect });

    test("messages wait in sight, are changed, moved and removed, and go out one after the other", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await sendAndHold(chat, emulator, "long 20", 4);
      for (const text of ["echo one", "echo two", "echo three"]) await enqueue(chat, text);
      // Enter has queued; it has cancelled nothing.
      expect((await turnOf(emulator, "long 20")).status).toBe("in_progress");

      await chat.queueButton("Move Up", "echo three").click();
      await expect(chat.queued).toHaveText([/echo one/, /echo three/, /echo two/]);
      await chat.queueButton("Remove", "echo one").click();
      await chat.queueButton("Edit", "echo two").click();
      const box = chat.queue.getByRole("textbox", { name: "Edit the queued message" });
      await expect(box).toBeFocused();
      await box.fill("echo two, changed");
      await box.press("Enter");
      await expect(chat.queued).toHaveText([/echo three/, /echo two, changed/]);
      await workbench.screenshot(`queue-${dialect}`);

      await releaseAgent(emulator);
      await expectFinalText(chat, emulator, "echo two, changed");
      await expect(chat.userMessages).toHaveText([/long 20/, /echo three/, /echo two, changed/]);
      await expectSentOnce(emulator, "long 20");
      for (const input of ["echo three", "echo two, changed"])
        expect(await turnsOf(emulator, input)).toHaveLength(1);
      for (const input of ["echo one", "echo two"]) expect(await turnsOf(emulator, input)).toHaveLength(0);
      await expect(chat.queue).toBeHidden();
    });
  });
}
