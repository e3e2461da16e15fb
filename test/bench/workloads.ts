/** What the benches stream: texts like an agent's answers, the same for the same seed on every machine. */
import { randomFor } from "../emulator/agent/random.ts";
import { fencedCode, type Language } from "./workloadCode.ts";
import { capitalized, filler, link, pick, type Random, range, sentence, someWords } from "./workloadWords.ts";

export interface ChatMessage {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** An answer with every kind of block, in the mix of a long explanation; exactly `length` UTF-16 units. */
export function mixedAnswer(seed: string, length: number): string {
  const random = randomFor(seed);
  let text = `# ${capitalized(someWords(random, 4))}\n\n`;
  while (text.length < length - largestChapter) text += chapter(random);
  return `${text}${filler(random, Math.max(0, length - text.length - 1))}\n`.slice(0, length);
}

/** One fence around that much code. */
export function codeAnswer(seed: string, length: number): string {
  return fencedCode(randomFor(seed), "ts", Number.MAX_SAFE_INTEGER, length);
}

/** One paragraph without a line break, with inline markup. */
export function paragraphAnswer(seed: string, length: number): string {
  const random = randomFor(seed);
  let text = "";
  while (text.length < length) text += `${sentence(random)} `;
  return `${text.slice(0, length - 1).trimEnd()}\n`;
}

/** A session of short messages, questions and answers in turn. */
export function session(seed: string, messages: number): ChatMessage[] {
  const random = randomFor(seed);
  return Array.from({ length: messages }, (_, index) =>
    index % 2 === 0
      ? { role: "user", text: sentence(random, 0.05) }
      : { role: "assistant", text: shortAnswer(random) },
  );
}

/** Cuts a text as a model's tokens come: 4 to 12 UTF-16 units, never within a surrogate pair. */
export function cutDeltas(seed: string, text: string): string[] {
  const random = randomFor(seed);
  const deltas: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = start + range(random, 4, 12);
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last < 0xdc00) end += 1;
    deltas.push(text.slice(start, end));
    start = end;
  }
  return deltas;
}

type Block = (random: Random) => string;

const blocks: readonly Block[] = [
  paragraph,
  paragraph,
  bulletList,
  orderedList,
  table,
  quote,
  taskList,
  subsection,
];
const languages: readonly Language[] = ["ts", "python", "bash", "json"];
/** UTF-16 units; the end of an answer is filled with prose instead of a chapter that is cut. */
const largestChapter = 8_000;

/** A section: a heading, prose, some code, and what explanations are made of. */
function chapter(random: Random): string {
  const code =
    random() < 0.15 ? codeInList(random) : fencedCode(random, pick(random, languages), range(random, 8, 40));
  const rest = Array.from({ length: range(random, 4, 9) }, () => pick(random, blocks)(random));
  if (random() < 0.3) rest.push("---");
  return `${[heading(random), paragraph(random), code, ...rest].join("\n\n")}\n\n`;
}

function shortAnswer(random: Random): string {
  let text = Array.from({ length: range(random, 1, 3) }, () => sentence(random)).join(" ");
  if (random() < 0.2) text += `\n\n${list(range(random, 2, 4), () => `- ${sentence(random, 0.1)}`)}`;
  if (random() < 0.08) text += `\n\n${fencedCode(random, "ts", 4)}`;
  return text;
}

function heading(random: Random): string {
  return `## ${capitalized(someWords(random, range(random, 2, 6)))}`;
}

function subsection(random: Random): string {
  return `### ${capitalized(someWords(random, range(random, 2, 5)))}\n\n${paragraph(random)}`;
}

function paragraph(random: Random): string {
  return Array.from({ length: range(random, 2, 5) }, () => sentence(random)).join(" ");
}

function bulletList(random: Random, indent = ""): string {
  return list(range(random, 2, 5), () => {
    const item = `${indent}- ${sentence(random, 0.12)}`;
    return indent.length < 4 && random() < 0.3 ? `${item}\n${bulletList(random, `${indent}  `)}` : item;
  });
}

function orderedList(random: Random): string {
  const gap = random() < 0.25 ? "\n\n" : "\n";
  return Array.from({ length: range(random, 3, 6) }, (_, index) => {
    const item = `${index + 1}. ${sentence(random, 0.12)}`;
    return random() < 0.3 ? `${item}\n${bulletList(random, "   ")}` : item;
  }).join(gap);
}

function taskList(random: Random): string {
  return list(range(random, 2, 5), () => `- [${random() < 0.5 ? "x" : " "}] ${sentence(random, 0.1)}`);
}

function codeInList(random: Random): string {
  const code = fencedCode(random, "bash", range(random, 3, 8)).replaceAll(/^(?=.)/gm, "   ");
  return `1. ${sentence(random, 0.1)}\n\n${code}\n\n2. ${sentence(random, 0.1)}`;
}

function table(random: Random): string {
  const columns = range(random, 3, 5);
  const row = (cell: () => string): string => `| ${Array.from({ length: columns }, cell).join(" | ")} |`;
  const head = row(() => capitalized(someWords(random, 1)));
  const rule = row(() => pick(random, ["---", ":---", "---:", ":---:"]));
  const cell = (): string =>
    random() < 0.25 ? `\`${someWords(random, 1)}\`` : someWords(random, range(random, 1, 3));
  return `${head}\n${rule}\n${list(range(random, 3, 8), () => row(cell))}`;
}

function quote(random: Random): string {
  const lines = list(range(random, 1, 3), () => `> ${sentence(random)}`);
  return random() < 0.3 ? `${lines}\n>\n> - ${sentence(random, 0.1)}\n> - See ${link(random)}.` : lines;
}

function list(count: number, line: () => string): string {
  return Array.from({ length: count }, line).join("\n");
}
