import * as vscode from "vscode";
import type { Attachment } from "../../common/attachment.ts";
import { showInformation } from "../../platform/messages.ts";
import { isReadable } from "../../platform/resources.ts";
import type { KeptFiles } from "./keptFiles.ts";

/** Shows an attachment in an editor: the file itself, the place of a snippet, or a copy that cannot be changed. */
export async function showAttachment(attachment: Attachment, kept: KeptFiles): Promise<void> {
  if (attachment.kind === "file") {
    const { name, source } = attachment;
    if ("uri" in source) return openResource(vscode.Uri.parse(source.uri), name);
    if ("blob" in source) return openResource(kept.uriOf(source.blob, name), name);
    void showInformation(vscode.l10n.t("{0} is on the instance: {1}", name, source.remotePath));
    return;
  }
  const { title, text, language, place } = attachment;
  if (place) {
    const lines = new vscode.Range(place.from - 1, 0, place.to - 1, Number.MAX_SAFE_INTEGER);
    return openResource(vscode.Uri.parse(place.uri), title, lines);
  }
  const blob = await kept.keep(new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(kept.uriOf(blob, title));
  if (language) await vscode.languages.setTextDocumentLanguage(document, language).then(undefined, () => {});
  await vscode.window.showTextDocument(document);
}

/** Records of attachments are old or of foreign origin: only what can be read is opened, never a link or a command. */
async function openResource(uri: vscode.Uri, name: string, selection?: vscode.Range): Promise<void> {
  if (!isReadable(uri)) {
    void showInformation(vscode.l10n.t("{0} is not there any more.", name));
    return;
  }
  await vscode.commands.executeCommand("vscode.open", uri, selection && { selection });
}
