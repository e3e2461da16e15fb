/** Names that clipboards give to what has none. */
const nameless = /^((image|unknown|blob)(\.\w+)?)?$/i;

/**
 * A plain file name for bytes that were pasted or dropped. Without a name of their own they are called by the time, such
 * as `pasted-142501.png`, so that two screenshots can be told apart.
 * @param imageType the ending that fits to the bytes, where they are an image
 */
export function nameOfBytes(name: string, imageType: string | undefined, now: Date): string {
  const own = name
    .slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1)
    .replace(/[\p{Cc}:*?"<>|]/gu, "_")
    .trim();
  if (!nameless.test(own)) return shortened(own);
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join("");
  const ending = imageType ? `.${imageType}` : (/\.\w+$/.exec(own)?.[0] ?? "");
  return `pasted-${time}${ending}`;
}

/** File systems take 255 bytes; the ending says what it is, so it stays. */
function shortened(name: string): string {
  if (name.length <= 120) return name;
  const ending = /\.\w{1,10}$/.exec(name)?.[0] ?? "";
  return `${name.slice(0, 120 - ending.length)}${ending}`;
}
