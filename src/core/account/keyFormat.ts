/** What keeps a text from being an API key. */
export type KeyProblem = "empty" | "whitespace" | "prefix";

/** How every key starts. Length and alphabet are not documented, so nothing more is checked. */
export const keyPrefix = "sk_live_";

/** Looks at a trimmed text; undefined when it can be a key. */
export function checkKey(key: string): KeyProblem | undefined {
  if (key === "") return "empty";
  if (/\s/.test(key)) return "whitespace";
  return key.startsWith(keyPrefix) && key.length > keyPrefix.length ? undefined : "prefix";
}
