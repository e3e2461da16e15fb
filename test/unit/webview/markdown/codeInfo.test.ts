import { describe, expect, it } from "vitest";
import { codeInfo, commandsOf, isShell } from "../../../../src/webview/markdown/codeInfo.ts";

describe("what a code block names", () => {
  it.each([
    ["", { language: "", path: undefined }],
    ["ts", { language: "ts", path: undefined }],
    ["c++", { language: "c++", path: undefined }],
    ["ts src/a.ts", { language: "ts", path: "src/a.ts" }],
    ["ts:src/a.ts", { language: "ts", path: "src/a.ts" }],
    ["src/a.py", { language: "py", path: "src/a.py" }],
    ["package.json", { language: "json", path: "package.json" }],
    ['js title="my file.js"', { language: "js", path: "my file.js" }],
    ["js {1,3} filename=lib/b.js", { language: "js", path: "lib/b.js" }],
    ["js file='lib/b.js'", { language: "js", path: "lib/b.js" }],
    ["12:20:src/a.ts", { language: "ts", path: "src/a.ts" }],
    ["ts src/a.ts:12", { language: "ts", path: "src/a.ts" }],
    ["js {1,3}", { language: "js", path: undefined }],
    ["js showLineNumbers", { language: "js", path: undefined }],
  ])("in its info string: %s", (info, expected) => expect(codeInfo(info, undefined)).toEqual(expected));

  it.each([
    ["ts", "// src/a.ts", "src/a.ts"],
    ["python", "# app/main.py", "app/main.py"],
    ["html", "<!-- index.html -->", "index.html"],
    ["css", "/* styles/a.css */", "styles/a.css"],
    ["sql", "-- db/init.sql", "db/init.sql"],
    ["ini", "; config/app.ini", "config/app.ini"],
    ["ts", "// File: src/a.ts", "src/a.ts"],
    ["bat", "REM run.bat", "run.bat"],
    ["bash", "#!/bin/bash", undefined],
    ["ts", "// Reads src/a.ts", undefined],
    ["ts", "// and/or", undefined],
    ["ts", "import a from './a.ts';", undefined],
    ["markdown", "# README.md", undefined],
    ["", "# README.md", undefined],
    ["ts lib/b.ts", "// src/a.ts", "lib/b.ts"],
  ])("in its first line: %s, %s", (info, line, path) => expect(codeInfo(info, line).path).toBe(path));
});

describe("commands for a terminal", () => {
  it("knows the shells", () => {
    expect(
      ["bash", "sh", "shell", "zsh", "console", "powershell", "bat", "fish", "Bash"].every(isShell),
    ).toBe(true);
    expect(["", "ts", "python", "text", "cmd.exe"].some(isShell)).toBe(false);
  });

  it.each([
    ["npm test\n", "npm test"],
    ["$ npm test\n", "npm test"],
    ["cd a\nnpm test\n", "cd a\nnpm test"],
    ["$ npm test\nall green\n$ npm publish\n", "npm test\nnpm publish"],
    ["$ docker run \\\n    -it a\nb\n", "docker run \\\n    -it a"],
    ["PS C:\\work> dir\n", "dir"],
    ["echo $HOME\n", "echo $HOME"],
  ])("leaves out prompts and what was printed: %j", (code, commands) =>
    expect(commandsOf(code)).toBe(commands),
  );
});
