/** The words and sentences of the workloads, with the inline markup of Markdown. */

export type Random = () => number;

const words = (
  "the a this each agent answer block branch buffer build cache change chat chunk class client column command commit " +
  "config cursor delta editor element error event file folder frame function handler header host index input item key " +
  "layout line list loader log map memory message method model module name node number object offset option order " +
  "output package page panel parser path piece process project prompt queue range reader record reply request result " +
  "review route row rule scope screen script scroll search server session setting shell signal size source span stack " +
  "state step stream string style table task terminal test text theme thread time token tool tree turn type update " +
  "value version view window word worker adds asks builds checks closes copies drops fills finds gives holds joins " +
  "keeps leaves loads marks meets moves opens paints parses reads runs sends shows skips splits starts stops stores " +
  "takes tells waits writes again always before between early first late never often once only safely slowly then " +
  "and because but if or so than that when which while with without"
).split(" ");
const names = [
  "appendDelta",
  "flush_queue",
  "isPending",
  "onMessage",
  "parseHeader",
  "readFile",
  "row_count",
  "toJSON",
];
const files = [
  "src/extension.ts",
  "src/chat/view.ts",
  "lib/parse.py",
  "package.json",
  "scripts/build.sh",
  "docs/use.md",
];
const hosts = ["example.com", "docs.example.org", "code.example.net"];
const symbols = ["naïve", "café", "→ done", "✓ ready", "≈ the same", "3 × 4"];

/** A whole number between two, both included. */
export function range(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** @throws Error when there is nothing to pick */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("Nothing to pick from");
  return item;
}

export function someWords(random: Random, count: number): string {
  return Array.from({ length: count }, () => pick(random, words)).join(" ");
}

export function identifier(random: Random): string {
  return pick(random, names);
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function link(random: Random): string {
  return `[${someWords(random, range(random, 1, 3))}](${url(random)})`;
}

export function url(random: Random): string {
  return `https://${pick(random, hosts)}/${pick(random, words)}/${pick(random, words)}?page=${range(random, 1, 99)}`;
}

/** @param density share of its words that carry markup */
export function sentence(random: Random, density = 0.16): string {
  const parts = Array.from({ length: range(random, 7, 19) }, () =>
    random() < density ? markup(random) : pick(random, words),
  );
  return `${capitalized(parts.join(" "))}${pick(random, [".", ".", ".", "?"])}`;
}

/** Plain sentences of exactly that length. */
export function filler(random: Random, length: number): string {
  let text = "";
  while (text.length < length) text += `${sentence(random, 0)} `;
  return text.slice(0, length).trimEnd().padEnd(length, ".");
}

function markup(random: Random): string {
  const some = (most: number): string => someWords(random, range(random, 1, most));
  const kinds: readonly (() => string)[] = [
    () => `\`${identifier(random)}\``,
    () => `\`${identifier(random)}\``,
    () => `\`${pick(random, files)}\``,
    () => `**${some(3)}**`,
    () => `*${some(3)}*`,
    () => `***${some(2)}***`,
    () => `~~${some(2)}~~`,
    () => link(random),
    () => url(random),
    () => pick(random, symbols),
    () => `snake_case_${some(1)}_name`,
  ];
  return pick(random, kinds)();
}
