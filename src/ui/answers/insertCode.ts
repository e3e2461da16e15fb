import * as vscode from "vscode";

/**
 * Writes code into an editor, as one step to undo, and leaves the cursors behind it with the focus there.
 * @param where `cursor` keeps what is selected; `selection` replaces it, and is the cursor where nothing is selected,
 * as when something is pasted.
 * @returns false when the editor takes no text, such as one for a file that can only be read.
 */
export async function insertCode(
  editor: vscode.TextEditor,
  code: string,
  where: "cursor" | "selection",
): Promise<boolean> {
  const { document } = editor;
  const eol = document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n";
  const text = code.replace(/\r?\n$/, "").replace(/\r?\n/g, eol);
  const ranges = editor.selections
    .map((selection) =>
      where === "selection" ? selection : new vscode.Range(selection.active, selection.active),
    )
    .sort((a, b) => a.start.compareTo(b.start));
  // Where each piece ends, in offsets: those before it have moved it.
  let moved = 0;
  const ends = ranges.map((range) => {
    const start = document.offsetAt(range.start) + moved;
    moved += text.length - (document.offsetAt(range.end) - document.offsetAt(range.start));
    return start + text.length;
  });
  const done = await editor.edit((edit) => {
    for (const range of ranges) edit.replace(range, text);
  });
  if (!done) return false;
  const shown = await focused(editor);
  shown.selections = ends.map((offset) => {
    const end = document.positionAt(offset);
    return new vscode.Selection(end, end);
  });
  const [first] = shown.selections;
  if (first) shown.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return true;
}

/** Gives the editor the focus. A notebook's cell has no editor of its own to be shown. */
async function focused(editor: vscode.TextEditor): Promise<vscode.TextEditor> {
  const { document, viewColumn } = editor;
  if (viewColumn === undefined) return editor;
  return vscode.window.showTextDocument(document, { viewColumn, preserveFocus: false });
}
