/** What a screen reader hears: each announcement is added once to the page's live region. */
import { expect as see } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { harness, open, patch, turn } from "./openPage.ts";

declare global {
  interface Window {
    heard: string[];
  }
}

/** Notes from now on what is added to the live regions of the page. */
async function listen(): Promise<void> {
  await harness.page.evaluate(() => {
    window.heard = [];
    const isRead = (node: Node): boolean => {
      const region = (node instanceof Element ? node : node.parentElement)?.closest(
        "[aria-live], [role=alert]",
      );
      return region !== null && region !== undefined && region.getAttribute("aria-live") !== "off";
    };
    new MutationObserver((records) => {
      for (const { type, target, addedNodes } of records) {
        if (!isRead(target)) continue;
        if (type === "characterData") window.heard.push(`changed: ${target.textContent}`);
        for (const node of addedNodes) if (node.textContent) window.heard.push(node.textContent);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
const heard = (): Promise<string[]> => harness.page.evaluate(() => window.heard);

describe("the voice of the page", () => {
  it("says each thing once, and what comes together in one go", async () => {
    await open("finished");
    await listen();
    await patch({ op: "turn", turn: turn({ phase: { kind: "sending" } }) });
    await patch({ op: "turn", turn: turn({}) });
    await see.poll(heard).toHaveLength(1);
    await patch(
      { op: "item", turnId: "t", item: { id: "r", kind: "reasoning", text: "Hm", open: true, startedAt: 1 } },
      {
        op: "item",
        turnId: "t",
        item: { id: "c", kind: "tool", tool: "terminal", label: "ls", status: "running", startedAt: 2 },
      },
    );
    await see.poll(heard).toHaveLength(2);
    await patch({ op: "item", turnId: "t", item: { id: "x", kind: "text", text: "" } });
    for (const text of ["All ", "of it ", "is **green**.", "\n\nReally."]) {
      await patch({ op: "append", turnId: "t", itemId: "x", text });
    }
    await patch({ op: "turnState", state: turn({ phase: { kind: "completed" } }) });
    await see.poll(heard).toHaveLength(3);
    expect(await heard()).toEqual([
      "Sending. Hermes is answering.",
      "Thinking. terminal: ls.",
      "Answer finished: All of it is green. Really.",
    ]);
    await see(harness.page.locator(".announcements > *")).toHaveCount(3);
  });

  it("is silent when a session opens and when its snapshot comes again", async () => {
    const { send } = await open("failed");
    await listen();
    await patch({
      op: "turns",
      turns: [turn({ phase: { kind: "completed" }, items: [{ id: "x", kind: "text", text: "Old" }] })],
    });
    await send({
      type: "snapshot",
      payload: {
        seq: 9,
        header: { gate: { kind: "none" }, agentName: "Hermes", canSend: true, font: { size: 13 } },
        turns: [turn({ phase: { kind: "completed" }, items: [{ id: "x", kind: "text", text: "Old" }] })],
        queue: { paused: false, messages: [] },
        composer: { attachments: [], dials: [] },
      },
    });
    await harness.page.waitForTimeout(500);
    expect(await heard()).toEqual([]);
  });

  it("tells what a press has done", async () => {
    const { page } = await open("finished");
    await listen();
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    await see.poll(heard).toEqual(["Copied."]);
  });
});
