/** What people complain about most in chats of this kind, each as a test of its own. */
import {
  demoInstance,
  expectAllThatWasSaid,
  expectFinalText,
  expectSentOnce,
  plain,
  releaseAgent,
  sendAndHold,
  stepAgent,
  turnOf,
  turnsOf,
} from "../checks.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ window: "shared" });

/** Longer than the server remembers the reasoning and the tools of a turn. */
const forgottenMs = 120_000;

test("chat lost on reload: messages, thoughts, tools, draft and queue are there again", async ({
  workbench,
  emulator,
}) => {
  const chat = await workbench.openChat();
  await chat.ask("review");
  const said = await chat.lastAnswerText();
  const tools = await chat.tools.count();
  expect(tools).toBeGreaterThan(0);

  await sendAndHold(chat, emulator, "long 30", 6);
  await expectAllThatWasSaid(chat, emulator, "long 30");
  await chat.composer.fill("echo later");
  await chat.composer.press("Enter");
  await expect(chat.frame.getByRole("region", { name: "Queued messages" })).toContainText("echo later");
  await chat.composer.fill("what I was about to say");
  await workbench.untilStored("echo later");
  await workbench.untilStored("what I was about to say");

  // The server has forgotten what the first turn did; this machine has not.
  await emulator.control.clock.advance(forgottenMs);
  await workbench.reloadWindow();
  await workbench.openChat();
  await expectAllThatWasSaid(chat, emulator, "long 30");
  await expect(chat.userMessages.first()).toContainText("review");
  expect(plain((await chat.agentMessages.first().locator(".answer").allInnerTexts()).join("\n"))).toBe(
    plain(said),
  );
  await expect(
    chat.agentMessages
      .first()
      .getByRole("button", { name: /^Thinking/ })
      .first(),
  ).toBeVisible();
  await expect(chat.agentMessages.first().locator(".row.tool")).toHaveCount(tools);
  await expect(chat.composer).toHaveValue("what I was about to say");
  await expect(chat.frame.getByRole("region", { name: "Queued messages" })).toContainText("echo later");

  await releaseAgent(emulator);
  await expectFinalText(chat, emulator, "echo later");
  await expectSentOnce(emulator, "long 30");
  expect(await turnsOf(emulator, "echo later")).toHaveLength(1);
  await expect(chat.composer).toHaveValue("what I was about to say");
});

test("stuck busy state: however a turn ends, the next message can be sent", async ({
  workbench,
  emulator,
}) => {
  const { control } = emulator;
  const chat = await workbench.openChat();
  const endings: readonly { readonly how: string; readonly end: (id: string) => Promise<unknown> }[] = [
    {
      how: "the connection broke and the turn ended meanwhile",
      end: async () => {
        await control.faults.add({
          path: "/v1/responses/*/stream",
          action: { kind: "drop", when: "request" },
        });
        await control.connections.drop("/v1/responses");
        await releaseAgent(emulator);
      },
    },
    {
      how: "somebody else stopped it",
      end: async (id) => {
        const url = (await control.instances.get(demoInstance["two-plane"]))?.url ?? "";
        const stopped = await fetch(`${url}/v1/responses/${id}/cancel`, {
          method: "POST",
          headers: { "X-Agent37-Key": emulator.key },
        });
        expect(stopped.ok).toBe(true);
        await releaseAgent(emulator);
      },
    },
    {
      how: "the server lost everything about it",
      end: async () => {
        await control.faults.add({
          path: "/v1/responses/*/stream",
          times: 3,
          action: { kind: "error", code: "response_not_found", status: 404 },
        });
        await control.connections.drop("/v1/responses");
        await releaseAgent(emulator);
      },
    },
  ];
  for (const [index, { how, end }] of endings.entries()) {
    const input = `long ${20 + index}`;
    await sendAndHold(chat, emulator, input, 5);
    await expect(chat.stopButton).toBeVisible();
    await end((await turnOf(emulator, input)).id);
    await expect(chat.stopButton, how).toBeHidden({ timeout: 30_000 });
    await control.faults.clear();
    expect(await chat.ask(`echo after number ${index}`), how).toBe(`after number ${index}`);
  }
});

test("message vanished mid-turn: what was sent is in the chat, in the queue or in the composer", async ({
  workbench,
  emulator,
}) => {
  const { control } = emulator;
  const chat = await workbench.openChat();
  await sendAndHold(chat, emulator, "long 25", 4);
  // Sent while the agent answers: it waits where it can be seen.
  await chat.composer.fill("echo the second");
  await chat.composer.press("Enter");
  const queue = chat.frame.getByRole("region", { name: "Queued messages" });
  await expect(queue).toContainText("echo the second");
  // The next request finds nobody at home: the message comes back.
  await control.faults.add({
    method: "POST",
    path: "/v1/responses",
    action: { kind: "error", code: "insufficient_balance", status: 402 },
  });
  await releaseAgent(emulator);
  await expect(chat.alert("insufficient_balance")).toBeVisible({ timeout: 30_000 });
  await expect(chat.composer).toHaveValue("echo the second");
  await expect(chat.userMessages.filter({ hasText: "echo the second" })).toBeVisible();
  expect(await turnsOf(emulator, "echo the second")).toHaveLength(0);
  await chat.sendButton.click();
  await expectFinalText(chat, emulator, "echo the second");
  await expect(chat.composer).toHaveValue("");
});

test("focus stolen: neither the view that opens nor a turn that ends takes the cursor from the editor", async ({
  workbench,
  emulator,
}) => {
  const { page } = workbench;
  const chat = await workbench.openChat();
  await sendAndHold(chat, emulator, "long 15", 3);
  await workbench.openFile("src/greet.ts", [0, 0, 0, 0]);
  const editor = page.locator(".editor-instance").first();
  await editor.locator(".view-lines").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("// one ");
  await releaseAgent(emulator);
  await expectFinalText(chat, emulator, "long 15");
  await page.keyboard.type("two ");
  // The view is made again while the cursor is in the editor.
  await workbench.execute("workbench.action.toggleSidebarVisibility");
  await page.keyboard.type("three ");
  await workbench.execute("workbench.action.toggleSidebarVisibility");
  await chat.composer.waitFor({ timeout: 30_000 });
  await expectFinalText(chat, emulator, "long 15");
  await page.keyboard.type("four");
  await expect(editor.locator(".view-line").first()).toContainText(/one.two.three.four/);
  await expect(chat.composer).toHaveValue("");
});

test("scroll yanked: who reads further up stays there, whatever comes below", async ({
  workbench,
  emulator,
}) => {
  const chat = await workbench.openChat();
  await chat.ask("long 40");
  await sendAndHold(chat, emulator, "long 60", 10);
  await expectAllThatWasSaid(chat, emulator, "long 60");
  const top = (): Promise<number> => chat.conversation.evaluate((log) => Math.round(log.scrollTop));
  const end = (): Promise<number> =>
    chat.conversation.evaluate((log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));
  await expect.poll(end).toBeLessThanOrEqual(2);

  await chat.conversation.hover();
  await workbench.page.mouse.wheel(0, -300);
  await expect.poll(end).toBeGreaterThan(200);
  const reading = await top();
  await stepAgent(emulator, 10);
  await expectAllThatWasSaid(chat, emulator, "long 60");
  expect(await top()).toBe(reading);
  await releaseAgent(emulator);
  await expectFinalText(chat, emulator, "long 60");
  expect(await top()).toBe(reading);

  const jump = chat.frame.getByRole("button", { name: /^Jump to latest/ });
  await jump.click();
  await expect.poll(end).toBeLessThanOrEqual(2);
  await expect(jump).toBeHidden();
});
