import { expect } from "@playwright/test";
import type { Workbench } from "../../e2e/pages/workbench.ts";
import type { Target } from "./byteToPixel.ts";

/** The chat of this extension, in the side bar. */
export async function openOwnChat(workbench: Workbench): Promise<Target> {
  const chat = await workbench.openChat();
  return {
    name: "Agent37 Chat",
    answers: ".transcript",
    frame: async () => {
      const element = await chat.composer.elementHandle();
      const frame = await element?.ownerFrame();
      if (!frame) throw new Error("The chat is not there");
      return frame;
    },
    isIdle: async () => !(await chat.isBusy()),
    clear: async () => {
      await workbench.execute("agent37.newChat");
      await expect(chat.conversation.locator("article")).toHaveCount(0);
    },
    send: (text) => chat.send(text),
  };
}

/** VS Code's own chat, in the secondary side bar; a participant passes the emulator's stream on to it. */
export async function openNativeChat(workbench: Workbench): Promise<Target> {
  const { page } = workbench;
  const chat = page.locator(".interactive-session");
  await expect.poll(() => workbench.execute("agent37Bench.countModels")).toBe(1);
  await workbench.execute("workbench.action.chat.open");
  await chat.getByText("Silent").waitFor();
  return {
    name: "VS Code's native Chat",
    answers: ".interactive-session",
    frame: async () => page.mainFrame(),
    isIdle: async () => (await chat.locator(".chat-response-loading").count()) === 0,
    clear: async () => {
      await workbench.execute("workbench.action.chat.newChat");
      await expect(chat.locator(".interactive-response")).toHaveCount(0);
    },
    send: async (text) => {
      await workbench.execute("workbench.action.chat.open", { query: `@bench ${text}` });
    },
  };
}

/** The same chat with its experimental incremental rendering, and without its buffers and animations. */
export async function openIncrementalChat(workbench: Workbench): Promise<Target> {
  const chat = await openNativeChat(workbench);
  const set = async (isOn: boolean): Promise<void> => {
    for (const [name, value] of [
      ["enabled", true],
      ["buffering", "off"],
      ["animationStyle", "none"],
    ] as const)
      await workbench.setSetting(`chat.experimental.incrementalRendering.${name}`, isOn ? value : undefined);
  };
  return {
    ...chat,
    name: `${chat.name}, incremental`,
    clear: async () => {
      await chat.clear();
      await set(true);
    },
    leave: () => set(false),
  };
}
