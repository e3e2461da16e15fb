import { describe, expect, it, vi } from "vitest";
import type { StatusReason } from "../../../../src/api/wire.ts";
import type { InstancesUiDeps } from "../../../../src/ui/instances/deps.ts";
import { ProblemDocument } from "../../../../src/ui/instances/problemDocument.ts";
import { instance } from "../../core/instances/window.ts";
import { workspace } from "../../support/vscodeStub.ts";

/** The document of an instance that has failed for this reason. */
async function textFor(statusReason: StatusReason | undefined, log = "one\ntwo\n"): Promise<string> {
  const failed = instance("a", { name: "Builder", status: "failed", statusReason });
  const register = vi.spyOn(workspace, "registerTextDocumentContentProvider");
  const document = new ProblemDocument({
    client: { getInstance: async () => failed, getLogs: async () => ({ text: log, truncated: false }) },
    instances: { find: () => failed },
  } as unknown as InstancesUiDeps);
  const provider = register.mock.lastCall?.[1] as {
    provideTextDocumentContent: (uri: { query: string }) => Promise<string>;
  };
  const text = await provider.provideTextDocumentContent({ query: "a" });
  document.dispose();
  return text;
}

const reason: StatusReason = { code: "provisioning_failed", message: "No computer was free." };

describe("what is told of a failed instance", () => {
  it.each([
    ["without a line end", "Tried twice."],
    ["with one", "Tried twice.\n"],
    ["with empty lines", "Tried twice.\r\n\r\n \n"],
  ])("has one empty line before the console, whatever ends the detail: %s", async (_, detail) => {
    expect(await textFor({ ...reason, detail })).toBe(
      [
        "Builder (a)",
        "Status: failed",
        "",
        "No computer was free.",
        "",
        "Code: provisioning_failed",
        "",
        "Tried twice.",
        "",
        "Console, the last 200 lines:",
        "one",
        "two",
        "",
      ].join("\n"),
    );
  });

  it.each([
    ["an empty detail", { ...reason, message: "No computer was free.\n", detail: "\n" }],
    ["no detail", reason],
    ["no reason", undefined],
  ])("has no empty lines beside each other: %s", async (_, given) => {
    const text = await textFor(given, "");
    expect(text).not.toContain("\n\n\n");
    expect(text).toMatch(/[^\n]\n\nConsole, the last 200 lines:\n\(nothing\)\n$/);
  });
});
