import * as vscode from "vscode";
import type { Attachment, FileAttachment, SnippetAttachment } from "../../common/attachment.ts";
import type { Clock } from "../../common/clock.ts";
import { DisposableStore, type Disposable } from "../../common/disposable.ts";
import type { FileStore } from "../../common/fileStore.ts";
import type { Logger } from "../../common/logger.ts";
import type { AttachmentReader } from "../../core/attachments/attachmentReader.ts";
import type { AttachmentSource, Mention } from "../../core/attachments/attachmentSource.ts";
import { imageTypeOf, isImageName } from "../../core/attachments/images.ts";
import { showInformation } from "../../platform/messages.ts";
import { fromWindow } from "../../platform/resources.ts";
import type { Settings } from "../../platform/settings.ts";
import { Editors } from "./editors.ts";
import { fileOffer } from "./fileOffers.ts";
import { fileFrom, type Refusal, refusalWords } from "./files.ts";
import { KeptFiles } from "./keptFiles.ts";
import { LastCommands } from "./lastCommands.ts";
import { Mentions } from "./mentions.ts";
import type { Offer } from "./offers.ts";
import { pickOffers } from "./pickOffers.ts";
import { nameOfBytes } from "./pastedNames.ts";
import { screened } from "./screening.ts";
import { showAttachment } from "./showAttachment.ts";
import { specialOffers } from "./specialOffers.ts";
import { symbolOffers } from "./symbolOffers.ts";
import { WorkspaceFiles } from "./workspaceFiles.ts";

export interface AttachmentSourceDeps {
  /** Copies of what has no place of its own; a store for nothing else, since the oldest in it are deleted. */
  readonly blobs: FileStore;
  /** The one that reads what is sent: it is looked into in the same way. */
  readonly reader: AttachmentReader;
  readonly settings: Pick<Settings, "get">;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where attachments come from, and what the commands of the editor need besides. */
export class Attachments implements AttachmentSource, Disposable {
  readonly #deps: AttachmentSourceDeps;
  readonly #store = new DisposableStore();
  readonly #kept: KeptFiles;
  readonly #commands: LastCommands;
  readonly #files: WorkspaceFiles;
  readonly #mentions: Mentions;
  readonly editors: Editors;

  constructor(deps: AttachmentSourceDeps) {
    const { blobs, clock, logger } = deps;
    this.#deps = deps;
    this.#kept = this.#store.add(new KeptFiles(blobs, logger));
    this.#commands = this.#store.add(new LastCommands(logger));
    this.#files = new WorkspaceFiles(clock, logger);
    this.editors = this.#store.add(new Editors());
    this.#mentions = new Mentions({
      near: () => this.#near(),
      symbols: async () => {
        const { front } = this.editors;
        return front ? symbolOffers(front.document, clock) : [];
      },
      files: this.#files,
    });
  }

  async pick(onChosen = (): void => {}): Promise<readonly Attachment[]> {
    const choices = await pickOffers({
      special: specialOffers(this.editors, this.#commands),
      open: this.editors.open.map(fileOffer),
      files: this.#files.list(),
    });
    const fromDisk = choices.includes("disk") ? await askForFiles() : [];
    onChosen();
    return this.#admit([
      ...choices.flatMap((choice) => (choice === "disk" ? [] : contentOf(choice))),
      ...fromDisk,
    ]);
  }

  async fromUris(uris: readonly string[]): Promise<readonly Attachment[]> {
    const named = uris.map((text) => fromWindow(text) ?? ({ name: text, reason: "unreadable" } as const));
    return this.#admit(named);
  }

  async fromBytes(name: string, bytes: Uint8Array): Promise<readonly Attachment[]> {
    const type = imageTypeOf(bytes);
    const ownName = nameOfBytes(name, type, new Date(this.#deps.clock.now()));
    const attachment: FileAttachment = {
      kind: "file",
      id: crypto.randomUUID(),
      name: ownName,
      path: ownName,
      source: { blob: "" },
      size: bytes.byteLength,
      ...((type !== undefined || isImageName(ownName)) && { isImage: true }),
    };
    const wanted = await screened([attachment], { read: () => Promise.resolve(bytes), ask: true });
    if (wanted.length === 0) return [];
    try {
      return [{ ...attachment, source: { blob: await this.#kept.keep(bytes) } }];
    } catch (error) {
      this.#deps.logger.warn("A copy of an attachment could not be kept.", error);
      return this.#admit([{ name: ownName, reason: "unkept" }]);
    }
  }

  async mentions(query: string): Promise<readonly Mention[]> {
    return this.#mentions.find(query);
  }

  async fromMention(id: string): Promise<readonly Attachment[]> {
    const offer = this.#mentions.offered(id);
    if (offer) return this.#admit(contentOf(offer));
    this.#deps.logger.warn("Something was mentioned that had not been offered.");
    return [];
  }

  async active(): Promise<readonly Attachment[]> {
    const uri = this.editors.fileInFront;
    if (!uri || !this.#deps.settings.get("attachActiveFile")) return [];
    const file = await fileFrom(uri);
    return "kind" in file ? this.#screened([file], false) : [];
  }

  async open(attachment: Attachment): Promise<void> {
    await showAttachment(attachment, this.#kept);
  }

  /** Files of the editor, as its menus name them. */
  async fromResources(uris: readonly vscode.Uri[]): Promise<readonly Attachment[]> {
    return this.#admit(uris);
  }

  /** Pieces of text, after the question that they may need. */
  async fromSnippets(snippets: readonly SnippetAttachment[]): Promise<readonly Attachment[]> {
    return this.#admit(snippets);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Makes attachments, tells of what cannot be one, and asks about what may not be meant. */
  async #admit(wanted: readonly Wanted[]): Promise<readonly Attachment[]> {
    const made = await Promise.all(once(wanted).map(attachmentFrom));
    const refusals = made.filter((item) => "reason" in item);
    if (refusals.length > 0) void showInformation(refusalWords(refusals));
    return this.#screened(
      made.filter((item) => "kind" in item),
      true,
    );
  }

  #screened(attachments: readonly Attachment[], ask: boolean): Promise<readonly Attachment[]> {
    return screened(attachments, { read: (file) => this.#deps.reader.read(file), ask });
  }

  /** What is offered before anything is typed. */
  #near(): readonly Offer[] {
    const files = [...this.editors.open, ...this.editors.recent].map(fileOffer);
    const offers = [...specialOffers(this.editors, this.#commands), ...files];
    return [...new Map(offers.map((offer) => [offer.id, offer])).values()];
  }
}

/** A file, something that is attached as it is, or what was refused already. */
type Wanted = vscode.Uri | SnippetAttachment | Refusal;

async function attachmentFrom(item: Wanted): Promise<Attachment | Refusal> {
  return item instanceof vscode.Uri ? fileFrom(item) : item;
}

function once(wanted: readonly Wanted[]): readonly Wanted[] {
  return [
    ...new Map(wanted.map((item) => [item instanceof vscode.Uri ? item.toString() : item, item])).values(),
  ];
}

/** Where attachments come from. Dispose it with the extension. */
export function createAttachmentSource(deps: AttachmentSourceDeps): Attachments {
  return new Attachments(deps);
}

function contentOf({ content }: Offer): readonly Wanted[] {
  return typeof content === "function" ? content() : [content];
}

async function askForFiles(): Promise<readonly vscode.Uri[]> {
  const defaultUri = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: true,
    openLabel: vscode.l10n.t("Attach"),
    ...(defaultUri && { defaultUri }),
  });
  return chosen ?? [];
}
