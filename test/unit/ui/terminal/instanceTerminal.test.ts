import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { ExecResult } from "../../../../src/api/wire.ts";
import { type Demo, startDemo } from "../../core/conversation/demo.ts";
import { instance } from "../../core/instances/window.ts";
import { window } from "../../support/vscodeStub.ts";
import { TypedTerminal } from "./typedTerminal.ts";

describe.each(["two-plane", "unified"] as const)("a terminal of an instance (%s)", (dialect) => {
  let demo: Demo;
  let terminal: TypedTerminal;
  beforeAll(async () => {
    demo = await startDemo(dialect);
  });
  afterAll(() => demo.close());
  beforeEach(async () => {
    terminal = new TypedTerminal(demo.client, demo.instance);
    terminal.pty.open({ columns: 200, rows: 30 });
  });

  it("says what it is not, and where it is", async () => {
    const news = await terminal.until(/\$ $/);
    expect(news).toContain("without a tty");
    expect(news).toContain(dialect === "unified" ? "has 5 minutes" : "has 13 minutes");
    expect(news).toContain("512 KB");
    expect(news).toMatch(/\n~\S* \$ $/);
  });

  it("keeps the directory, shows the exit code, and nothing of how", async () => {
    await terminal.until(/\$ $/);
    expect(await terminal.enter("mkdir -p 'a b' && cd 'a b' && echo here")).toMatch(/^here\n~\S*\/a b \$ $/);
    expect(await terminal.enter("pwd; exit 3")).toMatch(/^\/.*\/a b\n\[3\] ~\S*\/a b \$ $/);
    expect(await terminal.enter("cd -")).toMatch(/^\/.*\n~ \$ $/);
    expect(await terminal.enter('echo "')).toMatch(/nterminated|unexpected/);
    expect(terminal.written).not.toContain("a37");
  });

  it("runs a paste of several lines as one command, on Enter", async () => {
    await terminal.until(/\$ $/);
    terminal.type("\x1b[200~cat <<E\none\ntwo\nE\n\x1b[201~");
    expect(terminal.news).toContain("cat <<E↵one↵two↵E");
    expect(await terminal.enter("")).toMatch(/^one\ntwo\n~/);
  });

  it("drops what an output would do to the terminal", async () => {
    await terminal.until(/\$ $/);
    await terminal.enter("printf '\\033]52;c;eA==\\007\\033[31mred\\033[0m \\033]0;t\\007no end'");
    expect(terminal.written).toContain("\x1b[31mred\x1b[0m no end\x1b[0m\r\n");
    expect(terminal.written).not.toContain("\x1b]");
  });

  it("says that an output was cut", async () => {
    await terminal.until(/\$ $/);
    const news = await terminal.enter("head -c 700000 /dev/zero | tr '\\0' x");
    expect(news).toContain("longer than 512 KB");
    expect(news).not.toContain("a37");
    expect(news).toMatch(/~\S* \$ $/);
  });

  it("ends with Ctrl+D and with exit", async () => {
    await terminal.until(/\$ $/);
    terminal.type("x\x04");
    expect(terminal.closed).not.toHaveBeenCalled();
    terminal.type("\x7f\x04");
    expect(terminal.closed).toHaveBeenCalledTimes(1);
    terminal.type("exit\r");
    expect(terminal.closed).toHaveBeenCalledTimes(2);
  });
});

describe("a terminal whose server is told what to answer", () => {
  const done = (stdout: string): ExecResult => ({ exitCode: 0, stdout, stderr: "", truncated: false });
  const client = {
    exec: vi.fn(async (_ref: unknown, _command: string, _options?: { signal?: AbortSignal }) => done("")),
    getInstance: vi.fn(async () => instance("a", { status: "stopped" })),
    getHealth: vi.fn(async () => ({ healthy: true })),
  };
  beforeEach(() => {
    client.exec.mockReset().mockImplementation(async () => done(""));
  });
  const open = async (status: "running" | "sleeping" = "running"): Promise<TypedTerminal> => {
    const terminal = new TypedTerminal(client, instance("a", { name: "Builder", status }));
    await terminal.open();
    return terminal;
  };

  it("stops waiting on Ctrl+C, and says that the command goes on", async () => {
    const terminal = await open();
    client.exec.mockImplementation(
      (_ref, _command, options) =>
        new Promise((_, reject) => {
          options?.signal?.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")));
        }),
    );
    terminal.type("sleep 9\rtyped ahead");
    expect(terminal.pty.isBusy).toBe(true);
    terminal.type("\x03");
    expect(await terminal.until(/\$ $/)).toContain("What was started goes on");
    expect(terminal.problems.report).not.toHaveBeenCalled();
  });

  it("keeps what is typed ahead for the end of a command", async () => {
    const terminal = await open();
    let end: (result: ExecResult) => void = () => {};
    client.exec.mockImplementationOnce(() => new Promise((resolve) => (end = resolve)));
    terminal.type("first\rsecond\rthird");
    expect(client.exec).toHaveBeenCalledTimes(2);
    end(done("1\n"));
    await terminal.until(/\$ third$/);
    expect(client.exec).toHaveBeenCalledTimes(3);
    expect(client.exec.mock.calls[2]?.[1]).toContain("second");
  });

  it("tells once by notification why commands fail, and each time in its own words", async () => {
    const terminal = await open();
    const refusal = new Agent37Error({ code: "invalid_request", message: "Not running.", plane: "hosting" });
    client.exec.mockRejectedValue(refusal);
    expect(await terminal.enter("ls")).toContain("The instance is not running.");
    expect(await terminal.enter("ls")).toContain("(instance_not_running)");
    const keys = terminal.problems.report.mock.calls.map((call: unknown[]) => call[2]);
    expect(terminal.problems.report).toHaveBeenCalledWith(
      expect.objectContaining({ code: "instance_not_running" }),
      { instanceId: "a" },
      expect.any(String),
    );
    expect(new Set(keys).size).toBe(1);
    client.exec.mockResolvedValue(done("ok\n"));
    await terminal.enter("ls");
    expect(terminal.problems.resolve).toHaveBeenCalledWith(keys[0]);
  });

  it("says that a command may still run when the server gave up on it", async () => {
    const terminal = await open();
    client.exec.mockRejectedValue(
      new Agent37Error({ code: "provisioning_failed", message: "Too long.", plane: "hosting", status: 502 }),
    );
    expect(await terminal.enter("sleep 999")).toContain("may still be running");
    expect(terminal.problems.report).not.toHaveBeenCalled();
  });

  it("says that a sleeping instance wakes", async () => {
    const terminal = await open("sleeping");
    expect(terminal.written).toContain("Builder is waking…\r\n");
  });

  it("says in words how a command ended that was asked for elsewhere, and gives back what was being typed", async () => {
    const terminal = await open();
    terminal.type("half");
    client.exec.mockResolvedValueOnce({ ...done("out\n"), exitCode: 127 });
    await terminal.pty.run("nope", new AbortController().signal);
    expect(await terminal.until(/half$/)).toMatch(
      /nope\nout\nThe command failed with exit code 127: it was not found\.\n\[127\] \$ half$/,
    );
  });

  it("offers earlier commands with Ctrl+R, to be edited", async () => {
    const terminal = await open();
    await terminal.enter("echo $(date)");
    const pick = vi.spyOn(window, "showQuickPick").mockImplementation(async (rows) => (rows as unknown[])[0]);
    terminal.type("\x12");
    await terminal.until(/echo \$\(date\)$/);
    expect(pick.mock.calls[0]?.[0]).toEqual([{ label: "echo \\$(date)", command: "echo $(date)" }]);
  });

  it("keeps commands out of everything but the history", async () => {
    const terminal = await open();
    await terminal.enter("export TOKEN=hidden");
    expect(JSON.stringify([...terminal.store.records])).not.toContain("hidden");
  });
});
