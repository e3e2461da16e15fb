import { codeSample } from "./codeSamples.ts";
import { demo } from "./demo.ts";
import { everyConstruct, htmlSample, mixedMarkdown, tableSample, unicodeSample } from "./markdownSamples.ts";
import { review } from "./review.ts";
import { say, useTool } from "./script.ts";
import type { Script, ScriptContext, Step } from "./script.ts";
import { timed } from "./timed.ts";
import { holding, pathSample, question, toolRun } from "./uiSamples.ts";

interface Command {
  usage: string;
  does: string;
  script: (rest: string, context: ScriptContext) => Script;
}

function count(rest: string, fallback: number): number {
  const number = Number.parseFloat(rest);
  return Number.isFinite(number) && number >= 0 ? number : fallback;
}

function text(make: (rest: string, context: ScriptContext) => string, longest?: number): Command["script"] {
  return (rest, context) => ({
    steps: say(make(rest, context), context.random, longest === undefined ? {} : { longest }),
  });
}

const commands: Record<string, Command> = {
  help: { usage: "help", does: "this list", script: text(() => helpText()) },
  echo: { usage: "echo <text>", does: "answers the text", script: text((rest) => rest) },
  long: {
    usage: "long [n]",
    does: "n numbered paragraphs (200)",
    script: text((rest, { random }) => paragraphs(count(rest, 200), random), 60),
  },
  slow: {
    usage: "slow [n]",
    does: "n numbered words, one every 300 ms (40)",
    script: (rest) => ({ steps: slowWords(count(rest, 40)) }),
  },
  error: {
    usage: "error <code> [times]",
    does: "the call answers that error (always, or so often)",
    // Codes with an HTTP status never get here: the call that carries the input answers them.
    script: (rest) => ({ steps: failing(rest, "") }),
  },
  fail: {
    usage: "fail <code>",
    does: "the turn fails with that code after some text",
    script: (rest, { random }) => ({ steps: failing(rest, "Starting with the work, then ", random) }),
  },
  drop: {
    usage: "drop [n]",
    does: "the connection dies once after n events (5); the turn goes on",
    script: (rest, { random }) => ({
      steps: say(paragraphs(8, random), random, { longest: 30 }),
      firstReader: { dropAfterEvent: count(rest, 5) },
    }),
  },
  stall: {
    usage: "stall [n]",
    does: "the connection falls silent for good after n events (5); the turn goes on",
    script: (rest, { random }) => ({
      steps: say(paragraphs(8, random), random, { longest: 30 }),
      firstReader: { stallAfterEvent: count(rest, 5) },
    }),
  },
  tools: {
    usage: "tools [n]",
    does: "n tool calls, every third fails (5)",
    script: (rest, context) => ({ steps: manyTools(count(rest, 5), context.random) }),
  },
  think: {
    usage: "think [seconds]",
    does: "thinks aloud, then answers (5)",
    script: (rest, context) => ({ steps: thinking(count(rest, 5), context.random) }),
  },
  ask: {
    usage: "ask",
    does: "ends with a question to you",
    script: text(
      () =>
        "I can do this in two ways.\n\n1. Keep the old name.\n2. Rename it everywhere.\n\nWhich one do you want?",
    ),
  },
  question: {
    usage: "question",
    does: "works a little, then ends with a question to you",
    script: (_rest, { random }) => ({ steps: question(random) }),
  },
  toolrun: {
    usage: "toolrun [n]",
    does: "n calls of one tool in a row, one fails (6)",
    script: (rest, { random }) => ({ steps: toolRun(count(rest, 6), random) }),
  },
  paths: {
    usage: "paths",
    does: "names files, and code blocks that belong to files",
    script: text(() => pathSample),
  },
  hold: {
    usage: "hold [think|tool|generating|call]",
    does: "stands still there until a test releases it, or you stop it",
    script: (rest, { random }) => ({ steps: holding(splitFirstWord(rest)[0], random) }),
  },
  markdown: { usage: "markdown", does: "every Markdown construct", script: text(() => everyConstruct) },
  code: {
    usage: "code <lang> [lines]",
    does: "a code block (ts, py, rust, sh, json, diff … 20 lines)",
    script: text(codeAnswer),
  },
  empty: { usage: "empty", does: "completes without any text", script: () => ({ steps: [] }) },
  table: {
    usage: "table [rows]",
    does: "a wide table (12)",
    script: text((rest) => tableSample(count(rest, 12)), 40),
  },
  big: {
    usage: "big <kb>",
    does: "mixed Markdown of that size, as fast as it goes",
    script: (rest, { random }) => ({
      steps: say(mixedMarkdown(count(rest, 64) * 1024, random), random, { longest: 400, delayMs: 0 }),
    }),
  },
  timed: {
    usage: "timed <n> <seconds> [kb]",
    does: "n marked deltas a second; with kb so much text before, then it waits for a release",
    script: (rest, { random }) => {
      const [perSecond = "", seconds = "", kb = ""] = rest.split(/\s+/);
      const pace = { perSecond: count(perSecond, 50), seconds: count(seconds, 10), kbBefore: count(kb, 0) };
      return { steps: timed(pace, random) };
    },
  },
  unicode: {
    usage: "unicode",
    does: "emoji, CJK, RTL, combining marks",
    script: text(() => unicodeSample, 3),
  },
  html: { usage: "html", does: "raw HTML that must show as text", script: text(() => htmlSample) },
  wait: {
    usage: "wait <seconds>",
    does: "nothing but keepalives, then one line (10)",
    script: (rest) => ({ steps: waiting(count(rest, 10)) }),
  },
  files: {
    usage: "files",
    does: "lists the attached files with size and sha256",
    script: (_rest, context) => ({ steps: fileReport(context) }),
  },
  cost: {
    usage: "cost <usd>",
    does: "spends that much of the budget (0.10)",
    script: (rest, { random }) => ({ steps: spending(count(rest, 0.1), random) }),
  },
  review: {
    usage: "review",
    does: "a review with thinking, tools and code: the shape of everyday work",
    script: (_rest, { random }) => ({ steps: review(random) }),
  },
  demo: {
    usage: "(anything else)",
    does: "thinking, tools and a long Markdown answer",
    script: (_rest, context) => ({ steps: demo(context.random) }),
  },
};

/** What the agent does for an input: the command in its first word, a greeting, or the demo. */
export function scriptFor(context: ScriptContext): Script {
  const input = context.input.trim();
  const [first, rest] = splitFirstWord(input);
  const name = first.toLowerCase();
  if (Object.hasOwn(commands, name)) {
    const command = commands[name];
    if (command) return command.script(rest, context);
  }
  if (/^(hi|hello|hey|good (morning|afternoon|evening))\b/i.test(input)) {
    return { steps: say(`Hello! I am a scripted agent, glad to help.\n\n${helpText()}`, context.random) };
  }
  return { steps: demo(context.random) };
}

/** The `error` command of an input, if it is one: which code, and how often (Infinity = always). */
export function errorCommand(input: string): { code: string; times: number } | undefined {
  const match = /^error\s+([\w-]+)(?:\s+(\d+))?/i.exec(input.trim());
  if (!match?.[1]) return undefined;
  return { code: match[1].toLowerCase(), times: match[2] === undefined ? Infinity : Number(match[2]) };
}

/** All commands with their purpose, as Markdown. */
export function helpText(): string {
  const rows = Object.values(commands).map(({ usage, does }) => `- \`${usage}\`: ${does}`);
  return `Start a message with one of these words:\n\n${rows.join("\n")}\n`;
}

/** `[usage, purpose]` of every command, for the terminal. */
export function commandList(): [string, string][] {
  return Object.values(commands).map(({ usage, does }) => [usage, does]);
}

function splitFirstWord(input: string): [string, string] {
  const match = /^(\S+)\s*([\s\S]*)$/.exec(input);
  return [match?.[1] ?? "", match?.[2] ?? ""];
}

const words =
  "the agent reads a file and writes down what it found before it goes on with the next part of the work".split(
    " ",
  );

function sentence(random: () => number): string {
  const length = 8 + Math.floor(random() * 18);
  return Array.from({ length }, () => words[Math.floor(random() * words.length)] ?? "the").join(" ");
}

function paragraphs(n: number, random: () => number): string {
  const lines = Array.from(
    { length: n },
    (_, index) => `Line ${String(index + 1)} of ${String(n)}: ${sentence(random)}.`,
  );
  return lines.join("\n\n");
}

function* slowWords(n: number): Generator<Step> {
  for (let index = 1; index <= n; index += 1) {
    yield { kind: "text", text: `${index > 1 ? " " : ""}word${String(index)}`, delayMs: 300 };
  }
}

function* failing(rest: string, before: string, random?: () => number): Generator<Step> {
  if (random) yield* say(before, random);
  yield { kind: "fail", code: rest.split(/\s/)[0]?.toLowerCase() || "agent_error" };
}

function* manyTools(n: number, random: () => number): Generator<Step> {
  const tools = ["terminal", "read_file", "write_file", "web_search", "browser"];
  for (let index = 1; index <= n; index += 1) {
    const tool = tools[index % tools.length] ?? "terminal";
    const label = `step ${String(index)} of ${String(n)}`;
    const outcome =
      index % 3 === 0
        ? { error: `Step ${String(index)} failed` }
        : { durationMs: 20 + Math.floor(random() * 900) };
    yield* useTool(tool, label, { step: index, of: n }, outcome);
  }
  yield* say(`Used ${String(n)} tools.`, random);
}

function* thinking(seconds: number, random: () => number): Generator<Step> {
  const steps = Math.max(1, Math.round(seconds * 4));
  for (let index = 1; index <= steps; index += 1) {
    yield {
      kind: "reasoning",
      text: `Thought ${String(index)} of ${String(steps)}. `,
      delayMs: (seconds * 1000) / steps,
    };
  }
  yield* say(`I thought about it for ${String(seconds)} seconds.`, random);
}

function* waiting(seconds: number): Generator<Step> {
  yield { kind: "wait", delayMs: seconds * 1000 };
  yield { kind: "text", text: `Waited ${String(seconds)} seconds.` };
}

async function* fileReport({ attachments, random }: ScriptContext): AsyncGenerator<Step> {
  const files = await attachments();
  const rows = files.map(
    ({ path, bytes, sha256 }) => `- \`${path}\`: ${String(bytes)} bytes, sha256 \`${sha256}\``,
  );
  yield* say(
    rows.length > 0 ? `I got ${String(rows.length)} file(s):\n\n${rows.join("\n")}` : "I got no files.",
    random,
  );
}

function* spending(usd: number, random: () => number): Generator<Step> {
  yield* say("Spending", random);
  yield { kind: "spend", usd };
  yield* say(` done: ${usd.toFixed(2)} USD.`, random);
}

function codeAnswer(rest: string): string {
  const [language = "ts", lines = ""] = rest.split(/\s+/);
  return codeSample(language || "ts", count(lines, 20));
}
