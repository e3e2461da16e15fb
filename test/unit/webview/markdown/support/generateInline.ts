/** Random text within blocks. */
import type { Random } from "./random.ts";

const wordList = "a the file value list README.md src/main.ts x_y_z 2*3*4 it's end. foo bar ref".split(" ");

export function words(random: Random): string {
  return random.times(random.from(1, 4), () => wordList[random.below(wordList.length)] ?? "").join(" ");
}

/** Words with markup that is closed, is not, or is none. */
export function inlineText(random: Random, depth: number): string {
  return random
    .times(random.from(1, 4), () => part(random, depth))
    .join(random.pick([" ", " ", " ", "", "\u00a0"]));
}

function part(random: Random, depth: number): string {
  const within = (): string => (depth > 0 ? inlineText(random, depth - 1) : words(random));
  switch (random.below(24)) {
    case 0:
      return `*${within()}*`;
    case 1:
      return `**${within()}**`;
    case 2:
      return `_${within()}_`;
    case 3:
      return `***${within()}***`;
    case 4:
      return `\`${words(random)}\``;
    case 5:
      return random.pick(["`` a`b ``", "` `", "``", "` a", "`\u00a0b`", "` `` `"]);
    case 6:
      return `~~${within()}~~`;
    case 7:
      return `[${within()}](${random.pick(["/url", "<a b>", "https://example.com/(a)", "", "javascript:x", "mailto:a@b.c"])}${random.pick(["", "", ' "t"', " 't"])})`;
    case 8:
      return `[${within()}]${random.pick(["[foo]", "[]", "", "[a b]", "[BAR]"])}`;
    case 9:
      return random.pick(["[foo]", "[bar][]", "[ref]", "[`x`]", "[a\nb]", "![foo]"]);
    case 10:
      return `![${within()}](${random.pick(["a.png", "https://example.com/a.png"])})`;
    case 11:
      return random.pick(["<https://example.com/a>", "<a@example.com>", "<nope", "<b>", "<!--", "</i>"]);
    case 12:
      return random.pick([
        "https://example.com/a_b_c*d*",
        "https://example.com/a.",
        "(https://example.com)",
        "http://a",
        "me@example.com",
        "www.example.com",
      ]);
    case 13:
      return random.pick(["&amp;", "&am", "&#35;", "&#x1F389;", "&nope;", "&copy", "&", "&#0;"]);
    case 14:
      return random.pick(["\\*", "\\\\", "\\", "\\[", "\\`", "\\a", "\\|", "\\&amp;"]);
    case 15:
      return random.pick([
        "*",
        "**",
        "_",
        "`",
        "[",
        "]",
        "](",
        "~",
        "~~",
        "<",
        "![",
        "***",
        "__",
        "|",
        "#",
        "=",
        ":",
      ]);
    case 16:
      return random.pick(["🎉", "é", "e\u0301", "日本語", "👩‍👩‍👧", "\u0000", "\t", "\u200b", "ﷺ"]);
    default:
      return words(random);
  }
}
