import * as vscode from "vscode";
import type { FileAttachment } from "../../common/attachment.ts";
import { isImageName } from "../../core/attachments/images.ts";
import { documentInFrontOf, isReadable } from "../../platform/resources.ts";
import { nameOf, pathOf } from "./names.ts";

/** Why something cannot be attached; `unkept`: this machine could not keep a copy of it. */
export interface Refusal {
  readonly name: string;
  readonly reason: "folder" | "unreadable" | "unkept";
}

/** The attachment for a resource. Nothing is read but what the file system says of it. */
export async function fileFrom(uri: vscode.Uri): Promise<FileAttachment | Refusal> {
  const name = nameOf(uri);
  const size = await sizeOf(uri);
  if (typeof size !== "number") return { name, reason: size };
  return {
    kind: "file",
    id: crypto.randomUUID(),
    name,
    path: pathOf(uri),
    source: { uri: uri.toString() },
    size,
    ...(isImageName(name) && { isImage: true }),
  };
}

/** Bytes, or why there are none. */
async function sizeOf(uri: vscode.Uri): Promise<number | Refusal["reason"]> {
  const document = documentInFrontOf(uri);
  if (document) return Buffer.byteLength(document.getText());
  if (!isReadable(uri)) return "unreadable";
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) return "folder";
    // Devices and pipes have no end that reading could come to.
    return type & vscode.FileType.File ? size : "unreadable";
  } catch {
    return "unreadable";
  }
}

/** What to tell the user of resources that were not attached. */
export function refusalWords(refusals: readonly Refusal[]): string {
  const named = (reason: Refusal["reason"]): string =>
    refusals
      .filter((refusal) => refusal.reason === reason)
      .map(({ name }) => name)
      .join(", ");
  const folders = named("folder");
  const unreadable = named("unreadable");
  const unkept = named("unkept");
  return [
    folders &&
      vscode.l10n.t(
        "A folder cannot be attached ({0}). Attach its files one by one, or name the folder in the message.",
        folders,
      ),
    unreadable && vscode.l10n.t("Not attached, because it cannot be read: {0}", unreadable),
    unkept && vscode.l10n.t("Not attached, because no copy of it can be kept on this machine: {0}", unkept),
  ]
    .filter((part) => part)
    .join(" ");
}
