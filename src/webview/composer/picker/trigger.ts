/** What opens the picker, read off the text before the caret. */
export interface Trigger {
  readonly kind: "mention" | "command";
  /** Offset of the `@` or `/`. */
  readonly start: number;
  /** What follows it, up to the caret. */
  readonly query: string;
}

/** The host takes no longer ones. */
const maxQuery = 200;

/**
 * `@` at the start or after white space opens the mentions, so no e-mail address does; `/` opens the commands while it is
 * the first thing in the box and one word stands there at most.
 */
export function triggerAt(text: string, caret: number): Trigger | undefined {
  const before = text.slice(0, caret);
  if (caret === text.length && /^\/[\w-]*$/.test(text))
    return { kind: "command", start: 0, query: text.slice(1) };
  const query = /(?:^|\s)@([^\s@]*)$/.exec(before)?.[1];
  if (query === undefined || query.length > maxQuery) return undefined;
  return { kind: "mention", start: caret - query.length - 1, query };
}
