/** What is shown of a content that is still being written. Looks at its end only, so it costs the same however long it is. */
import { type Env, openMarks } from "./parser.ts";

/** The target of a link whose own is not complete. */
export const standIn = "#";

/** A link's text that is longer before its end is known is shown as it is written, in UTF-16 units. */
const maxHeld = 200;
/** A link's target that is longer is shown as it is written. */
const maxTarget = 1000;
/** So many marks at most are closed; more are no sign of anything. */
const maxMarks = 8;

/**
 * The content as it is shown while more will follow: what is begun at its end (emphasis, code, a link) is closed, and
 * what cannot be told yet (a lone mark, half an entity) is left out until it can.
 */
export function openInline(content: string, env: Env): string {
  const shown = withoutOpenLink(withoutHalf(content));
  const code = openCode(shown);
  if (!code) return closeAll(withoutMarks(shown), env);
  // A mark at the end may be the first of those that close the code.
  const inside = shown.slice(code.end).replace(/(?<!`)`+$/, "");
  if (inside.trim() === "") return closeAll(withoutMarks(shown.slice(0, code.start)), env);
  return closeAll(shown.slice(0, code.end) + inside + code.run, env);
}

/** Half an entity, an address in brackets, an escape or an image's sign at the end is not shown. */
function withoutHalf(content: string): string {
  const from = Math.max(0, content.length - maxHeld);
  const half = /(?:&#?\w{0,31}|<[a-zA-Z][^\s<>]*|<|\\|(?<=^|\s)!)$/.exec(content.slice(from));
  return half ? content.slice(0, from + half.index) : content;
}

/** Marks at the end have nothing behind them yet that tells what they are. */
function withoutMarks(content: string): string {
  const end = endWithout(content, "*_~");
  const [before = "", marks] = [content[end - 1], content.slice(end)];
  if (marks === "" || before === "\\") return content;
  // Behind a word they may close something; more of them are no marks.
  return /\w/.test(before) && marks.length > 3 ? content : content.slice(0, end);
}

function closeAll(content: string, env: Env): string {
  if (!/[*_~]/.test(content) || openMarks(content, env, true).length === 0) return content;
  const bare = withoutBareAddress(content.slice(0, endWithout(content, "*_~ \t\n")));
  return bare + openMarks(bare, env, true).slice(-maxMarks).toReversed().join("");
}

/** An address at the end would take the marks behind it for its own. */
function withoutBareAddress(content: string): string {
  const from = Math.max(content.lastIndexOf(" "), content.lastIndexOf("\n"), content.length - maxTarget) + 1;
  const address = /(?<!\]\()\b(?:[a-z]{2,10}:\/\/|mailto:)/i.exec(content.slice(from));
  if (!address) return content;
  const before = content.slice(0, from + address.index);
  return before.slice(0, endWithout(before, "*_~ \t\n"));
}

/** Where the characters at the end begin that are all among `signs`. */
function endWithout(content: string, signs: string): number {
  let end = content.length;
  while (end > 0 && signs.includes(content.charAt(end - 1))) end -= 1;
  return end;
}

/** A link whose target is not complete has none; one whose text is not complete is not shown. */
function withoutOpenLink(content: string): string {
  const first = Math.max(0, content.length - maxTarget);
  /** Where brackets begin that are open, the outermost first. */
  const open: number[] = [];
  for (let at = first; at < content.length; at++) {
    const sign = content[at];
    if (sign === "\\") at += 1;
    else if (sign === "[") open.push(at);
    else if (sign === "]" && open.length > 0) {
      const start = open.pop() ?? at;
      const next = content[at + 1];
      if (next === undefined) open.push(start);
      else if (next === "[") {
        // Its label is part of the link.
        open.push(start);
        at += 1;
      } else if (next === "(") {
        const end = targetEnd(content, at + 1);
        if (end === undefined && open.length === 0) return `${content.slice(0, at)}](${standIn})`;
        if (end === undefined) break;
        at = end;
      }
    }
  }
  const held = open.find((start) => content.length - start <= maxHeld);
  if (held === undefined) return content;
  return content.slice(0, content[held - 1] === "!" ? held - 1 : held);
}

/** Where the brackets around a link's target close; its own index when what stands there is no target. */
function targetEnd(content: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < content.length; at++) {
    const sign = content.charAt(at);
    if (sign === "\\") at += 1;
    else if (sign === "(") depth += 1;
    else if (sign === ")" && --depth === 0) return at;
    else if (/\s/.test(sign) && at > start + 1) {
      // Behind a target there is nothing but a title.
      const title = /\S/.exec(content.slice(at, at + maxHeld));
      if (!title) return undefined;
      if (title[0] === ")") continue;
      if (!/["']/.test(title[0])) return start;
      const close = content.indexOf(title[0], at + title.index + 1);
      if (close < 0) return undefined;
      at = close;
    }
  }
  return undefined;
}

/** A code span that has begun and not ended. */
function openCode(content: string): { start: number; end: number; run: string } | undefined {
  const runs = Array.from(content.matchAll(/\\`|`+/g)).filter(([run]) => !run.startsWith("\\"));
  const lastOf = new Map(runs.map(([run], index) => [run.length, index]));
  for (let index = 0; index < runs.length; index++) {
    const opener = runs[index];
    if (!opener) break;
    const [{ length }] = opener;
    if ((lastOf.get(length) ?? -1) <= index) {
      return { start: opener.index, end: opener.index + length, run: opener[0] };
    }
    do index += 1;
    while (runs[index]?.[0].length !== length);
  }
  return undefined;
}
