import { expect } from "@playwright/test";
import type { Workbench } from "../../e2e/pages/workbench.ts";
import type { Target } from "./byteToPixel.ts";

/** The chat of this extension, in the side bar. */
export async function ownChat(workbench: Workbench): Promise<Target> {
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
    clear: async () => {
      await workbench.execute("agent37.newChat");
      await expect(chat.conversation.locator("article")).toHaveCount(0);
    },
    send: (text) => chat.send(text),
  };
}
