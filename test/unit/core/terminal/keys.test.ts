import { describe, expect, it } from "vitest";
import { KeyReader } from "../../../../src/core/terminal/keys.ts";

const kinds = (data: string): string[] =>
  new KeyReader().read(data).map((key) => ("text" in key ? `${key.kind} ${key.text}` : key.kind));

describe("keys", () => {
  it.each([
    ["ls é漢😀\r", ["text ls é漢😀", "enter"]],
    ["a\r\nb\n", ["text a", "enter", "text b", "enter"]],
    ["\x1b[A\x1bOB\x1b[C\x1b[D\x1b[H\x1bOF", ["up", "down", "right", "left", "home", "end"]],
    ["\x1b[1~\x1b[4~\x1b[3~\x1b[3;5~", ["home", "end", "delete", "deleteWordRight"]],
    ["\x1b[1;5D\x1b[1;5C\x1b[1;3D\x1bb\x1bf", ["wordLeft", "wordRight", "wordLeft", "wordLeft", "wordRight"]],
    [
      "\x7f\b\x1b\x7f\x1bd\x17\x15\x0b",
      [
        "backspace",
        "backspace",
        "deleteWordLeft",
        "deleteWordRight",
        "deleteWordLeft",
        "deleteToStart",
        "deleteToEnd",
      ],
    ],
    ["\x01\x05\f\x03\x04\x12", ["home", "end", "clearScreen", "interrupt", "endOfInput", "search"]],
    ["\x1b", []],
    ["a\x1b[24~\x1b[<0;1;1Mb\tc", ["text a", "text b", "text c"]],
  ])("are read from %j", (data, expected) => {
    expect(kinds(data)).toEqual(expected);
  });

  it("are not read from a paste, in however many pieces it comes", () => {
    const reader = new KeyReader();
    const keys = ["a\x1b[200~one\rtw", "o\x1b[A\n", "three\x1b[201~\r"].flatMap((data) => reader.read(data));
    expect(keys).toEqual([
      { kind: "text", text: "a" },
      { kind: "paste", text: "one\rtwo\x1b[A\nthree" },
      { kind: "enter" },
    ]);
  });
});
