import { describe, expect, it } from "vitest";
import { slashCommands } from "../../../../src/protocol/slashCommands.ts";
import {
  slashCommandOf,
  type SlashContext,
  slashItems,
} from "../../../../src/webview/composer/picker/slashItems.ts";

const all: SlashContext = { isRunning: true, hasTurns: true, dials: ["agent", "model", "effort"] };
const none: SlashContext = { isRunning: false, hasTurns: false, dials: [] };
const labels = (query: string, context: SlashContext): string[] =>
  slashItems(query, context).map(({ label }) => label);

describe("the slash commands", () => {
  it("are all offered, each with words of its own, where all make sense", () => {
    const items = slashItems("", all);
    expect(items.map(({ id }) => id)).toEqual(slashCommands);
    expect(new Set(items.map(({ description }) => description)).size).toBe(slashCommands.length);
  });

  it("are left out where they make no sense", () => {
    expect(labels("", none)).toEqual(["/new", "/attach", "/sessions"]);
    expect(labels("", { ...none, dials: ["model"] })).toContain("/model");
    expect(slashCommandOf("/stop", none)).toBeUndefined();
  });

  it("are found by the beginning of their names", () => {
    expect(labels("S", all)).toEqual(["/sessions", "/stop"]);
    expect(labels("usr", all)).toEqual([]);
    expect(slashCommandOf(" /stop\n", all)).toBe("stop");
    expect(slashCommandOf("/stop it", all)).toBeUndefined();
  });
});
