import * as vscode from "vscode";
import type { Attachment, SnippetAttachment, SnippetOrigin } from "../../common/attachment.ts";
import type { AttachmentView } from "../../protocol/view.ts";

/** The chip of something that goes with a message. */
export function attachmentView(attachment: Attachment): AttachmentView {
  const { id } = attachment;
  if (attachment.kind === "snippet") {
    return { id, kind: "snippet", name: attachment.title, detail: snippetDetail(attachment), canOpen: true };
  }
  const { name, path, size, isImage, source } = attachment;
  const detail = [path, size === undefined ? undefined : formatBytes(size)].filter(Boolean).join(" · ");
  // What is on the instance is not here.
  return { id, kind: isImage ? "image" : "file", name, detail, canOpen: !("remotePath" in source) };
}

/** The chip of something that went with a message: the text of a snippet can be read there. */
export function sentAttachmentView(attachment: Attachment): AttachmentView {
  const view = attachmentView(attachment);
  return attachment.kind === "snippet" ? { ...view, text: attachment.text } : view;
}

/** "812 bytes", "3.4 kB", "15 MB", in the editor's language. */
export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  let index = 0;
  let value = bytes;
  // What would be shown as a thousand of one unit is one of the next.
  while (value >= 999.95 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  const unit = units[index] ?? "byte";
  return new Intl.NumberFormat(vscode.env.language, {
    style: "unit",
    unit,
    unitDisplay: unit === "byte" ? "long" : "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

function snippetDetail({ origin, text }: SnippetAttachment): string {
  const lines = text.replace(/\n$/, "").split("\n").length;
  const length = lines === 1 ? vscode.l10n.t("1 line") : vscode.l10n.t("{0} lines", lines);
  return `${originWords(origin)} · ${length}`;
}

function originWords(origin: SnippetOrigin): string {
  switch (origin) {
    case "selection":
      return vscode.l10n.t("Selection");
    case "symbol":
      return vscode.l10n.t("Symbol");
    case "problems":
      return vscode.l10n.t("Problems");
    case "terminal":
      return vscode.l10n.t("Terminal");
  }
}
