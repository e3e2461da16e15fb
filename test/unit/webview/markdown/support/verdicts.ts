/** What must hold for every text, in whatever pieces it comes. */
import { canonical, outline, visibleText } from "./canonical.ts";
import { feed, showAtOnce, showSoFar } from "./feed.ts";
import { referenceOf } from "./reference.ts";
import { Watch } from "./watch.ts";

/** What is shown in the end is what the whole text gives at once, here and in markdown-it. */
export function endsRight(pieces: readonly string[]): string | undefined {
  const text = pieces.join("");
  const atOnce = showAtOnce(text);
  return (
    difference("at once, as markdown-it", referenceOf(text), canonical(atOnce)) ??
    difference("in pieces", framed(atOnce), framed(feed(pieces, { endsWithLast: text.length % 2 === 0 })))
  );
}

/** The same where another text was shown before, and where the text comes anew in the middle. */
export function endsRightAfterOthers(pieces: readonly string[]): string | undefined {
  const text = pieces.join("");
  const expected = framed(showAtOnce(text));
  const renewed = feed(pieces, { renewedAt: Math.floor(pieces.length / 2) });
  const replaced = feed(pieces, { before: `${text.slice(0, 30)}*other*\n\n- text` });
  return (
    difference("anew in the middle", expected, framed(renewed)) ??
    difference("after another text", expected, framed(replaced))
  );
}

/**
 * What is shown on the way is what all of the text so far gives at once, whatever came in which piece; but for the end,
 * of which either may hold more back, and for definitions within a long block, which count when that is over.
 */
export function showsTheSameSoFar(pieces: readonly string[]): string | undefined {
  if (pieces.join("").includes("]:")) return undefined;
  const every = Math.max(1, Math.floor(pieces.length / 10));
  let count = 0;
  let wrong: string | undefined;
  feed(pieces.slice(0, -1), {
    checkEach: (container) => {
      count += 1;
      if (wrong !== undefined || count >= pieces.length || (count % every !== 0 && pieces.length > 30))
        return;
      const text = pieces.slice(0, count).join("");
      const [shown, atOnce] = [outline(container), outline(showSoFar(text))];
      const end =
        text
          .split(/[\r\n]+/)
          .slice(-2)
          .join("").length + 60;
      if (sameLength(shown, atOnce) < Math.min(shown.length, atOnce.length) - end)
        wrong = difference(`after ${endOf(text)}`, atOnce, shown);
    },
  });
  return wrong;
}

/** What is finished stays as it is and where it is; nothing that was shown goes away but what was not decided. */
export function staysCalm(pieces: readonly string[]): string | undefined {
  const container = document.createElement("div");
  const watch = new Watch(container, pieces.join(""));
  feed(pieces, {
    container,
    onFinished: (block) => watch.finished(block),
    checkEach: () => watch.check(),
  });
  return watch.end();
}

/**
 * What is shown on the way is the beginning of what is shown in the end, white space aside: no mark appears and goes, and
 * no block is taken for a part of another one.
 */
export function growsTowards(pieces: readonly string[]): string | undefined {
  const whole = outline(showAtOnce(pieces.join("")));
  let fed = "";
  let wrong: string | undefined;
  const left = [...pieces];
  feed(pieces, {
    checkEach: (container) => {
      fed += left.shift() ?? "";
      if (!begins(whole, outline(container)))
        wrong ??= `${endOf(fed)} is shown as ${endOf(visibleText(container))} in ${endOf(container.innerHTML)}`;
    },
  });
  return wrong;
}

/**
 * Whether an outline begins with another one. The last block with text there may still become one of another kind, and
 * those behind it, as the cells of a row, are still empty.
 */
function begins(whole: string, shown: string): boolean {
  const filled = shown.replace(/(?:\n\w+\t)+$/, "");
  const last = filled.lastIndexOf("\n");
  if (last < 0) return filled === "";
  const text = filled.slice(filled.indexOf("\t", last) + 1);
  const rest = whole.slice(last).replace(/^(?:\n\w+\t)+/, "");
  return whole.startsWith(filled.slice(0, last)) && rest.startsWith(text);
}

/** The same of a text that may be made small: where a mark is left in the end, one on the way is right. */
export function growsTowardsWithoutMarks(pieces: readonly string[]): string | undefined {
  const whole = visibleText(showAtOnce(pieces.join("")));
  return /[*_~`[\]<#|\\]|&\w/.test(whole) ? undefined : growsTowards(pieces);
}

function endOf(text: string): string {
  return JSON.stringify(text.slice(-60));
}

function framed(container: Element): string {
  return canonical(container, { bars: true });
}

function difference(what: string, expected: string, actual: string): string | undefined {
  if (expected === actual) return undefined;
  const same = sameLength(expected, actual);
  const part = (text: string): string => JSON.stringify(text.slice(Math.max(0, same - 200), same + 200));
  return `${what}:\n  expected ${part(expected)}\n  shown    ${part(actual)}`;
}

/** How long two texts are the same. */
function sameLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
