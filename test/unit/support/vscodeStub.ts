/**
 * Stands in for the module `vscode` in unit tests: words, values and recorded commands. What a window would do is set
 * up by the test with `vi.spyOn`.
 */
import { vi } from "vitest";

export const l10n = {
  t: (message: string, ...args: readonly unknown[]): string =>
    message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};

export const env = { language: "en", openExternal: vi.fn(async (_: unknown) => true) };

const registered = new Map<string, (...args: unknown[]) => unknown>();
export const commands = {
  registerCommand(id: string, run: (...args: unknown[]) => unknown): { dispose(): void } {
    registered.set(id, run);
    return { dispose: () => registered.delete(id) };
  },
  executeCommand: async (id: string, ...args: unknown[]): Promise<unknown> => registered.get(id)?.(...args),
};

const values = new Map<string, unknown>();
/** Sets what `workspace.getConfiguration` gives. */
export function configure(settings: Readonly<Record<string, unknown>>): void {
  values.clear();
  for (const [key, value] of Object.entries(settings)) values.set(key, value);
}
export const workspace = {
  getConfiguration: (section: string, _scope?: unknown) => ({
    get: (key: string) => values.get(`${section}.${key}`),
    inspect: (key: string): object => ({ globalValue: values.get(`${section}.${key}`) }),
    update: async (key: string, value: unknown, _target: unknown): Promise<void> => {
      values.set(`${section}.${key}`, value);
    },
  }),
  workspaceFile: undefined as unknown,
  workspaceFolders: undefined as readonly unknown[] | undefined,
  getWorkspaceFolder: (_: unknown): unknown => undefined,
  onDidChangeConfiguration: () => ({ dispose() {} }),
};

export const window = {
  activeTextEditor: undefined as unknown,
  showErrorMessage: async (): Promise<unknown> => undefined,
  showWarningMessage: async (..._: unknown[]): Promise<unknown> => undefined,
  showInformationMessage: async (..._: unknown[]): Promise<unknown> => undefined,
  showInputBox: async (..._: unknown[]): Promise<unknown> => undefined,
  showQuickPick: async (..._: unknown[]): Promise<unknown> => undefined,
  createInputBox: (): unknown => undefined,
  createQuickPick: (): unknown => undefined,
  withProgress: async (
    _: unknown,
    work: (progress: { report(step: unknown): void }, token: unknown) => Promise<unknown>,
  ): Promise<unknown> =>
    work(
      { report() {} },
      { onCancellationRequested: () => ({ dispose() {} }), isCancellationRequested: false },
    ),
};

export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const ProgressLocation = { Notification: 15 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
