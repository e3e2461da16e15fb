/** What a window would hold for the tests here: files in folders, and text editors. */
import { vi } from "vitest";
import {
  EndOfLine,
  FileType,
  Position,
  type Range,
  Selection,
  Uri,
  window,
  workspace,
} from "../../support/vscodeStub.ts";

/** Makes these the files of the workspace, whose folders they name by their absolute paths. */
export function useWorkspace(folders: readonly string[], files: readonly string[]) {
  workspace.workspaceFolders = folders.map((folder) => ({
    uri: Uri.file(folder),
    name: folder.split("/").at(-1),
  }));
  const stat = vi.fn(async ({ path }: Uri) => {
    if (files.includes(path)) return { type: FileType.File };
    if (files.some((file) => file.startsWith(`${path}/`))) return { type: FileType.Directory };
    throw new Error("FileNotFound");
  });
  const writeFile = vi.fn(async (_uri: Uri, _bytes: Uint8Array) => {});
  workspace.fs = { stat, writeFile };
  vi.spyOn(workspace, "findFiles").mockImplementation(async (pattern, _, limit) => {
    const name = String(pattern).replace("**/", "/");
    return files
      .filter((file) => file.endsWith(name) && folders.some((folder) => file.startsWith(`${folder}/`)))
      .slice(0, Number(limit))
      .map((file) => Uri.file(file));
  });
  vi.spyOn(workspace, "asRelativePath").mockImplementation((uri) => {
    const { path } = uri as Uri;
    const folder = folders.find((candidate) => path.startsWith(`${candidate}/`));
    return folder === undefined ? path : path.slice(folder.length + 1);
  });
  return { stat, writeFile };
}

/** A text document, as far as it is read and edited here. */
export class FakeDocument {
  readonly uri: Uri;
  readonly eol: number;
  text: string;

  constructor(uri: Uri, text: string) {
    this.uri = uri;
    this.text = text;
    this.eol = text.includes("\r\n") ? EndOfLine.CRLF : EndOfLine.LF;
  }

  get lineCount(): number {
    return this.text.split("\n").length;
  }
  getText(): string {
    return this.text;
  }
  lineAt(line: number): { range: { end: Position } } {
    const text = this.text.split(/\r?\n/)[line] ?? "";
    return { range: { end: new Position(line, text.length) } };
  }
  offsetAt({ line, character }: Position): number {
    const before = this.text.split("\n").slice(0, line);
    return before.reduce((sum, text) => sum + text.length + 1, 0) + character;
  }
  positionAt(offset: number): Position {
    const before = this.text.slice(0, offset).split("\n");
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  }
}

/** An editor; the ranges of one edit are those of the text before it, as in VS Code. */
export class FakeEditor {
  readonly document: FakeDocument;
  readonly viewColumn: number | undefined;
  readonly revealRange = vi.fn();
  selections: readonly Selection[] = [new Selection(0, 0, 0, 0)];
  isReadOnly = false;
  /** How many steps Undo would have. */
  edits = 0;

  constructor(path: string, text: string, viewColumn: number | undefined = 1) {
    this.document = new FakeDocument(path.includes(":") ? Uri.parse(path) : Uri.file(path), text);
    this.viewColumn = viewColumn;
  }

  async edit(change: (edit: { replace(range: Range, text: string): void }) => void): Promise<boolean> {
    if (this.isReadOnly) return false;
    const pieces: { from: number; to: number; text: string }[] = [];
    change({
      replace: (range, text) => {
        const [from, to] = [this.document.offsetAt(range.start), this.document.offsetAt(range.end)];
        pieces.push({ from, to, text });
      },
    });
    for (const { from, to, text } of pieces.sort((a, b) => b.from - a.from))
      this.document.text = this.document.text.slice(0, from) + text + this.document.text.slice(to);
    this.edits += 1;
    return true;
  }

  /** Selects from [line, character] to [line, character]; the cursor is at the second. */
  select(...ranges: [number, number, number, number][]): this {
    this.selections = ranges.map((range) => new Selection(...range));
    return this;
  }

  get cursors(): [number, number][] {
    return this.selections.map(({ active }) => [active.line, active.character]);
  }
}

/** Shows editors; the active one comes first, unless none is active. */
export function showEditors(editors: readonly FakeEditor[], { active = editors[0] } = {}): void {
  window.visibleTextEditors = editors;
  window.activeTextEditor = active;
  vi.spyOn(window, "showTextDocument").mockImplementation(async (what) => {
    const shown = editors.find(({ document }) => document === what);
    window.activeTextEditor = shown;
    return shown;
  });
}
