/** Answers for what a chat makes of an answer: links, code blocks with a place, questions, runs of one tool. */
import { ponder, say, useTool } from "./script.ts";
import type { Step } from "./script.ts";

/** Mentions files of the folder that the tests and `npm start` open, and one that is not there. */
export const pathSample = `The greeting is made in src/greet.ts:1 and described in \`README.md\`. Nothing is in src/nowhere.ts:7,
and neither https://example.org/src/greet.ts:1 nor greet.ts:x is a place in a file.

\`\`\`ts src/greet.ts
export function greet(name: string): string {
  return \`Good day, \${name}!\`;
}
\`\`\`

Run this afterwards:

\`\`\`bash
npm test
npm run lint
\`\`\`

And a file that does not exist yet:

\`\`\`json config/greeting.json
{ "greeting": "Good day" }
\`\`\`
`;

/** Some work, and then the agent wants to know something. */
export function* question(random: () => number): Generator<Step> {
  yield* useTool("read_file", "src/greet.ts", { path: "src/greet.ts" }, { durationMs: 37 });
  yield* say(
    "The function `greet` is used in two places.\n\n1. Keep its name and add a new one.\n2. Rename it everywhere.\n\n" +
      "Which of the two do you want?",
    random,
  );
}

/** A tool that is called again and again; of three or more calls one in the middle fails. */
export function* toolRun(n: number, random: () => number): Generator<Step> {
  yield* ponder("I try the tests of one folder after the other. ", random);
  const failing = n < 3 ? 0 : Math.ceil(n / 2);
  for (let index = 1; index <= n; index += 1) {
    const command = `npm test -- part${String(index)}`;
    const outcome =
      index === failing
        ? { error: `Command failed with exit code 1: ${command}` }
        : { durationMs: 100 + Math.floor(random() * 900) };
    yield* useTool("terminal", command, { command, timeout: 60 }, outcome);
  }
  yield* say(`Called one tool ${String(n)} times in a row.`, random);
}

/**
 * Stands still while it writes (or thinks, calls a tool, prepares a call) until somebody lets it go on; with `call` twice:
 * while it prepares a call, and while that runs, which then fails.
 */
export function* holding(where: string, random: () => number): Generator<Step> {
  if (where === "think") yield* ponder("This needs some thought. ", random);
  else if (where === "call") {
    yield { kind: "toolGenerating", tool: "terminal" };
    yield { kind: "hold", delayMs: 0 };
    const command = "npm run deploy";
    yield { kind: "toolStarted", tool: "terminal", label: command, arguments: { command, timeout: 60 } };
  } else if (where === "tool") {
    yield { kind: "toolStarted", tool: "terminal", label: "sleep 600", arguments: { command: "sleep 600" } };
  } else if (where === "generating") yield { kind: "toolGenerating", tool: "write_file" };
  else yield* say("I am working on it.", random);
  yield { kind: "hold", delayMs: 0 };
  if (where === "call")
    yield { kind: "toolFailed", tool: "terminal", error: "npm error Nowhere to deploy to" };
  if (where === "tool") yield { kind: "toolCompleted", tool: "terminal", durationMs: 600_000 };
  yield* say(" It is done.", random);
}
