import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ShellSession } from "../../../../src/core/terminal/shellSession.ts";
import { unwrapOutput, wrapCommand } from "../../../../src/core/terminal/wrapCommand.ts";

const mark = "a37mark0123456789";
const home = realpathSync(mkdtempSync(path.join(tmpdir(), "home-")));
const odd = path.join(home, 'it\'s a $dir\n"x" -é');
mkdirSync(odd);
afterAll(() => rmSync(home, { recursive: true }));

const shells = ["/bin/sh", "/bin/bash", "/bin/busybox"].filter((shell) => existsSync(shell));

describe.each(shells)("a command in %s", (shell) => {
  const run = (command: string, place: { directory?: string; previous?: string } = {}) => {
    const { script } = wrapCommand(command, place, mark, "gone");
    const args = shell.endsWith("busybox") ? ["sh", "-c", script] : ["-c", script];
    const env = { PATH: process.env["PATH"] ?? "", HOME: home };
    const { status, stdout, stderr } = spawnSync(shell, args, { cwd: home, env, encoding: "utf8" });
    return { status, stderr, seen: unwrapOutput(stdout, mark) };
  };

  it.each([
    ["echo hi", "hi\n", 0],
    ["printf hi", "hi", 0],
    ["echo hi # a comment 'with a quote", "hi\n", 0],
    ["cat <<END\na 'b' \"c\"\nEND", "a 'b' \"c\"\n", 0],
    ["echo out; echo err >&2; echo out", "out\nerr\nout\n", 0],
    ["exit 3", "", 3],
    ["echo 'a'\\''b'; false", "a'b\n", 1],
    ["(cd /; exit 4)", "", 4],
    ["set -eu; false; echo no", "", 1],
    ["echo a\\", "a\\\n", 0],
    ["echo $((6*7)); x='it''s'; echo \"$x\"", "42\nits\n", 0],
    ["pwd() { echo mine; }; printf() { echo mine; }; command printf x", "x", 0],
    ["PATH=; IFS=/; true", "", 0],
  ])("gives what %j writes and its exit code, and nothing else", (command, text, status) => {
    const result = run(command);
    expect(result).toMatchObject({ status, stderr: "", seen: { text, directory: home, home } });
  });

  it.each(['echo "a', "if", "echo )", "-x; exit 127"])(
    "leaves what is wrong with %j to the shell",
    (command) => {
      const result = run(command);
      expect(result.status).not.toBe(0);
      expect(result.seen.text).not.toBe("");
      expect(result.seen.text).not.toContain("a37mark");
      expect(result.seen.directory).toBe(home);
    },
  );

  it("never shows the mark, whatever a command tells of its shell", () => {
    for (const command of [
      "set -x; true",
      "set -v; true",
      "trap",
      "set",
      "ps -ef 2>&1; cat /proc/$$/cmdline",
    ]) {
      const { seen } = run(command);
      expect(seen.text).not.toContain(mark);
      expect(seen.directory).toBe(home);
    }
  });

  it.each(["trap 'echo bye' EXIT; echo hi", "echo hi; exec echo bye"])(
    "shows all of %j, which tells no directory",
    (command) => {
      expect(run(command).seen).toEqual({ text: "hi\nbye\n" });
    },
  );

  it("begins in a directory of any name and ends where the command went", () => {
    expect(run("pwd", { directory: odd }).seen).toEqual({ text: `${odd}\n`, directory: odd, home });
    expect(run("cd /usr && exit 5", { directory: odd })).toMatchObject({
      status: 5,
      seen: { text: "", directory: "/usr" },
    });
    expect(run("cd -", { directory: odd, previous: "/usr" }).seen).toMatchObject({
      text: "/usr\n",
      directory: "/usr",
    });
  });

  it("does not run elsewhere when its directory is gone", () => {
    const { status, seen } = run("echo ran", { directory: path.join(home, "gone") });
    expect(status).toBe(1);
    expect(seen.text).toContain("gone\n");
    expect(seen.text).not.toContain("ran\n");
    expect(seen.directory).toBe(home);
  });

  it("keeps what a session keeps from one command to the next", () => {
    const session = new ShellSession("gone");
    const enter = (command: string): string => {
      const wrapped = session.wrap(command);
      const args = shell.endsWith("busybox") ? ["sh", "-c", wrapped.script] : ["-c", wrapped.script];
      const env = { PATH: process.env["PATH"] ?? "", HOME: home };
      const { status, stdout } = spawnSync(shell, args, { cwd: home, env, encoding: "utf8" });
      const raw = { exitCode: status ?? -1, stdout, stderr: "", truncated: false };
      return `${session.unwrap(raw, wrapped).stdout}${session.prompt.text}`;
    };
    expect(session.prompt.text).toBe("$ ");
    expect(enter(":")).toBe("~ $ ");
    expect(enter("mkdir -p sub; cd sub")).toBe("~/sub $ ");
    expect(enter("cd ..; cd /usr; exit 3")).toBe("[3] /usr $ ");
    expect(enter("cd -")).toBe(`${home}/sub\n~/sub $ `);
    expect(enter("cd /none")).toMatch(/\/none.*\n\[[12]\] ~\/sub \$ $/s);
  });
});

describe("an output that was cut", () => {
  it("shows no part of the mark, and tells no directory", () => {
    expect(unwrapOutput(`text${mark.slice(0, 12)}`, mark)).toEqual({ text: "text" });
    expect(unwrapOutput(`text${mark}/home/u`, mark)).toEqual({ text: "text" });
    expect(unwrapOutput(`text${mark}/home/u\n${mark}/ho`, mark)).toEqual({ text: "text" });
    expect(unwrapOutput("text", mark)).toEqual({ text: "text" });
  });
});
