import { describe, expect, it } from "vitest";
import type { KeyName } from "../../../../src/core/terminal/keys.ts";
import { cellsOf } from "../../../../src/core/terminal/cells.ts";
import { editLine, insertText, lineOf } from "../../../../src/core/terminal/lineEditor.ts";
import { LineView, type Prompt } from "../../../../src/core/terminal/lineView.ts";
import { PromptLine } from "../../../../src/core/terminal/promptLine.ts";
import { Screen } from "./screen.ts";

/** The same numbers in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a person takes for one character each; none joins with another. */
const signs = ["a", "b", "-", " ", "/", "é", "e\u0301", "漢", "한", "😀", "👩‍👩‍👧", "👍🏽", "ﬁ", "ñ"];
const moves: readonly KeyName[] = [
  "left",
  "right",
  "wordLeft",
  "wordRight",
  "home",
  "end",
  "backspace",
  "delete",
  "deleteWordLeft",
  "deleteWordRight",
  "deleteToStart",
  "deleteToEnd",
];

/** The plainest editor there is: a list of characters and a number. */
class Reference {
  list: string[] = [];
  at = 0;

  insert(text: readonly string[]): void {
    this.list.splice(this.at, 0, ...text);
    this.at += text.length;
  }

  press(key: KeyName): void {
    const target = this.#target(key);
    if (key.startsWith("delete") || key === "backspace") {
      const [from, to] = [Math.min(this.at, target), Math.max(this.at, target)];
      this.list.splice(from, to - from);
      this.at = from;
    } else this.at = target;
  }

  #target(key: KeyName): number {
    let at = this.at;
    const isBlank = (index: number): boolean => this.list[index] === " ";
    switch (key) {
      case "left":
      case "backspace":
        return Math.max(0, at - 1);
      case "right":
      case "delete":
        return Math.min(this.list.length, at + 1);
      case "home":
      case "deleteToStart":
        return 0;
      case "wordLeft":
      case "deleteWordLeft":
        while (at > 0 && isBlank(at - 1)) at -= 1;
        while (at > 0 && !isBlank(at - 1)) at -= 1;
        return at;
      case "wordRight":
      case "deleteWordRight":
        while (at < this.list.length && isBlank(at)) at += 1;
        while (at < this.list.length && !isBlank(at)) at += 1;
        return at;
      default:
        return this.list.length;
    }
  }
}

describe("the line editor", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("does with any keys what the plainest editor does (seed %i)", (seed) => {
    const below = random(seed);
    const line = new PromptLine(() => []);
    const reference = new Reference();
    for (let step = 0; step < 800; step += 1) {
      if (below(3) > 0) {
        const text = Array.from({ length: 1 + below(4) }, () => signs[below(signs.length)] ?? "");
        line.press({ kind: below(2) === 0 ? "text" : "paste", text: text.join("") });
        reference.insert(text);
      } else {
        const key = moves[below(moves.length)] ?? "left";
        line.press({ kind: key });
        reference.press(key);
      }
      expect(line.text).toBe(reference.list.join(""));
      expect(line.line.cursor).toBe(reference.list.slice(0, reference.at).join("").length);
    }
  });

  it("takes what joins with its neighbor for one character", () => {
    const joined = insertText({ text: "ex", cursor: 1 }, "\u0301");
    expect(joined).toEqual({ text: "e\u0301x", cursor: 2 });
    expect(editLine(joined, "backspace")).toEqual({ text: "x", cursor: 0 });
    expect(editLine(lineOf("👩‍👩‍👧"), "backspace")).toEqual({ text: "", cursor: 0 });
  });

  it("keeps line breaks and drops what a terminal or a reader would be led astray by", () => {
    const line = insertText({ text: "", cursor: 0 }, "a\r\nb\rc\x1b[31m\x07\u202ed\te");
    expect(line.text).toBe("a\nb\nc[31md\te");
  });

  it("goes back to earlier lines and forward to the one that was being written", () => {
    const line = new PromptLine(() => ["first", "second"]);
    line.press({ kind: "text", text: "draft" });
    const seen = (["up", "up", "up", "down", "down", "down"] as const).map((kind) => {
      line.press({ kind });
      return line.text;
    });
    expect(seen).toEqual(["second", "first", "first", "second", "draft", "draft"]);
  });
});

describe("what is drawn", () => {
  const prompts: readonly Prompt[] = [
    { text: "~ $ ", styled: "\x1b[34m~\x1b[39m $ " },
    { text: "[1] 漢 $ ", styled: "\x1b[31m[1]\x1b[39m 漢 $ " },
    { text: "0123456789", styled: "0123456789" },
  ];

  /** Where all of it stands when it is written at once. */
  function expected(columns: number, prompt: string, text: string, cursor: number) {
    const screen = new Screen(columns);
    const shown = (part: string): string => part.replaceAll("\n", "↵").replaceAll("\t", " ");
    const whole = prompt + shown(text);
    const before = new Screen(columns);
    const settle = (each: Screen): void => {
      if (each.column >= columns) each.write("\r\n");
    };
    before.write(prompt);
    settle(before);
    before.write(shown(text.slice(0, cursor)));
    settle(before);
    screen.write(whole);
    return { text: screen.text, cursor: [before.row, before.column] };
  }

  it.each([1, 2, 3, 4, 5, 6])("is the prompt, the line and the cursor in their places (seed %i)", (seed) => {
    const below = random(seed);
    for (const columns of [5, 10, 11, 20, 80]) {
      for (const prompt of prompts.filter(({ text }) => text.length <= columns * 3)) {
        const view = new LineView(columns);
        const screen = new Screen(columns);
        const line = new PromptLine(() => ["one", "a long line of the history that takes some rows"]);
        for (let step = 0; step < 80; step += 1) {
          const choice = below(10);
          const name = [...moves, "up", "down"][below(moves.length + 2)] as KeyName;
          const sign = [...signs, "\n", "\t"][below(signs.length + 2)] ?? "";
          if (choice < 7)
            line.press({ kind: choice < 6 ? "text" : "paste", text: sign + (choice < 3 ? "x" : "") });
          else line.press({ kind: name });
          screen.write(view.draw(prompt, line.line));
          const should = expected(columns, prompt.text, line.text, line.line.cursor);
          expect(withoutEmptyEnd(screen.text)).toEqual(withoutEmptyEnd(should.text));
          expect([screen.row, screen.column]).toEqual(should.cursor);
        }
        screen.write(view.finish());
        expect(screen.column).toBe(0);
        expect(screen.text.slice(screen.row).join("")).toBe("");
      }
    }
  });

  it("writes no more than what is typed at the end of a line", () => {
    const view = new LineView(20);
    const prompt = { text: "$ ", styled: "$ " };
    view.draw(prompt, lineOf("l"));
    expect(view.draw(prompt, lineOf("ls"))).toBe("s");
  });

  it("is drawn anew in the width of a terminal that was resized", () => {
    const prompt = { text: "$ ", styled: "$ " };
    const view = new LineView(10);
    view.draw(prompt, lineOf("0123456789abc"));
    const redrawn = view.resize(30);
    expect(redrawn.startsWith("\x1b[1A\r")).toBe(true);
    const screen = new Screen(30);
    screen.write(redrawn);
    expect(screen.text).toEqual(["$ 0123456789abc"]);
  });
});

describe("cells", () => {
  it.each([
    ["a", 1],
    ["é", 1],
    ["\u0301", 0],
    ["\u200d", 0],
    ["\ufe0f", 0],
    ["漢", 2],
    ["ｱ", 1],
    ["한", 2],
    ["😀", 2],
    ["✂", 1],
    ["🇩", 1],
    ["…", 1],
    ["↵", 1],
  ])("%s takes %i", (char, cells) => {
    expect(cellsOf(char)).toBe(cells);
  });
});

function withoutEmptyEnd(rows: readonly string[]): readonly string[] {
  return rows.slice(0, rows.findLastIndex((row) => row !== "") + 1);
}
