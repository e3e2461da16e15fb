/** Names that Windows gives to devices, whatever follows the dot. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
// Windows takes none of these in a name, and drops dots and spaces at the end.
// eslint-disable-next-line no-control-regex -- they are looked for.
const notOnWindows = /[<>:"|?*\\\u0000-\u001f]|[. ]$/;

/**
 * Where something from an instance goes below a folder of this computer, as names from the outside in; an empty list
 * is the folder itself. The names come from a foreign computer.
 * @param name with `/`, as an archive or a directory listing has it
 * @returns undefined for what would lead out of the folder, or for a name that this computer's disk cannot have.
 */
export function entryPath(
  name: string,
  isWindows = process.platform === "win32",
): readonly string[] | undefined {
  if (name.startsWith("/") || name.includes("\0")) return undefined;
  const segments = name.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.includes("..")) return undefined;
  if (isWindows && segments.some((segment) => notOnWindows.test(segment) || devices.test(segment)))
    return undefined;
  return segments;
}
