import { describe, expect, it, vi } from "vitest";
import { registerAttachCodeActions } from "../../../../src/ui/attachments/codeActions.ts";
import {
  type CodeAction,
  CodeActionKind,
  CodeActionTriggerKind,
  Diagnostic,
  languages,
  Range,
  Uri,
} from "../../support/vscodeStub.ts";

const uri = Uri.file("/shop/a.ts");
const selected = new Range(1, 0, 2, 0);
const problem = new Diagnostic(selected, "wrong");

/** What is offered for a range, as VS Code asks. */
function offered(range: Range, context: object): readonly CodeAction[] {
  const register = vi.spyOn(languages, "registerCodeActionsProvider");
  registerAttachCodeActions();
  const provider = register.mock.calls.at(-1)?.[1] as {
    provideCodeActions(document: unknown, range: Range, context: object): readonly CodeAction[];
  };
  return provider.provideCodeActions({ uri }, range, {
    diagnostics: [],
    triggerKind: CodeActionTriggerKind.Invoke,
    only: undefined,
    ...context,
  });
}
const titles = (actions: readonly CodeAction[]): readonly string[] => actions.map(({ title }) => title);

describe("code actions", () => {
  it("ask about the problems in the range", () => {
    const [action] = offered(new Range(1, 0, 1, 0), { diagnostics: [problem] });
    expect(action).toMatchObject({
      title: "Ask the agent about this problem",
      kind: CodeActionKind.QuickFix,
      diagnostics: [problem],
      command: { command: "agent37.askAboutProblem", arguments: [uri, [problem]] },
    });
    expect(titles(offered(selected, { diagnostics: [problem, problem] }))[0]).toBe(
      "Ask the agent about these problems",
    );
  });

  it("light no bulb for a selection: VS Code asks by itself and gets nothing", () => {
    expect(offered(selected, { triggerKind: CodeActionTriggerKind.Automatic })).toEqual([]);
    expect(titles(offered(selected, {}))).toEqual(["Add selection to chat"]);
    expect(offered(new Range(1, 0, 1, 0), {})).toEqual([]);
  });

  it("stay out of menus for other kinds", () => {
    const diagnostics = [problem];
    expect(offered(selected, { diagnostics, only: CodeActionKind.Refactor })).toEqual([]);
    expect(titles(offered(selected, { diagnostics, only: CodeActionKind.QuickFix }))).toEqual([
      "Ask the agent about this problem",
    ]);
  });
});
