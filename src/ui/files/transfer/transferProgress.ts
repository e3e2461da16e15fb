import * as vscode from "vscode";

interface Item {
  readonly isDirectory: boolean;
  readonly sizeBytes: number;
}

/** How far a transfer of known files is, in words. */
export class TransferProgress<T extends Item = Item> {
  readonly #say: (message: string) => void;
  readonly #count: number;
  readonly #totalBytes: number;
  readonly #bytes = new Map<T, number>();
  #sent = 0;
  #done = 0;

  constructor(items: readonly T[], say: (message: string) => void) {
    this.#say = say;
    this.#count = items.filter(({ isDirectory }) => !isDirectory).length;
    this.#totalBytes = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#tell();
  }

  /** So many bytes of one file are through. */
  file(item: T, bytes: number): void {
    // What a server counts may be more than the file.
    const through = Math.min(bytes, item.sizeBytes);
    this.#sent += through - (this.#bytes.get(item) ?? 0);
    this.#bytes.set(item, through);
    this.#tell();
  }

  /** One file is through, or passed over. */
  done(item: T): void {
    this.#done += 1;
    this.file(item, item.sizeBytes);
  }

  #tell(): void {
    const percent = this.#totalBytes === 0 ? 0 : Math.floor((100 * this.#sent) / this.#totalBytes);
    this.#say(vscode.l10n.t("{0} of {1} files, {2}%", this.#done, this.#count, percent));
  }
}
