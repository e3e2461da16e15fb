/** What is shown of a content that is still being written. */
import { type Env, openMarks } from "./parser.ts";

/** The target of a link whose own is not complete. */
export const standIn = "#";

/** A link's text that is longer before its end is known is shown as it is written, in UTF-16 units. */
const maxHeld = 200;

/**
 * The content as it is shown while more will follow: what is begun at its end (emphasis, code, a link) is closed, and
 * what cannot be told yet (a lone mark, half an entity) is left out until it can.
 */
export function openInline(content: string, env: Env): string {
  const shown = withoutUndecided(content);
  const code = openCode(shown);
  if (!code) return closeAll(withoutMarks(shown), env);
  // A mark at the end may be the first of those that close the code.
  const inside = shown.slice(code.end).replace(/`+$/, "");
  const before = shown.slice(0, code.start);
  return inside.trim() === ""
    ? closeAll(withoutMarks(before), env)
    : closeAll(shown.slice(0, code.end) + inside + code.run, env);
}

/** Marks at the end have nothing behind them yet that tells what they are. */
function withoutMarks(content: string): string {
  return content.replace(/(?:^|(?<=[^\\\w*_~]))[*_~]+$|(?<=\w)(?:\*{1,3}|_{1,3}|~~)$/, "");
}

const marksAtEnd = /[*_~\s]+$/;
/** It would take the marks behind it for its own. */
const bareAddress = /(?<!\]\()\b(?:[a-z]+:\/\/|mailto:)\S*$/i;

function closeAll(content: string, env: Env): string {
  if (!/[*_~]/.test(content) || openMarks(content, env, true).length === 0) return content;
  const bare = content.replace(marksAtEnd, "").replace(bareAddress, "").replace(marksAtEnd, "");
  return bare + openMarks(bare, env, true).toReversed().join("");
}

const half = /(?:&#?\w{0,31}|<[a-zA-Z][^\s<>]{0,300}|<|\\|(?<=^|\s)!)$/;
const halfLink =
  /\[((?:[^[\]]|\[[^[\]]*\](?:\([^()]*\))?)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:"[^"]*"?|'[^']*'?)?)?$/;

function withoutUndecided(content: string): string {
  const shown = content.replace(half, "");
  const link = halfLink.exec(shown);
  if (link) {
    const outer = openBracket(shown.slice(0, link.index));
    if (outer !== undefined) return withoutUndecided(shown.slice(0, outer));
    return `${shown.slice(0, link.index)}[${link[1] ?? ""}](${standIn})`;
  }
  const bracket = openBracket(shown);
  return bracket === undefined ? shown : withoutUndecided(shown.slice(0, bracket));
}

/** Where a link's text begins that may still become one. */
function openBracket(content: string): number | undefined {
  let depth = content.endsWith("]") ? 0 : 1;
  for (let at = content.length - 1; at >= Math.max(0, content.length - maxHeld); at--) {
    const sign = content[at];
    if (sign === "]") depth += 1;
    else if (sign === "[" && content[at - 1] !== "\\") {
      depth -= 1;
      if (depth === 0) return content[at - 1] === "!" ? at - 1 : at;
    }
  }
  return undefined;
}

/** A code span that has begun and not ended. */
function openCode(content: string): { start: number; end: number; run: string } | undefined {
  const runs = [...content.matchAll(/\\`|`+/g)].filter(([run]) => !run.startsWith("\\"));
  for (let index = 0; index < runs.length; index++) {
    const opener = runs[index];
    if (!opener) break;
    const closer = runs.findIndex(([run], later) => later > index && run.length === opener[0].length);
    if (closer < 0) return { start: opener.index, end: opener.index + opener[0].length, run: opener[0] };
    index = closer;
  }
  return undefined;
}
