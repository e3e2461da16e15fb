/** A window with files, documents and editors, and an attachment source in it. */
import { onTestFinished, vi } from "vitest";
import type * as vscode from "vscode";
import type { Attachment } from "../../../../src/common/attachment.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { createAttachmentReader } from "../../../../src/platform/attachmentReader.ts";
import { createAttachmentSource } from "../../../../src/ui/attachments/createAttachmentSource.ts";
import { MemoryFileStore } from "../../support/memoryFileStore.ts";
import { MemoryFs } from "../../support/memoryFs.ts";
import {
  type Position,
  Range,
  Selection,
  TabInputText,
  Uri,
  window,
  workspace,
} from "../../support/vscodeStub.ts";

/** A text document, as far as it is attached. */
export class FakeDocument {
  readonly uri: Uri;
  readonly encoding = "utf8";
  readonly languageId = "typescript";
  text: string;
  isDirty = false;
  isClosed = false;

  constructor(uri: Uri, text: string) {
    this.uri = uri;
    this.text = text;
  }

  get isUntitled(): boolean {
    return this.uri.scheme === "untitled";
  }
  get lineCount(): number {
    return this.text.split("\n").length;
  }
  lineAt(line: number): { text: string; range: Range } {
    const text = this.text.split("\n")[line] ?? "";
    return { text, range: new Range(line, 0, line, text.length) };
  }
  getText(range?: Range): string {
    if (!range) return this.text;
    return this.text.slice(this.#offset(range.start), this.#offset(range.end));
  }
  validateRange(range: Range): Range {
    return range;
  }

  #offset({ line, character }: Position): number {
    return (
      this.text
        .split("\n")
        .slice(0, line)
        .reduce((sum, text) => sum + text.length + 1, 0) + character
    );
  }
}

export class FakeEditor {
  readonly document: FakeDocument;
  readonly viewColumn = 1;
  selections: readonly Selection[] = [new Selection(0, 0, 0, 0)];

  constructor(document: FakeDocument) {
    this.document = document;
  }
  get selection(): Selection {
    return this.selections[0] ?? new Selection(0, 0, 0, 0);
  }
  /** From [line, character] to [line, character], from 0. */
  select(...range: [number, number, number, number]): this {
    this.selections = [new Selection(...range)];
    return this;
  }
}

/**
 * @param files text by absolute path
 * @param folders of the workspace
 */
export async function open(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  folders: readonly string[] = ["/shop"],
) {
  const fs = new MemoryFs();
  const schemes = new Set(["file"]);
  workspace.fs = Object.assign(fs, {
    isWritableFileSystem: (scheme: string) => (schemes.has(scheme) ? true : undefined),
  });
  for (const [path, content] of Object.entries(files))
    await fs.writeFile(Uri.file(path), typeof content === "string" ? Buffer.from(content) : content);
  const roots = folders.map((folder) => ({ uri: Uri.file(folder), name: folder.split("/").at(-1) ?? "" }));
  const rootOf = ({ scheme, path }: Uri) =>
    scheme === "file" ? roots.find(({ uri }) => path.startsWith(`${uri.path}/`)) : undefined;
  workspace.workspaceFolders = roots;
  workspace.textDocuments = [];
  vi.spyOn(workspace, "getWorkspaceFolder").mockImplementation((uri) => rootOf(uri as Uri));
  vi.spyOn(workspace, "asRelativePath").mockImplementation(((uri: Uri, withFolder: boolean) => {
    const root = rootOf(uri);
    if (!root) return uri.path;
    const rest = uri.path.slice(root.uri.path.length + 1);
    return withFolder ? `${root.name}/${rest}` : rest;
  }) as typeof workspace.asRelativePath);
  const findFiles = vi
    .spyOn(workspace, "findFiles")
    .mockImplementation(async () =>
      [...fs.nodes.keys()].map((path) => Uri.file(path)).filter((uri) => rootOf(uri)),
    );

  const documents: FakeDocument[] = [];
  const changed = new Emitter<FakeEditor | undefined>();
  vi.spyOn(window, "onDidChangeActiveTextEditor").mockImplementation(changed.event as never);
  vi.spyOn(workspace, "openTextDocument").mockImplementation(
    async (uri) => documents.find((document) => document.uri.toString() === String(uri)) ?? { uri },
  );
  const document = (uri: Uri | string, text: string): FakeDocument => {
    const made = new FakeDocument(typeof uri === "string" ? Uri.file(uri) : uri, text);
    documents.push(made);
    workspace.textDocuments = documents;
    return made;
  };
  const show = (editor: FakeEditor | undefined): void => {
    window.activeTextEditor = editor;
    if (editor && !window.visibleTextEditors.includes(editor))
      window.visibleTextEditors = [...window.visibleTextEditors, editor];
    changed.fire(editor);
  };
  const tabs = (...uris: readonly Uri[]): void => {
    window.tabGroups = { all: [{ tabs: uris.map((uri) => ({ input: new TabInputText(uri) })) }] };
  };

  const blobs = new MemoryFileStore();
  const reader = createAttachmentReader(blobs);
  const settings = { attachActiveFile: false };
  let now = new Date(2026, 9, 1, 14, 25, 1).getTime();
  const clock = {
    now: () => now,
    sleep: vi.fn(async (_ms: number, _signal?: AbortSignal) => new Promise<void>(() => {})),
  };
  const source = createAttachmentSource({
    blobs,
    reader,
    settings: { get: (name) => settings[name as "attachActiveFile"] },
    clock,
    logger: silentLogger,
  });
  const told = vi.spyOn(window, "showInformationMessage");
  const asked = vi.spyOn(window, "showWarningMessage");
  onTestFinished(() => {
    source.dispose();
    Object.assign(window, {
      activeTextEditor: undefined,
      visibleTextEditors: [],
      activeTerminal: undefined,
      tabGroups: { all: [] },
    });
    Object.assign(workspace, { workspaceFolders: undefined, textDocuments: [], fs: undefined });
  });
  return {
    source,
    blobs,
    reader,
    settings,
    clock,
    fs,
    findFiles,
    document,
    show,
    tabs,
    /** What was told and asked, as text. */
    told: () => told.mock.calls.map(([text]) => String(text)),
    asked: () =>
      asked.mock.calls.map(([text, options]) => `${String(text)} ${(options as { detail: string }).detail}`),
    agree: () => asked.mockImplementation(async (...args) => args.at(-1)),
    knowScheme: (scheme: string) => void schemes.add(scheme),
    later: (ms: number) => void (now += ms),
  };
}

export const file = (path: string): string => Uri.file(path).toString();
export const names = (attachments: readonly Attachment[]): readonly string[] =>
  attachments.map((attachment) => (attachment.kind === "file" ? attachment.path : attachment.title));
/** What an extension has registered, as VS Code calls it. */
export const asFileSystem = (provider: unknown) =>
  provider as {
    stat(uri: Uri): Promise<vscode.FileStat>;
    readFile(uri: Uri): Promise<Uint8Array>;
    writeFile(uri: Uri): void;
  };
