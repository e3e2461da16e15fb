import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { SnippetAttachment } from "../../../../src/common/attachment.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { window } from "../../support/vscodeStub.ts";
import { open } from "./bench.ts";

/** A shell that tells of its commands, and a source that listens. */
async function terminals() {
  const started = new Emitter<unknown>();
  const ended = new Emitter<unknown>();
  const closed = new Emitter<unknown>();
  vi.spyOn(window, "onDidStartTerminalShellExecution").mockImplementation(started.event as never);
  vi.spyOn(window, "onDidEndTerminalShellExecution").mockImplementation(ended.event as never);
  vi.spyOn(window, "onDidCloseTerminal").mockImplementation(closed.event as never);
  const { source } = await open();
  onTestFinished(() => void (window.activeTerminal = undefined));
  const last = async (): Promise<SnippetAttachment | undefined> => {
    const [offer] = await source.mentions("terminal");
    return offer && ((await source.fromMention(offer.id))[0] as SnippetAttachment);
  };
  /** @param exitCode none: it goes on */
  const run = async (terminal: object, line: string, output: readonly string[], exitCode?: number) => {
    const execution = {
      commandLine: { value: line },
      read: async function* () {
        yield* output;
      },
    };
    started.fire({ terminal, execution });
    await new Promise((resolve) => setTimeout(resolve));
    if (exitCode !== undefined) ended.fire({ terminal, execution, exitCode });
  };
  return { run, last, close: (terminal: object) => closed.fire(terminal) };
}

describe("the terminal's last command", () => {
  it("is not offered where there is none", async () => {
    const { run, last } = await terminals();
    await run({}, "  ", ["$ "], 0);
    expect(await last()).toBeUndefined();
  });

  it("is its line, its output as a person sees it, and how it ended", async () => {
    const { run, last } = await terminals();
    await run(
      {},
      "npm test",
      [
        "\u001b]0;user@host: ~/my shop\u0007\u001b]633;C\u001b\\",
        "\u001b[32m✓\u001b[39m adds\r\n",
        "10 %\r50 %\r",
        "100 %\r\n1 failed\r\n",
        "",
      ],
      1,
    );
    expect(await last()).toMatchObject({
      origin: "terminal",
      title: "npm test",
      text: "$ npm test\n✓ adds\n100 %\n1 failed\n[exit code 1]",
    });
  });

  it("is offered while it runs", async () => {
    const { run, last } = await terminals();
    await run({}, "npm start", ["listening\n"]);
    expect((await last())?.text).toBe("$ npm start\nlistening\n[still running]");
  });

  it("is that of the terminal in front, else the latest", async () => {
    const { run, last, close } = await terminals();
    const [one, two] = [{}, {}];
    await run(one, "first", [], 0);
    await run(two, "second", [], 0);
    expect((await last())?.title).toBe("second");
    window.activeTerminal = one;
    expect((await last())?.title).toBe("first");
    close(one);
    expect((await last())?.title).toBe("second");
  });

  it("keeps the end of a long output", async () => {
    const { run, last } = await terminals();
    const lines = Array.from({ length: 40_000 }, (_, index) => `line ${index}\n`);
    await run({}, "yes", lines, 0);
    const { text = "" } = (await last()) ?? {};
    expect(text.length).toBeLessThan(66_000);
    expect(text).toMatch(/^\$ yes\n…\nline \d+\n/);
    expect(text).toMatch(/line 39999\n\[exit code 0\]$/);
  });
});
