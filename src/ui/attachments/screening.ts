import * as vscode from "vscode";
import type { Attachment, FileAttachment } from "../../common/attachment.ts";
import { holdsPrivateKey, looksSecret } from "../../core/attachments/secrets.ts";
import { confirm } from "../../platform/messages.ts";

/** As the chips count. */
const megabyte = 1_000_000;
/** Files above this size ask first. */
const largeBytes = 20 * megabyte;
/** Longer content is not looked into: it is no key. */
const maxLookedInto = megabyte;
/** Names in a question; the rest is counted. */
const maxNamed = 8;

type Worry = "secret" | "large";

export interface Screening {
  /** Reads a small file, to look for a private key in it. */
  readonly read: (file: FileAttachment) => Promise<Uint8Array>;
  /** Whether the user is asked; if not, what there would be a question about is left out. */
  readonly ask: boolean;
}

/**
 * Asks once about everything that looks like a secret or is very large.
 * @returns what is free of doubt and, if the user agrees, the rest, in the given order.
 */
export async function screened(
  attachments: readonly Attachment[],
  { read, ask }: Screening,
): Promise<readonly Attachment[]> {
  const worries = await Promise.all(attachments.map((attachment) => worryOf(attachment, read)));
  const doubtful = attachments.filter((_, index) => worries[index] !== undefined);
  if (doubtful.length === 0) return attachments;
  const withWorry = (worry: Worry): readonly Attachment[] =>
    attachments.filter((_, index) => worries[index] === worry);
  if (ask && (await confirmed(withWorry("secret"), withWorry("large")))) return attachments;
  return attachments.filter((attachment) => !doubtful.includes(attachment));
}

async function worryOf(attachment: Attachment, read: Screening["read"]): Promise<Worry | undefined> {
  if (looksSecret(placeOf(attachment))) return "secret";
  if (attachment.kind === "snippet") return holdsPrivateKey(attachment.text) ? "secret" : undefined;
  const { size = 0, isImage } = attachment;
  if (size > largeBytes) return "large";
  if (isImage || size === 0 || size > maxLookedInto) return undefined;
  try {
    // The line that is looked for is ASCII; without the zeros it is found in UTF-16 as well.
    const text = Buffer.from(await read(attachment))
      .toString("latin1")
      .replaceAll("\0", "");
    return holdsPrivateKey(text) ? "secret" : undefined;
  } catch {
    // Whoever sends it will be told.
    return undefined;
  }
}

/** Where it is from, in full: folders such as `.ssh` count even where the agent is not told of them. */
function placeOf(attachment: Attachment): string {
  if (attachment.kind === "snippet")
    return attachment.place ? vscode.Uri.parse(attachment.place.uri).path : "";
  const { source, path } = attachment;
  return "uri" in source ? vscode.Uri.parse(source.uri).path : path;
}

async function confirmed(secret: readonly Attachment[], large: readonly Attachment[]): Promise<boolean> {
  const [only, ...others] = [...secret, ...large];
  const question =
    only && others.length === 0
      ? vscode.l10n.t("Attach {0}?", nameOf(only))
      : vscode.l10n.t("Attach these {0}?", others.length + 1);
  const detail = [
    secret.length > 0 && vscode.l10n.t("May hold a secret: {0}.", listed(secret.map(nameOf))),
    large.length > 0 && vscode.l10n.t("Large: {0}.", listed(large.map(nameAndSize))),
    vscode.l10n.t("What is attached goes to the instance, where the agent can read it."),
  ];
  return confirm(question, detail.filter((part) => part).join(" "), vscode.l10n.t("Attach"));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, maxNamed).join(", ");
  const rest = names.length - maxNamed;
  return rest > 0 ? vscode.l10n.t("{0} and {1} more", shown, rest) : shown;
}

function nameOf(attachment: Attachment): string {
  return attachment.kind === "file" ? attachment.name : attachment.title;
}

function nameAndSize(attachment: Attachment): string {
  const size = attachment.kind === "file" ? (attachment.size ?? 0) : 0;
  return vscode.l10n.t("{0} ({1} MB)", nameOf(attachment), Math.round(size / megabyte));
}
