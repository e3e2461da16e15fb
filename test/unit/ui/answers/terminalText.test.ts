import { describe, expect, it } from "vitest";
import { terminalText } from "../../../../src/ui/answers/terminalText.ts";

describe("text for a terminal", () => {
  it.each([
    ["npm test", "npm test"],
    ["npm test\n", "npm test"],
    ["\n\n  cd src\nls  \n\n", "  cd src\nls"],
    ["a\r\nb\rc", "a\nb\nc"],
    ["a\u2028b", "a\nb"],
    ["rm x\u001b[201~\rreboot", "rm x[201~\nreboot"],
    ["echo \u0003a\u0004\u007f\u009bb", "echo ab"],
    ["if a\n\tthen b", "if a\n\tthen b"],
    ["echo \u202eabc\u2066", "echo abc"],
    ["\u001b\r\n", ""],
    ["$ npm test\n", "npm test"],
    ["$ cd src\n$ ls\na.ts\nb.ts\n", "cd src\nls"],
    ["$ make \\\n  all\nok", "make \\\n  all"],
    ["$HOME/run $ a", "$HOME/run $ a"],
  ])("%j is typed as %j", (code, typed) => {
    expect(terminalText(code)).toBe(typed);
  });
});
