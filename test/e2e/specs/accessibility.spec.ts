/** The chat for people who do not see it, or see it in other colors. */
import type { Frame } from "@playwright/test";
import path from "node:path";
import { loadAxe, violations } from "../../axe.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import { demoInstance, holdAgent, releaseAgent, stepAgent, turnOf } from "../checks.ts";
import { expect, test } from "../fixtures/test.ts";
import type { ChatView } from "../pages/chatView.ts";
import type { Workbench } from "../pages/workbench.ts";

test.use({ window: "shared" });

const themes = [
  { name: "light", setting: "Light 2026", bodyClass: "vscode-light" },
  { name: "dark", setting: "Dark 2026", bodyClass: "vscode-dark" },
  { name: "high-contrast", setting: "Default High Contrast", bodyClass: "vscode-high-contrast" },
] as const;

/** The document of a chat. A page that was loaded again is another one. */
async function frameOf(chat: ChatView): Promise<Frame> {
  const frame = await (await chat.frame.owner().elementHandle())?.contentFrame();
  if (!frame) throw new Error("The chat's frame is not there");
  return frame;
}

/** Checks what the chat shows now in every theme, and takes pictures of it. */
class Eye {
  readonly #workbench: Workbench;
  #known: Frame | undefined;
  /** Each state begins in the theme that the one before ended in. */
  #order: readonly (typeof themes)[number][] = themes;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async look(state: string): Promise<void> {
    const frame = await frameOf(this.#workbench.chat);
    if (frame !== this.#known) await loadAxe(frame);
    this.#known = frame;
    for (const { name, setting, bodyClass } of this.#order) {
      await this.#workbench.setSetting("workbench.colorTheme", setting);
      await frame.locator(`body.${bodyClass}`).waitFor();
      // The page is transparent; what is behind it is another document, which axe-core cannot see.
      await frame.evaluate(() => {
        document.documentElement.style.backgroundColor = "var(--vscode-sideBar-background)";
      });
      expect.soft(await violations(frame), `${state}, ${name}`).toEqual([]);
      await this.#workbench.screenshot(`a11y-${state}-${name}`);
    }
    this.#order = this.#order.toReversed();
  }
}

/** Lets the agent take steps until it has begun this many calls of tools. */
async function stepUntilTools(emulator: Emulator, input: string, count: number): Promise<void> {
  await expect(async () => {
    const { events } = await turnOf(emulator, input);
    const begun = events.filter(({ event }) => event === "response.tool_call.started").length;
    if (begun < count) await stepAgent(emulator, 1);
    expect(begun).toBe(count);
  }).toPass({ intervals: [1] });
}

test("no state of a conversation has an accessibility defect, in any theme", async ({
  workbench,
  emulator,
}) => {
  const chat = await workbench.openChat();
  const eye = new Eye(workbench);
  await expect(chat.frame.getByRole("heading", { name: /^Ask / })).toBeVisible();
  await eye.look("empty");

  await holdAgent(emulator);
  await chat.send("review");
  await stepUntilTools(emulator, "review", 2);
  await expect(chat.tools).toHaveCount(2);
  await chat.openThinking();
  await chat.tools.first().getByRole("button").click();
  await eye.look("streaming");
  await releaseAgent(emulator);
  await chat.waitUntilIdle();
  await expect(chat.conversation.getByText("Waiting for your answer")).toBeVisible();
  await eye.look("question");

  await chat.ask("markdown");
  // Contrast is measured of what is in sight.
  const { page } = workbench;
  const size = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: 3000 });
  await expect(chat.conversation.getByText("The end.")).toBeInViewport();
  await expect(chat.conversation.getByRole("heading", { name: "Heading 1" })).toBeInViewport();
  await eye.look("answer");
  if (size) await page.setViewportSize(size);

  await chat.send("fail model_error");
  await expect(chat.alert("model_error")).toBeVisible();
  await eye.look("failure");

  // A session that was begun elsewhere takes its time to open.
  const { sessionId } = await emulator.control.startTurn({
    instanceId: demoInstance["two-plane"],
    input: "echo begun elsewhere",
  });
  await emulator.control.faults.add({
    path: `/v1/sessions/${sessionId}`,
    times: -1,
    action: { kind: "delay", ms: 600_000 },
  });
  await workbench.openSession(/begun elsewhere/);
  await expect(chat.frame.getByText("Opening the session…")).toBeVisible();
  await eye.look("loading");
  await expect(chat.frame.getByText("Opening the session…")).toBeVisible();
  await emulator.control.faults.clear();
  await emulator.control.clock.advance(600_000);
  await expect(chat.userMessages).toHaveText(/begun elsewhere/);

  await workbench.runCommand("Agent37: Remove API Key");
  await workbench.answerDialog("Remove");
  await expect(chat.frame.getByText("Connect to Agent37")).toBeVisible();
  await eye.look("gate-banner");
  await workbench.execute("agent37.newChat");
  await expect(chat.frame.getByRole("heading", { name: "Connect to Agent37" })).toBeVisible();
  await eye.look("gate");
});

test("nothing around the composer has an accessibility defect, in any theme", async ({
  workbench,
  emulator,
}) => {
  const chat = await workbench.openChat();
  const { composer } = chat;
  const eye = new Eye(workbench);
  const attach = (name: string): Promise<unknown> =>
    workbench.execute("companion.withUri", "agent37.addFile", path.join(workbench.folder, name));

  await composer.click();
  await composer.pressSequentially("/");
  await expect(chat.frame.getByRole("listbox", { name: "Commands" })).toBeVisible();
  await eye.look("slash");
  await composer.fill("");

  await attach("README.md");
  await workbench.openFile("src/greet.ts", [0, 0, 1, 30]);
  await workbench.execute("agent37.addSelection");
  await expect(chat.chips).toHaveCount(2);
  await expect(composer).toBeFocused();
  await composer.pressSequentially("Compare them with @");
  await expect(chat.mentions.getByRole("option").first()).toBeVisible();
  await eye.look("mention");
  await composer.press("Escape");

  await composer.fill("long 20");
  await holdAgent(emulator);
  await chat.sendButton.click();
  await expect(chat.stopButton).toBeVisible();
  await expect(chat.chips).toHaveCount(0);
  await attach("README.md");
  await expect(chat.chips).toHaveCount(1);
  for (const text of ["Then run the tests of the whole project and say which of them fail", "echo more"]) {
    await composer.fill(text);
    await composer.press("Enter");
    await expect(chat.queue).toContainText(text);
  }
  await composer.fill("What is typed meanwhile");
  await eye.look("queue");
  await chat.queueButton("Edit", "Then run").click();
  await expect(chat.queue.getByRole("textbox", { name: "Edit the queued message" })).toBeFocused();
  await eye.look("queue-edited");
  await chat.queue.getByRole("button", { name: /^Cancel/ }).click();
  await chat.stopButton.click();
  await expect(chat.queue).toContainText("Queued messages wait");
  await eye.look("queue-paused");
});

/** Collects what the page's live regions say from now on. */
async function listen(chat: ChatView): Promise<() => Promise<string[]>> {
  const heard = await chat.frame.locator("body").evaluateHandle((body) => {
    const said: string[] = [];
    const isLive = (element: Element): boolean => {
      const live = element.getAttribute("aria-live");
      const role = element.getAttribute("role");
      return live === null ? role === "status" || role === "alert" : live !== "off";
    };
    new MutationObserver((records) => {
      for (const { addedNodes, target } of records) {
        for (const node of addedNodes) {
          const text = node.textContent?.replaceAll(/\s+/g, " ").trim();
          const around = target instanceof Element ? target : target.parentElement;
          const region = around?.closest("[role=status], [role=alert], [aria-live]");
          if (text && region && isLive(region)) said.push(text);
          else if (node instanceof Element) {
            const inside = [node, ...node.querySelectorAll("*")].filter(isLive);
            for (const { textContent } of inside) if (textContent?.trim()) said.push(textContent.trim());
          }
        }
      }
    }).observe(body, { subtree: true, childList: true });
    return said;
  });
  return () => heard.jsonValue();
}

test("each thing that happens is said once; what is old is not said again", async ({
  workbench,
  emulator,
}) => {
  const chat = await workbench.openChat();
  const said = await listen(chat);
  // Time enough to be seen as being sent.
  await emulator.control.faults.add({
    method: "POST",
    path: "/v1/responses",
    times: -1,
    action: { kind: "delay", ms: 400 },
  });
  await chat.ask("toolrun 3");
  const turn = [
    "Sending.",
    "Hermes is answering.",
    "Thinking.",
    "terminal: npm test -- part1.",
    "terminal: npm test -- part2.",
    "terminal failed: Command failed with exit code 1: npm test -- part2.",
    "terminal: npm test -- part3.",
    "Answer finished: Called one tool 3 times in a row.",
  ].join(" ");
  await expect.poll(async () => (await said()).join(" ")).toBe(turn);

  await workbench.untilStored((await turnOf(emulator, "toolrun 3")).sessionId);
  await workbench.reloadWindow();
  await workbench.openChat();
  const saidAfter = await listen(chat);
  await expect(chat.conversation).toContainText("3 calls · 1 failed");
  await holdAgent(emulator);
  await chat.send("echo again");
  await expect.poll(async () => (await saidAfter()).join(" ")).toBe("Sending. Hermes is answering.");
  await releaseAgent(emulator);
  await expect
    .poll(async () => (await saidAfter()).join(" "))
    .toBe("Sending. Hermes is answering. Answer finished: again.");
  // Also what was said before anybody listened would still stand there.
  expect((await chat.frame.locator(".announcements").allInnerTexts()).join(" ")).not.toContain("toolrun");
});
