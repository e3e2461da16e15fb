import { describe, expect, it } from "vitest";
import { triggerAt } from "../../../../src/webview/composer/picker/trigger.ts";

/** `|` is the caret. */
const at = (marked: string): ReturnType<typeof triggerAt> =>
  triggerAt(marked.replace("|", ""), marked.indexOf("|"));

describe("what opens the picker", () => {
  it.each([
    ["@|", { kind: "mention", start: 0, query: "" }],
    ["see @src/a.t| now", { kind: "mention", start: 4, query: "src/a.t" }],
    ["line\n@a|", { kind: "mention", start: 5, query: "a" }],
    ["@a|bc", { kind: "mention", start: 0, query: "a" }],
    ["/|", { kind: "command", start: 0, query: "" }],
    ["/Mod|", { kind: "command", start: 0, query: "Mod" }],
  ])("opens at %s", (marked, trigger) => expect(at(marked)).toEqual(trigger));

  it.each([
    ["an e-mail address", "me@home|"],
    ["white space after the word", "@a |"],
    ["a second @ in the word", "@a@b|"],
    ["a slash after something else", "a /new|"],
    ["a path", "/usr/bin|"],
    ["a command with the caret inside", "/n|ew"],
    ["a slash on the second line", "\n/new|"],
    ["a query that the host does not take", `@${"x".repeat(201)}|`],
  ])("stays closed at %s", (_, marked) => expect(at(marked)).toBeUndefined());
});
