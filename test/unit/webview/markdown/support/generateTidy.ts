/** Random documents in which all that is begun is ended, as a careful agent writes them. */
import type { Random } from "./random.ts";

const wordList = "the value of file returns when it is not empty, see below: yes and no (or both).".split(
  " ",
);

export function tidyDocument(random: Random): string {
  return (
    random.times(random.from(1, 5), () => block(random).join("\n")).join("\n\n") + random.pick(["", "\n"])
  );
}

/** The same with a block in it that is long enough to be shown in another way. */
export function longTidyDocument(random: Random): string {
  return `${longBlock(random).join("\n")}\n\n${tidyDocument(random)}`;
}

function longBlock(random: Random): string[] {
  switch (random.below(6)) {
    case 0:
      return random.times(40, () => inline(random, 1));
    case 1:
      return [random.times(60, () => inline(random, 1)).join(" ")];
    case 2:
      return random
        .times(12, () => [...block(random), ""])
        .flatMap((lines) => lines.map((line) => `> ${line}`));
    case 3:
      return table(random, 40);
    case 4:
      return fence(random, 80);
    default:
      return list(random, 1, 50);
  }
}

function block(random: Random): string[] {
  switch (random.below(12)) {
    case 0:
      return [`${"#".repeat(random.from(1, 6))} ${inline(random, 1)}`];
    case 1:
      return [words(random), random.pick(["===", "---"])];
    case 2:
      return fence(random);
    case 3:
      return table(random);
    case 4:
      return paragraph(random).map((line) => `> ${line}`);
    case 5:
      return [random.pick(["---", "***", "* * *", "___"])];
    case 6:
    case 7:
      return list(random, 0);
    case 8:
      return list(random, 0).map((line) => `> ${line}`);
    case 9:
      return [
        `1. ${words(random)}`,
        "",
        ...fence(random).map((line) => `   ${line}`),
        "",
        `2. ${words(random)}`,
      ];
    default:
      return paragraph(random);
  }
}

function words(random: Random): string {
  return random.times(random.from(1, 5), () => wordList[random.below(wordList.length)] ?? "").join(" ");
}

function paragraph(random: Random): string[] {
  return random.times(random.from(1, 3), () => inline(random, 2));
}

function inline(random: Random, depth: number): string {
  return random.times(random.from(1, 4), () => part(random, depth)).join(" ");
}

function part(random: Random, depth: number): string {
  switch (random.below(16)) {
    case 0:
      return `**${words(random)}**`;
    case 1:
      return `*${words(random)}*`;
    case 2:
      return `***${words(random)}***`;
    case 3:
      return `**${words(random)} *${words(random)}* ${words(random)}**`;
    case 4:
      return depth > 0
        ? `~~${words(random)} **${words(random)}** ${words(random)}~~`
        : `~~${words(random)}~~`;
    case 5:
      return `_${words(random)}_`;
    case 6:
    case 7:
      return `\`${words(random)}\``;
    case 8:
      return `[${words(random)} \`${words(random)}\`](https://example.com/${random.from(1, 99)})`;
    case 9:
      return `![${words(random)}](https://example.com/a.png)`;
    case 10:
      return random.pick([
        "&amp;",
        "&lt;",
        "&copy;",
        "<https://example.com/a>",
        "https://example.com/a",
        "🎉",
      ]);
    default:
      return words(random);
  }
}

function fence(random: Random, count = random.from(1, 4)): string[] {
  const mark = random.pick(["```", "~~~", "````"]);
  const lines = random.times(count, () => random.pick(["let a;", "", "  if (b) {", "- c", "- 1"]));
  return [mark + random.pick(["", "ts", "ts src/a.ts", "bash"]), ...lines, mark];
}

function table(random: Random, count = random.from(1, 3)): string[] {
  const columns = random.from(1, 3);
  const row = (cell: () => string): string => `| ${random.times(columns, cell).join(" | ")} |`;
  return [
    row(() => words(random)),
    row(() => random.pick(["---", ":--", ":-:", "--:"])),
    ...random.times(count, () => row(() => inline(random, 0))),
  ];
}

function list(random: Random, depth: number, count = random.from(1, 4)): string[] {
  const isNumbered = random.chance(0.4);
  const mark = random.pick(["-", "*", "+"]);
  const separator = random.pick([[], [], [""]]);
  return random
    .times(count, () => inline(random, 1))
    .flatMap((text, index) => {
      const marker = isNumbered ? `${index + 1}. ` : `${mark} `;
      const task = isNumbered || random.chance(0.7) ? "" : random.pick(["[ ] ", "[x] "]);
      const nested = depth < 2 && random.chance(0.3) ? list(random, depth + 1) : [];
      return [
        ...(index > 0 ? separator : []),
        marker + task + text,
        ...nested.map((line) => (line === "" ? "" : " ".repeat(marker.length) + line)),
      ];
    });
}
