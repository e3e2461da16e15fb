/** Names for files that come from this machine, so that they are harmless and readable on the instance. */

/** Linux allows 255 bytes in a name; a random part may come on top. */
const nameBytes = 200;
/** Linux allows 4,096 bytes in a path, and servers 8,000 in a URL, where a byte can take three. */
const pathBytes = 1_000;

/**
 * The segments of a relative path, the file's name last: never empty, and none of them can lead elsewhere. Roots, `..`,
 * control characters and what would be too long are left out; of a deep path the end is kept.
 */
export function safeSegments(path: string): readonly [...string[], string] {
  const segments = path
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .replace(/^[a-z]:(?=[\\/])/i, "")
    .split(/[\\/]/)
    .filter((segment) => segment.trim() !== "" && segment !== "." && segment !== "..")
    .map(clipName);
  const name = segments.pop() ?? "file";
  let left = pathBytes - Buffer.byteLength(name);
  const first = segments.findLastIndex((segment) => (left -= Buffer.byteLength(segment) + 1) < 0) + 1;
  return [...segments.slice(first), name];
}

/** `notes.md` and a token as `notes-1a2b3c4d.md`. Quotes and backslashes become `_`: servers read them differently. */
export function uniqueName(name: string, token: string): string {
  const [stem, extension] = splitName(name.replace(/["\\]/g, "_"));
  return `${stem}-${token}${extension}`;
}

function clipName(name: string): string {
  if (Buffer.byteLength(name) <= nameBytes) return name;
  const [stem, extension] = splitName(name);
  let clipped = "";
  let left = nameBytes - Buffer.byteLength(extension);
  // By characters: cut between the halves of one, a name would not be text any more.
  for (const character of stem) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    clipped += character;
  }
  return clipped + extension;
}

/** Only a short ending counts as one; `.env` is all stem. */
function splitName(name: string): [stem: string, extension: string] {
  const extension = /(?<=.)\.[^.]{1,20}$/.exec(name)?.[0] ?? "";
  return [name.slice(0, name.length - extension.length), extension];
}
