/** What is shown of a content that is still being written. */
import { type Env, openMarks } from "./parser.ts";

/** A link's text that is longer before its end is known is shown as it is written, in UTF-16 units. */
const maxHeld = 200;

/**
 * The content as it is shown while more will follow: what is begun at its end (emphasis, code, a link) is closed, and
 * what cannot be told yet (a lone mark, half an entity) is left out until it can.
 */
export function openInline(content: string, env: Env): string {
  const shown = withoutUndecided(content);
  const code = openCode(shown);
  if (code) return shown.length > code.end ? closeAll(shown.slice(0, code.start), shown.slice(code.start) + code.run, env) : shown.slice(0, code.start);
  return closeAll(shown, "", env);
}

function closeAll(content: string, rest: string, env: Env): string {
  const whole = content + rest;
  if (!/[*_~]/.test(content)) return whole;
  if (openMarks(whole, env, true).length === 0) return whole;
  // A mark with nothing behind it yet is no sign of anything.
  const bare = whole.replace(/[*_~\s]+$/, "");
  return bare + openMarks(bare, env, true).toReversed().join("");
}

function withoutUndecided(content: string): string {
  let shown = content.replace(/(?:&#?\w{0,31}|<[a-zA-Z][\w+.-]{0,31}(?::[^\s<>]*)?|<|\\)$/, "");
  shown = shown.replace(/\[([^[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:"[^"]*"?|'[^']*'?)?)?$/, "[$1](#)");
  if (shown.endsWith("[$1](#)")) return shown;
  const bracket = openBracket(shown);
  return bracket === undefined ? shown : shown.slice(0, bracket);
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
