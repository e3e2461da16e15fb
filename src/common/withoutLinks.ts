/**
 * Makes a text of foreign origin safe for places where VS Code turns `[label](target)` into a link, which may even run
 * a command. Line breaks and control characters become spaces.
 */
export function withoutLinks(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, " ").replace(/\]\(/g, "] (");
}
