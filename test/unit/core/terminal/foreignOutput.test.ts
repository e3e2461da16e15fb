/* eslint-disable no-control-regex -- control characters are what this file is about */
import { describe, expect, it } from "vitest";
import { forTerminal, oneLine } from "../../../../src/core/terminal/foreignOutput.ts";

describe("foreign output", () => {
  it.each([
    ["plain\ntext\r\n", "plain\r\ntext\r\n"],
    [
      "\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mx\x1b[38:5:1my",
      "\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mx\x1b[38:5:1my",
    ],
    ["10%\r20%\x1b[K\n", "10%\r20%\x1b[K\r\n"],
    ["tab\tback\b", "tab\tback\b"],
    ["clipboard \x1b]52;c;c2VjcmV0\x07gone", "clipboard gone"],
    ["title \x1b]0;evil\x1b\\gone\x1b]2;x\x9cgone", "title gonegone"],
    ["\x1b]8;;command:evil\x07link\x1b]8;;\x07", "link"],
    ["\x1bP+q544e\x1b\\dcs\x1b_apc\x1b\\\x1b^pm\x1b\\", "dcs"],
    ["never ended \x1b]0;title\nnext", "never ended 0;title\r\nnext"],
    ["\x9d52;c;eA==\x9cC1\x9b2J", "C1"],
    ["\x1b[2J\x1b[H\x1b[5A\x1b[?1049h\x1b[?2004l\x1b[6nmoves\x1bc\x1b(0", "moves"],
    ["\x1b\x1b]0;x\x07]52;c;eA==\x07joined", "52;c;eA==joined"],
    ["a\x00b\x07c\x0bd", "abcd"],
  ])("%j becomes %j", (text, expected) => {
    expect(forTerminal(text)).toBe(expected);
  });

  it("holds no control sequence but colors and the erasing of a row, whatever it was made of", () => {
    const parts = [
      "\x1b",
      "[",
      "]",
      "52;c;",
      "0",
      ";",
      "m",
      "K",
      "\x07",
      "\x1b\\",
      "\x9b",
      "\x9d",
      "P",
      "?",
      "h",
      "J",
      " ",
      "x",
      "\n",
      "\x18",
      "_",
      "\r",
      "8",
    ];
    let state = 1;
    for (let round = 0; round < 3000; round += 1) {
      let text = "";
      for (let length = 0; length < 14; length += 1) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        text += parts[Math.floor((state / 2 ** 32) * parts.length)] ?? "";
      }
      const left = forTerminal(text).replace(/\x1b\[(?:[0-9;:]*m|[012]?K)/g, "");
      expect(left, JSON.stringify(text)).not.toMatch(/[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]/);
    }
  });

  it.each(["\x9d", "\x90x", "\x1b]", "\x1b[1;", "\r"])(
    "of nothing but %j is read once, not once for each of them",
    (part) => {
      // Where each was followed to the end of the output, this took longer than a test may.
      expect(forTerminal(part.repeat(60_000))).not.toMatch(/[\x1b\x80-\x9f]/);
    },
  );

  it("is one line without colors where a name is expected", () => {
    expect(oneLine(" a\n\x1b[31mb\x1b]0;t\x07\t c ")).toBe("a b c");
  });
});
