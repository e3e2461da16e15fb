import * as l10n from "@vscode/l10n";
import { post } from "../../post.ts";
import { type Brought, maxUris } from "./transfer.ts";

/** Larger files without a resource are refused: their bytes would pass through the page's memory. */
const maxBytes = 100 * 1024 * 1024;
const maxName = 500;

/**
 * Gives the host what was dropped or pasted, in its order.
 * @returns what could not be taken, in words; empty when all was.
 */
export async function takeIn(source: EventTarget, { uris, files, folders }: Brought): Promise<string> {
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
