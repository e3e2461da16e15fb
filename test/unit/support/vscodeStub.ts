/**
 * Stands in for the module `vscode` in unit tests: words, values and recorded commands. What a window would do is set
 * up by the test with `vi.spyOn`.
 */
import { vi } from "vitest";

export * from "./vscodeLanguages.ts";
export * from "./vscodeValues.ts";

export const l10n = {
  t: (message: string, ...args: readonly unknown[]): string =>
    message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};

let copied = "";
export const env = {
  language: "en",
  uiKind: 1,
  remoteName: undefined as string | undefined,
  openExternal: vi.fn(async (_: unknown) => true),
  clipboard: {
    readText: async (): Promise<string> => copied,
    writeText: async (text: string): Promise<void> => {
      copied = text;
    },
  },
};

/** An event that nothing fires; a test that wants it fired spies on it. */
const never = (_listener: (event: never) => unknown): { dispose(): void } => ({ dispose() {} });

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
  /** Set by a test that has files. */
  fs: undefined as unknown,
  isTrusted: true,
  asRelativePath: (uri: unknown): string => String(uri),
  findFiles: async (..._: unknown[]): Promise<unknown[]> => [],
  openTextDocument: async (_: unknown): Promise<unknown> => undefined,
  registerTextDocumentContentProvider: (_scheme: string, _provider: unknown) => ({ dispose() {} }),
  onDidChangeWorkspaceFolders: never,
  onDidChangeTextDocument: never,
  onDidCloseTextDocument: never,
  textDocuments: [] as readonly unknown[],
  applyEdit: async (_: unknown): Promise<boolean> => false,
  updateWorkspaceFolders: (..._: unknown[]): boolean => true,
  encode: async (text: string, _?: unknown): Promise<Uint8Array> => new TextEncoder().encode(text),
  registerFileSystemProvider: (..._: unknown[]) => ({ dispose() {} }),
};

export const extensions = {
  getExtension: (_: string): unknown => undefined,
};

export const languages = {
  getDiagnostics: (_: unknown): readonly unknown[] => [],
  registerCodeActionsProvider: (..._: unknown[]) => ({ dispose() {} }),
  registerCodeLensProvider: (..._: unknown[]) => ({ dispose() {} }),
  setTextDocumentLanguage: async (document: unknown, _: string): Promise<unknown> => document,
};

export const window = {
  state: { focused: true },
  registerWebviewViewProvider: (..._: unknown[]) => ({ dispose() {} }),
  registerWebviewPanelSerializer: (..._: unknown[]) => ({ dispose() {} }),
  createWebviewPanel: (..._: unknown[]): unknown => undefined,
  activeTextEditor: undefined as unknown,
  visibleTextEditors: [] as readonly unknown[],
  activeNotebookEditor: undefined as unknown,
  activeTerminal: undefined as unknown,
  tabGroups: { activeTabGroup: { viewColumn: 1 }, all: [] } as unknown,
  onDidChangeActiveTextEditor: never,
  onDidChangeVisibleTextEditors: never,
  onDidChangeTerminalShellIntegration: never,
  onDidCloseTerminal: never,
  onDidStartTerminalShellExecution: never,
  onDidEndTerminalShellExecution: never,
  showOpenDialog: async (..._: unknown[]): Promise<unknown> => undefined,
  createTerminal: (): unknown => undefined,
  showTextDocument: async (..._: unknown[]): Promise<unknown> => undefined,
  showSaveDialog: async (..._: unknown[]): Promise<unknown> => undefined,
  showErrorMessage: async (): Promise<unknown> => undefined,
  showWarningMessage: async (..._: unknown[]): Promise<unknown> => undefined,
  showInformationMessage: async (..._: unknown[]): Promise<unknown> => undefined,
  showInputBox: async (..._: unknown[]): Promise<unknown> => undefined,
  showQuickPick: async (..._: unknown[]): Promise<unknown> => undefined,
  createInputBox: (): unknown => undefined,
  createTreeView: (..._: unknown[]): unknown => ({ selection: [], dispose() {} }),
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

export const ViewColumn = { Active: -1, Beside: -2 };
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const ProgressLocation = { Notification: 15 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };

/** What a file system says against an operation. */
export class FileSystemError extends Error {
  readonly code: string;

  constructor(code: string, uri: unknown) {
    super(`${code}: ${String(uri)}`);
    this.code = code;
  }

  static FileNotFound = (uri: unknown): FileSystemError => new FileSystemError("FileNotFound", uri);
  static FileExists = (uri: unknown): FileSystemError => new FileSystemError("FileExists", uri);
  static FileIsADirectory = (uri: unknown): FileSystemError => new FileSystemError("FileIsADirectory", uri);
  static FileNotADirectory = (uri: unknown): FileSystemError => new FileSystemError("FileNotADirectory", uri);
  static Unavailable = (uri: unknown): FileSystemError => new FileSystemError("Unavailable", uri);
  static NoPermissions = (uri: unknown): FileSystemError => new FileSystemError("NoPermissions", uri);
}

export class ThemeIcon {
  static readonly File = new ThemeIcon("file");
  static readonly Folder = new ThemeIcon("folder");
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class TreeItem {
  readonly label: unknown;
  readonly collapsibleState: number;

  constructor(label: unknown, collapsibleState = TreeItemCollapsibleState.None) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class DataTransferItem {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  asString(): Promise<string> {
    return Promise.resolve(String(this.value));
  }

  asFile(): unknown {
    return undefined;
  }
}

/** An edit that only renames. */
export class WorkspaceEdit {
  readonly renamed: (readonly [from: unknown, to: unknown])[] = [];

  renameFile(from: unknown, to: unknown): void {
    this.renamed.push([from, to]);
  }
}

export const FilePermission = { Readonly: 1 };
export const FileChangeType = { Changed: 1, Created: 2, Deleted: 3 };
