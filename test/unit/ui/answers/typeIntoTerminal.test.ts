import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { typeIntoTerminal } from "../../../../src/ui/answers/typeIntoTerminal.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { commands, configure, env, window, workspace } from "../../support/vscodeStub.ts";

/** Only a shell that starts, or is closed, ends the wait for it; what it says of itself comes this long before its prompt. */
const promptMs = 400;
const waits: number[] = [];
const clock = {
  now: () => 0,
  sleep: (ms: number) => {
    waits.push(ms);
    return ms === promptMs ? Promise.resolve() : new Promise<void>(() => {});
  },
};

class FakeTerminal {
  readonly exitStatus: object | undefined;
  readonly sent: unknown[][] = [];
  readonly show = vi.fn();
  constructor(exitStatus?: object) {
    this.exitStatus = exitStatus;
  }
  sendText(...sent: unknown[]): void {
    this.sent.push(sent);
  }
}

/** What VS Code's own paste finds in the clipboard. */
function watchPaste(): () => readonly string[] {
  const pasted: string[] = [];
  vi.spyOn(commands, "executeCommand").mockImplementation(async (id) => {
    if (id === "workbench.action.terminal.paste") pasted.push(await env.clipboard.readText());
  });
  return () => pasted;
}

let terminal: FakeTerminal;
beforeEach(async () => {
  terminal = new FakeTerminal();
  window.activeTerminal = terminal;
  waits.length = 0;
  configure({});
  await env.clipboard.writeText("what was copied before");
});
afterEach(() => {
  window.activeTerminal = undefined;
  workspace.isTrusted = true;
});

describe("Run in Terminal", () => {
  it("types one line without Enter and goes to the terminal", async () => {
    await typeIntoTerminal("npm\ttest\r\n", clock);
    expect(terminal.sent).toEqual([["npm test", false]]);
    expect(terminal.show).toHaveBeenCalledWith();
    expect(await env.clipboard.readText()).toBe("what was copied before");
  });

  it("types nothing where there is nothing", async () => {
    await typeIntoTerminal("\n \u0007\n", clock);
    expect(terminal.sent).toEqual([]);
    expect(terminal.show).not.toHaveBeenCalled();
  });

  it("pastes several lines, for no line end may be Enter, and gives the clipboard back", async () => {
    const pasted = watchPaste();
    await typeIntoTerminal("cd src\nls\n", clock);
    expect(pasted()).toEqual(["cd src\nls"]);
    expect(terminal.sent).toEqual([]);
    expect(await env.clipboard.readText()).toBe("what was copied before");
  });

  it.each(["never", false])("asks before several lines where VS Code would not (%s)", async (setting) => {
    configure({ "terminal.integrated.enableMultiLinePasteWarning": setting });
    const pasted = watchPaste();
    const asked = vi.spyOn(window, "showWarningMessage").mockResolvedValueOnce(undefined);
    await typeIntoTerminal("cd src\nls", clock);
    expect(asked.mock.calls[0]?.[0]).toBe("Paste 2 lines into the terminal?");
    expect(pasted()).toEqual([]);
    asked.mockResolvedValueOnce("Paste");
    await typeIntoTerminal("cd src\nls", clock);
    expect(pasted()).toEqual(["cd src\nls"]);
    expect(terminal.sent).toEqual([]);
  });

  it.each([
    ["cannot be read", () => vi.spyOn(env.clipboard, "readText").mockResolvedValue("")],
    [
      "cannot be pasted from",
      () => vi.spyOn(commands, "executeCommand").mockRejectedValue(new Error("command not found")),
    ],
  ])("leaves several lines in a clipboard that %s, and says so", async (_, deny) => {
    deny();
    const written = vi.spyOn(env.clipboard, "writeText");
    const said = vi.spyOn(window, "showInformationMessage");
    await typeIntoTerminal("cd src\nls", clock);
    expect(written.mock.calls).toEqual([["cd src\nls"]]);
    expect(said.mock.calls[0]?.[0]).toContain("They are in the clipboard");
    expect(terminal.sent).toEqual([]);
  });

  it.each([undefined, new FakeTerminal({ code: 0 })])("opens a terminal where none runs", async (active) => {
    window.activeTerminal = active;
    const fresh = new FakeTerminal();
    vi.spyOn(window, "createTerminal").mockReturnValue(fresh);
    const ready = new Emitter<object>();
    vi.spyOn(window, "onDidChangeTerminalShellIntegration").mockImplementation(ready.event as never);
    const done = typeIntoTerminal("npm test", clock);
    await Promise.resolve();
    expect(fresh.sent).toEqual([]);
    const shellIntegration = { cwd: "/work" };
    ready.fire({ terminal: new FakeTerminal(), shellIntegration });
    ready.fire({ terminal: fresh, shellIntegration: {} });
    await Promise.resolve();
    expect(fresh.sent).toEqual([]);
    expect(waits).not.toContain(promptMs);
    ready.fire({ terminal: fresh, shellIntegration });
    await done;
    expect(waits).toContain(promptMs);
    expect(fresh.sent).toEqual([["npm test", false]]);
  });

  it("waits only so long for a shell that does not tell that it is there", async () => {
    window.activeTerminal = undefined;
    const fresh = new FakeTerminal();
    vi.spyOn(window, "createTerminal").mockReturnValue(fresh);
    await typeIntoTerminal("npm test", { ...clock, sleep: () => Promise.resolve() });
    expect(fresh.sent).toEqual([["npm test", false]]);
  });

  it("opens none in a workspace that is not trusted, and says where that is changed", async () => {
    window.activeTerminal = undefined;
    workspace.isTrusted = false;
    const create = vi.spyOn(window, "createTerminal");
    const said = vi.spyOn(window, "showInformationMessage").mockResolvedValue("Manage Workspace Trust");
    const run = vi.spyOn(commands, "executeCommand");
    await typeIntoTerminal("npm test", clock);
    expect(create).not.toHaveBeenCalled();
    expect(said.mock.calls[0]?.[0]).toContain("not trusted");
    expect(run).toHaveBeenCalledWith("workbench.trust.manage");
  });
});
