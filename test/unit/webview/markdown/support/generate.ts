/** Random documents, as agents write them and worse. */
import type { Random } from "./random.ts";
import { inlineText, words } from "./generateInline.ts";

const maxDepth = 3;

/** A document with everything that has ever been hard: nesting, what is not closed, odd white space, odd line ends. */
export function wildDocument(random: Random): string {
  const lines = joinBlocks(
    random,
    random.times(random.chance(0.1) ? random.from(4, 8) : random.from(0, 3), () => block(random, 0)),
  );
  return withLineEnds(random, lines.join("\n") + random.pick(["", "\n", "\n\n", " "]));
}

/** A document that is one long thing. */
export function longDocument(random: Random): string {
  const count = random.from(40, 300);
  const item = (index: number): string => `${index + 1}. ${inlineText(random, 2)}`;
  switch (random.below(9)) {
    case 6:
      return list(random, 1, random.from(10, 60)).join("\n");
    case 7:
      return quote(random, 1, random.from(5, 30)).join("\n");
    case 8:
      return `# a\n${list(random, 2, 60).join("\n")}\n\n${quote(random, 2, 20).join("\n")}`;
    case 0:
      return random
        .times(count, () => `- ${inlineText(random, 2)}`)
        .join(random.pick(["\n", "\n\n", "\n  - in\n"]));
    case 1:
      return Array.from({ length: count }, (_, index) => item(index)).join(
        random.pick(["\n", "\n\n", "\n   ```\n   a\n   ```\n"]),
      );
    case 2:
      return `| a | b |\n|---|--:|\n${random.times(count, () => tableRow(random, 2)).join("\n")}\n\nend`;
    case 3:
      return random.times(count, () => inlineText(random, 3)).join(random.pick([" ", "\n"]));
    case 4:
      return `\`\`\`ts\n${random.times(count, () => codeLine(random)).join("\n")}${random.pick(["", "\n```\nend", "\n"])}`;
    default:
      return random.times(count, () => `> ${inlineText(random, 2)}`).join(random.pick(["\n", "\n>\n"]));
  }
}

function joinBlocks(random: Random, blocks: readonly string[][]): string[] {
  return blocks.flatMap((lines, index) => {
    if (index === 0) return lines;
    return [...random.pick([[""], [""], [""], [], ["", ""], ["  "], ["\t"]]), ...lines];
  });
}

function block(random: Random, depth: number): string[] {
  const nested = depth < maxDepth;
  switch (random.below(nested ? 19 : 14)) {
    case 0:
    case 1:
    case 2:
      return paragraph(random);
    case 3:
      return [
        `${random.pick(["#", "##", "######", "#######", " #"])}${random.pick([" ", " ", ""])}${inlineText(random, 2)}${random.pick(["", "", " ##", " "])}`,
      ];
    case 4:
      return [...paragraph(random), random.pick(["===", "---", "=", "-", "  --", "== ="])];
    case 5:
    case 6:
      return fence(random);
    case 7:
      return random.times(
        random.from(1, 3),
        () => `${random.pick(["    ", "\t", "      "])}${codeLine(random)}`,
      );
    case 8:
      return [random.pick(["---", "***", "- - -", "* * *", "___", "--", " **  * "])];
    case 9:
      return definition(random);
    case 10:
    case 11:
      return table(random);
    case 12:
      return [
        random.pick([
          "<div>",
          "<!-- a",
          "<b>x</b>",
          "&nbsp;",
          "\\",
          "1",
          "1.",
          "-",
          "+",
          "*",
          ">",
          "#",
          "|",
          "[",
          "`",
        ]),
      ];
    case 13:
      return [random.times(random.chance(0.1) ? 200 : random.from(1, 20), () => words(random)).join(" ")];
    case 14:
    case 15:
    case 16:
      return list(random, depth);
    default:
      return quote(random, depth);
  }
}

function paragraph(random: Random): string[] {
  const end = (): string => random.pick(["", "", "", "  ", "\\", " ", "\t"]);
  const indent = (): string => random.pick(["", "", "", "", " ", "   ", "    "]);
  return random.times(random.from(1, 4), () => `${indent()}${inlineText(random, 3)}${end()}`);
}

function fence(random: Random): string[] {
  const mark = random.pick(["```", "```", "````", "~~~", "~~~~~"]);
  const indent = random.pick(["", "", "", " ", "  ", "   "]);
  const info = random.pick([
    "",
    "ts",
    "ts src/a.ts",
    "python",
    ' js title="a.js"',
    "&amp;b",
    "a`b",
    "klingon",
  ]);
  const inner = (): string =>
    random.pick([
      codeLine(random),
      codeLine(random),
      "",
      "```",
      "~~~",
      "  ",
      "// src/b.ts",
      "- a",
      "> b",
      "    ```",
    ]);
  const close = random.pick([[mark], [mark], [mark], [`${mark}\``], [`${mark} x`], [`  ${mark}  `], []]);
  return [`${indent}${mark}${info}`, ...random.times(random.from(0, 5), inner), ...close].map(
    (line, index) => (index === 0 ? line : indent + line),
  );
}

function codeLine(random: Random): string {
  return (
    random.pick(["", "  ", "\t"]) +
    random.pick([
      "const a = `b`;",
      "if (a < b && c) {",
      "*x* [y](z)",
      "}",
      "",
      "# é 🎉 \u0000",
      words(random),
    ])
  );
}

function definition(random: Random): string[] {
  const label = random.pick(["foo", "Foo", "bar", "a b", "ref", "`x`"]);
  const target = random.pick([
    "/url",
    "<https://example.com/a b>",
    "https://example.com/x",
    "",
    "<>",
    "a\\b",
  ]);
  const title = random.pick(["", "", ' "title"', " 'ti\ntle'", ' "open', "\n  (late)"]);
  return `${random.pick(["", "", "  "])}[${label}]:${random.pick([" ", "", "\n"])}${target}${title}`.split(
    "\n",
  );
}

function tableRow(random: Random, cells: number): string {
  const row = random
    .times(cells, () => random.pick([inlineText(random, 1), words(random), "a \\| b", "", "`c|d`"]))
    .join(" | ");
  return random.chance(0.7) ? `| ${row} |` : row;
}

function table(random: Random): string[] {
  const columns = random.from(1, 4);
  const dash = (): string => random.pick(["---", ":--", "--:", ":-:", "-", " - ", "x"]);
  const delimiter = random.times(random.chance(0.9) ? columns : columns + 1, dash).join("|");
  const rows = random.times(random.from(0, 4), () => tableRow(random, random.from(1, columns + 1)));
  return [tableRow(random, columns), random.chance(0.7) ? `|${delimiter}|` : delimiter, ...rows];
}

/** The longer it is the less often an item is other than the others. */
function list(random: Random, depth: number, count = random.from(1, 4)): string[] {
  const oddness = 1 / Math.max(1, count / 4);
  const start = random.pick([1, 1, 0, 2, 7, 10, 123456789]);
  const mark = random.pick(["-", "*", "+", "n.", "n)"]);
  const space = random.pick([" ", " ", "  ", "   ", "\t", "     "]);
  const tight = random.chance(0.5);
  return random
    .times(count, () => 0)
    .flatMap((_, index) => {
      const marker = random.chance(0.05 * oddness)
        ? random.pick(["-", "*", "1."])
        : mark.replace("n", String(start + index));
      const content = itemContent(random, depth);
      const width = marker.length + (space === "\t" ? 4 - marker.length : space.length);
      const indent = " ".repeat(Math.max(0, random.chance(1 - 0.15 * oddness) ? width : random.from(0, 6)));
      const lines = content.map((line, at) => {
        if (at === 0) return `${marker}${space}${line}`;
        return line === "" || random.chance(0.03 * oddness) ? line : indent + line;
      });
      return (tight ? random.chance(0.05 * oddness) : random.chance(0.8)) ? [...lines, ""] : lines;
    });
}

function itemContent(random: Random, depth: number): string[] {
  if (random.chance(0.5)) return [random.pick(["", "[ ] ", "[x] "]) + inlineText(random, 2)];
  if (random.chance(0.1)) return ["", ...block(random, depth + 1)];
  return joinBlocks(
    random,
    random.times(random.from(1, 3), () => block(random, depth + 1)),
  );
}

function quote(random: Random, depth: number, count = random.from(1, 3)): string[] {
  const lines = joinBlocks(
    random,
    random.times(count, () => block(random, depth + 1)),
  );
  return lines.map((line, index) => {
    if (index > 0 && random.chance(0.3 / (count + 2))) return line;
    return random.pick(["> ", "> ", "> ", ">", " > "]) + line;
  });
}

function withLineEnds(random: Random, text: string): string {
  switch (random.below(10)) {
    case 0:
      return text.replaceAll("\n", "\r\n");
    case 1:
      return text.replaceAll("\n", "\r");
    case 2:
      return text.replace(/\n/g, () => random.pick(["\n", "\r\n", "\r"]));
    default:
      return text;
  }
}
