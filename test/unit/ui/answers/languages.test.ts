import { describe, expect, it } from "vitest";
import { fileNameFor, languageId } from "../../../../src/ui/answers/languages.ts";

describe("the language of a code block", () => {
  it.each([
    ["ts", "typescript", "answer.ts"],
    ["TypeScript", "typescript", "answer.ts"],
    ["sh", "shellscript", "answer.sh"],
    ["c++", "cpp", "answer.cpp"],
    ["docker", "dockerfile", "Dockerfile"],
    ["", "plaintext", "answer.txt"],
    ["constructor", "plaintext", "answer.txt"],
    ["brainfuck", "plaintext", "answer.txt"],
  ])("%j is %s, in a file like %s", (fence, id, file) => {
    expect(languageId(fence)).toBe(id);
    expect(fileNameFor(fence)).toBe(file);
  });
});
