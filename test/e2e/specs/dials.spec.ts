/** What a chat is sent with, and what is being written to it, belong to the chat. */
import type { Emulator } from "../../emulator/emulator.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ window: "shared" });

/** What a message was sent with. */
async function sentWith({ control }: Emulator, input: string): Promise<Record<string, unknown>> {
  const requests = await control.requests.list({ method: "POST", path: "/v1/responses" });
  const bodies = requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  return bodies.findLast((body) => body["input"] === input) ?? {};
}

test("what is written to a chat stays with it: another session, a new chat and a tab have their own", async ({
  workbench,
}) => {
  test.setTimeout(120_000);
  const chat = await workbench.openChat();
  const tab = workbench.editorChat;
  /** By the button above the view, which means the side bar wherever the user was last. */
  const openBeside = async (title: RegExp): Promise<void> => {
    await workbench.page
      .locator(".part.sidebar")
      .getByRole("button", { name: /Open Session/ })
      .click();
    await workbench.quickInput.pick(title);
    await expect(workbench.quickInput.widget).toBeHidden();
  };
  await chat.ask("echo one");
  await chat.composer.pressSequentially("to one");
  // At once, before the view has told of the last key.
  await workbench.execute("agent37.newChat");
  await expect(chat.composer).toHaveValue("");
  await chat.ask("echo two");
  await chat.composer.fill("to two");
  await workbench.openSession(/one/);
  await expect(chat.composer).toHaveValue("to one");

  await workbench.execute("agent37.newChat");
  await chat.composer.fill("moves along");
  await workbench.runCommand("Agent37: Open Chat in Editor");
  await expect(tab.composer).toHaveValue("moves along");
  await expect(chat.composer).toHaveValue("");

  // Two places that show one session write one draft.
  await workbench.openSession(/two/);
  await expect(tab.composer).toHaveValue("to two");
  await workbench.openChat();
  await chat.composer.fill("nothing");
  await openBeside(/two/);
  await expect(chat.composer).toHaveValue("to two");
  await chat.composer.fill("to two, from the side");
  await expect(tab.composer).toHaveValue("to two, from the side");
  await workbench.screenshot("one-draft");
  await tab.composer.press("Enter");
  await expect(chat.userMessages.last()).toContainText("to two, from the side");
  await expect(tab.composer).toHaveValue("");
  await expect(chat.composer).toHaveValue("");

  await workbench.untilStored("to one");
  await workbench.reloadWindow();
  await workbench.openChat();
  await openBeside(/one/);
  await expect(chat.composer).toHaveValue("to one");
});

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`the dials of a chat on the ${dialect} dialect`, () => {
    test.use({ dialect });

    test("model, effort and agent are chosen for the chat, go out with it and pass on to the next one", async ({
      workbench,
      emulator,
    }) => {
      test.setTimeout(120_000);
      const { quickInput } = workbench;
      const chat = await workbench.openChat();
      const dial = (name: RegExp) => chat.frame.getByRole("button", { name });
      await expect(dial(/^Model: the session's own/)).toHaveText("Model");

      const hasAgents = dialect === "unified";
      if (hasAgents) {
        await dial(/^Agent: Hermes$/).click();
        await quickInput.pick("Claude Code");
        await expect(dial(/^Agent: Claude Code$/)).toBeVisible();
      } else {
        await expect(dial(/^Agent:/)).toHaveCount(0);
      }

      await dial(/^Model:/).click();
      await expect(quickInput.title).toContainText("Select Model");
      await expect(quickInput.items.first()).toContainText("The session's own model");
      await workbench.screenshot(`select-model-${dialect}`);
      await quickInput.pick("gpt-5.2");
      await expect(dial(/^Model: gpt-5.2$/)).toBeVisible();

      await dial(/^Reasoning effort:/).click();
      await quickInput.pick("high");
      await expect(dial(/^Reasoning effort: high/)).toHaveText("Effort: high");
      await workbench.screenshot(`dials-${dialect}`);

      await chat.ask("echo with all of it");
      const first = await sentWith(emulator, "echo with all of it");
      expect(first).toMatchObject({ model: "@openai:gpt-5.2", reasoning_effort: "high" });
      expect(first["provider"]).toBe(dialect === "unified" ? "openai" : undefined);
      expect(first["agent"]).toBe(hasAgents ? "claude-code" : undefined);
      if (hasAgents) await expect(dial(/^Agent: Claude Code/)).toBeDisabled();

      // A new chat in this place is sent with the same, until it chooses otherwise.
      await workbench.runCommand("Agent37: New Chat");
      await expect(chat.userMessages).toHaveCount(0);
      await dial(/^Reasoning effort:/).click();
      await quickInput.pick("The session's own effort");
      await expect(dial(/^Reasoning effort:/)).toHaveText("Effort");
      await chat.ask("echo with the model alone");
      const second = await sentWith(emulator, "echo with the model alone");
      expect(second["model"]).toBe(first["model"]);
      expect(second["reasoning_effort"]).toBeUndefined();

      // The first one still has its own, also after a reload.
      await workbench.openSession(/with all of it/);
      await expect(dial(/^Reasoning effort: high/)).toBeVisible();
      await chat.composer.fill("the last thing that is kept");
      await workbench.untilStored("the last thing that is kept");
      await workbench.reloadWindow();
      await workbench.openChat();
      await expect(chat.userMessages).toHaveText(/with all of it/);
      await expect(dial(/^Reasoning effort: high/)).toBeVisible();
      await expect(dial(/^Model: gpt-5.2$/)).toBeVisible();
    });
  });
}
