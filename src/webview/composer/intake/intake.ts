import * as l10n from "@vscode/l10n";
import { post } from "../../post.ts";
import { type Brought, maxUris } from "./transfer.ts";

/** Larger files without a resource are refused: their bytes would pass through the page's memory. */
const maxBytes = 100 * 1024 * 1024;
const maxName = 500;

/** What is being taken in, and the message that waits for it. */
export class Intake {
  #reading = 0;
  #waiting: (() => void) | undefined;

  /**
   * Gives the host what was dropped or pasted, in its order.
   * @returns what could not be taken, in words; empty when all was. Nothing goes out then that waited for it.
   */
  async take(source: EventTarget, brought: Brought): Promise<string> {
    this.#reading += 1;
    const refusal = await takeIn(source, brought);
    this.#reading -= 1;
    if (refusal !== "") this.forget();
    if (this.#reading === 0) {
      const work = this.#waiting;
      this.forget();
      work?.();
    }
    return refusal;
  }

  /** Does something at once, or when all is read: once, however often it was asked for meanwhile. */
  whenRead(work: () => void): void {
    if (this.#reading === 0) work();
    else this.#waiting = work;
  }

  /** What waits is not wanted any more. */
  forget(): void {
    this.#waiting = undefined;
  }
}

async function takeIn(source: EventTarget, { uris, files, folders }: Brought): Promise<string> {
  const refusals = folders.map((name) =>
    l10n.t("{0} is a folder. Open it in the Explorer and drag it from there.", name),
  );
  if (uris.length > maxUris) refusals.push(l10n.t("Only the first {0} were attached.", maxUris));
  if (uris.length > 0) post(source, "attachUris", { uris: uris.slice(0, maxUris) });
  for (const file of files) {
    const name = file.name.slice(0, maxName);
    if (file.size > maxBytes) {
      refusals.push(l10n.t("{0} is larger than 100 MB. Attach it with the Attach button.", name));
      continue;
    }
    try {
      post(source, "attachBytes", { name, bytes: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      refusals.push(l10n.t("{0} cannot be read.", name));
    }
  }
  return refusals.join(" ");
}
