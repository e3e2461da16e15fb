/**
 * Whether `path` fits a fault's or filter's pattern: with a `*` the whole path must match the glob (`*` stops at
 * slashes, `**` does not), without one the pattern may be anywhere in the path.
 */
export function matchesPath(path: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  if (!pattern.includes("*")) return path.includes(pattern);
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  return new RegExp(`^${source}$`).test(path);
}
