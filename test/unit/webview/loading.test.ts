/** A page some of whose files cannot be loaded, for a moment or at all. */
import { expect as see } from "@playwright/test";
import { afterEach, describe, expect, it } from "vitest";
import { grow, harness, open, patch, turn } from "./openPage.ts";

const show = (text: string): Promise<void> =>
  patch({ op: "turn", turn: turn({ items: [{ id: "x", kind: "text", text }] }) });

afterEach(() => {
  // The browser complains of the files that are missing, and of nothing else.
  const other = harness.complaints.filter((complaint) => !complaint.includes("404"));
  harness.complaints.splice(0, Infinity, ...other);
});

describe("a page whose files are missing", () => {
  it("loads what shows turns when it is there again", async () => {
    const { page } = await open("empty", { missing: { "turns.js": 1 } });
    await show("Hello");
    await see(page.getByRole("article", { name: "Hermes" })).toContainText("Hello");
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("says so when it cannot show turns", async () => {
    const { page } = await open("empty", { missing: { "turns.js": Infinity } });
    await show("Hello");
    await see(page.getByRole("alert")).toHaveText(
      "The chat could not be loaded. Run Developer: Reload Window.",
    );
    expect(await page.getByRole("article").count()).toBe(0);
  });

  it("shows answers as they are written until what formats them is there", async () => {
    const { page, missing } = await open("empty", { missing: { "markdown.js": Infinity } });
    await show("One **tw");
    const answer = page.locator("agent37-markdown");
    await see(answer).toHaveText("One **tw");
    missing.clear();
    await grow("o**");
    await grow(" three");
    await see(answer.locator("strong")).toHaveText("two");
    await see(answer).toHaveText("One two three");
  });
});
