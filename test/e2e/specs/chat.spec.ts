/** Chatting as a person does it: from the first key to the old session that is opened again. */
import {
  demoInstance,
  expectAllThatWasSaid,
  expectFinalText,
  expectHistory,
  expectSentOnce,
  expectStopWorks,
  plain,
  sendAndHold,
  releaseAgent,
  sessionOf,
  stepAgent,
  turnOf,
} from "../checks.ts";
import { expect, test } from "../fixtures/test.ts";

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`the first chat on the ${dialect} dialect, without a key`, () => {
    test.use({ dialect, signedIn: false });

    test(`key, instance, message: the answer grows on screen until it is the server's${dialect === "two-plane" ? " @smoke" : ""}`, async ({
      workbench,
      emulator,
    }) => {
      const { quickInput } = workbench;
      const chat = await workbench.openChat();
      await expect(chat.conversation).toContainText("Connect to Agent37");
      await workbench.setApiKey(emulator.key);
      await expect(workbench.statusBarItem()).not.toHaveAccessibleName("Agent37: set API key");
      await workbench.statusBarItem().click();
      await expect(quickInput.title).toContainText("Select Instance");
      await quickInput.pick(/Demo agent/);
      await expect(quickInput.widget).toBeHidden();
      await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");

      const input = "long 30";
      const seen = await chat.watchAnswer();
      await sendAndHold(chat, emulator, input, 0);
      for (let growth = 1; growth <= 3; growth += 1) {
        await stepAgent(emulator, 2);
        await expectAllThatWasSaid(chat, emulator, input);
        await expect(chat.stopButton).toBeVisible();
      }
      await releaseAgent(emulator);
      await expectFinalText(chat, emulator, input);

      const { finalText, instanceId } = await sessionOf(emulator, input);
      expect(instanceId).toBe(demoInstance[dialect]);
      const states = (await seen()).map(withoutSpace);
      expect(states.length).toBeGreaterThan(3);
      states.reduce((before, state) => {
        expect(state.startsWith(before), `"${state}" grows from "${before}"`).toBe(true);
        return state;
      });
      expect(states.at(-1)).toBe(withoutSpace(finalText));
      await expectSentOnce(emulator, input);
    });
  });
}

test.describe("the composer", () => {
  test.use({ window: "shared" });

  test("Enter sends, Shift+Enter makes a line, and a draft survives a reload", async ({
    workbench,
    emulator,
  }) => {
    const chat = await workbench.openChat();
    await chat.composer.click();
    await workbench.page.keyboard.type("echo one");
    await workbench.page.keyboard.press("Shift+Enter");
    await workbench.page.keyboard.type("and two");
    await expect(chat.composer).toHaveValue("echo one\nand two");
    await workbench.page.keyboard.press("Enter");
    await expect(chat.composer).toHaveValue("");
    await expectFinalText(chat, emulator, "echo one\nand two");
    await expectSentOnce(emulator, "echo one\nand two");
    await workbench.page.keyboard.press("Enter");
    await expect(chat.userMessages).toHaveCount(1);

    const draft = "not finished, with a\u00a0“quote” and 文";
    await workbench.page.keyboard.type(draft);
    await workbench.untilStored(draft);
    await workbench.reloadWindow();
    await workbench.openChat();
    await expect(chat.composer).toHaveValue(draft);
    await expectHistory(chat, emulator, (await sessionOf(emulator, "echo one\nand two")).id);
  });
});

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`a chat on the ${dialect} dialect`, () => {
    test.use({ dialect, window: "shared" });

    test("a stopped turn is cancelled at the server and keeps what it has said", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      const input = "long 40";
      await expectStopWorks(chat, emulator, input);
      const { outputText } = await turnOf(emulator, input);
      expect(plain(await chat.lastAnswerText())).toBe(plain(outputText));
      await releaseAgent(emulator);
      expect(await chat.ask("echo and on it goes")).toBe("and on it goes");
      await expectHistory(chat, emulator, (await sessionOf(emulator, input)).id);
    });

    test("New Chat is empty; the old session opens again with the same text", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      await chat.ask("echo the first session");
      await chat.ask("long 8");
      const first = await sessionOf(emulator, "long 8");
      await expectHistory(chat, emulator, first.id);

      await workbench.runCommand("Agent37: New Chat");
      await expect(chat.conversation.locator("article")).toHaveCount(0);
      await expect(chat.composer).toBeFocused();
      await chat.ask("echo the second session");
      const second = await sessionOf(emulator, "echo the second session");
      expect(second.id).not.toBe(first.id);
      await expectHistory(chat, emulator, second.id);

      await workbench.openSession("echo the first session");
      await expectHistory(chat, emulator, first.id);
      await chat.ask("echo again in the first session");
      expect((await sessionOf(emulator, "echo again in the first session")).id).toBe(first.id);
      await expectHistory(chat, emulator, first.id);
    });

    test("thoughts and tools show while they happen, and what it took when it is over", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      const input = "Look around";
      await sendAndHold(chat, emulator, input, 2);
      await expect(chat.thinking).toHaveAccessibleName(/^Thinking…/);
      await expect(chat.thinking).toHaveAttribute("aria-expanded", "true");
      await releaseAgent(emulator);
      await chat.waitUntilIdle();

      const { events, usage } = await turnOf(emulator, input);
      const started = events.filter(({ event }) => event === "response.tool_call.started");
      expect(started.length).toBeGreaterThan(0);
      await expect(chat.tools.locator(".rowName")).toHaveText(
        started.map(({ data }) => String(data["tool"])),
      );
      await expect(chat.tools.locator(".rowLabel")).toHaveText(
        started.map(({ data }) => String(data["label"])),
      );
      await expect(chat.tools.filter({ hasText: "failed" })).toHaveCount(1);
      await chat.tools.filter({ hasText: "failed" }).getByRole("button").click();
      await expect(chat.conversation).toContainText("npm ERR! missing script: test");
      await expect(chat.thinking).toHaveCount(2);
      await expect(chat.thinking.first()).toHaveAttribute("aria-expanded", "false");
      await expect(await chat.openThinking()).toContainText("There is no such script. The build will do.");

      const cost = usage?.cost_usd ?? 0;
      await expect(chat.summary).toContainText(` · ${count(usage?.input_tokens)} in`);
      await expect(chat.summary).toContainText(` · ${count(usage?.output_tokens)} out`);
      await expect(chat.summary).toContainText(` · $${cost.toFixed(4).replace(/0{1,2}$/, "")}`);
    });
  });
}

/** How elements divide a text is not what the server said. */
function withoutSpace(text: string | null): string {
  return (text ?? "").replace(/\s+/g, "");
}

function count(tokens: number | undefined): string {
  return (tokens ?? 0).toLocaleString("en-US");
}
