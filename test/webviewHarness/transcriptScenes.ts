/** Long conversations and long answers. */
import type { ChatSnapshot, HeaderView, TurnView } from "../../src/protocol/view.ts";

interface Parts {
  readonly snapshot: (turns: readonly TurnView[], changes?: Partial<HeaderView>) => ChatSnapshot;
  readonly finished: TurnView;
  readonly streaming: TurnView;
}

/** Each turn is two messages, and its number is in both. */
export function manyTurns(finished: TurnView, count: number): readonly TurnView[] {
  return Array.from({ length: count }, (_, index) => ({
    ...finished,
    id: `many-${index}`,
    input: questions[index % questions.length]?.replace("#", String(index)) ?? "",
    items: [
      {
        id: "x",
        kind: "text",
        text: answers[index % answers.length]?.replace("#", String(index)) ?? "",
      } as const,
    ],
  }));
}

/** A long answer of all that Markdown has, cut off in the middle of a word of a list below its code. */
export const longAnswer = [
  ...Array.from({ length: 12 }, (_, index) => section(index)),
  "## What is left\n\n1. Move `readConfig` into **its own module**.\n2. Call it once, at st",
].join("\n\n");

/** One that a page opens at once, and so do the tests of all scenes. */
export const transcriptScenes = ({
  snapshot,
  finished,
  streaming,
}: Parts): Readonly<Record<string, ChatSnapshot>> => ({
  longStream: snapshot([
    finished,
    { ...streaming, id: "long", items: [{ id: "x", kind: "text", text: longAnswer }] },
  ]),
});

/** So long that only what is about their length opens them. */
export const largeScenes = ({
  snapshot,
  finished,
  streaming,
}: Parts): Readonly<Record<string, ChatSnapshot>> => ({
  messages5000: snapshot(manyTurns(finished, 2500)),
  messages5000Streaming: snapshot([
    ...manyTurns(finished, 2500),
    { ...streaming, id: "long", items: [{ id: "x", kind: "text", text: longAnswer }] },
  ]),
});

const questions: readonly string[] = [
  "Question #: which port does the server use, and where is it set?",
  "Question #: run the tests.",
  "Question #: now switch it to 9090.\n\nThen restart the service and tell me what the log says about it.",
];

const answers: readonly string[] = [
  "Answer #: it listens on port **8081**, set in `config/app.toml`.",
  "Answer #: all 214 tests pass.\n\n- The slowest takes *4.2 s*.\n- Three are skipped: they need a network.\n- The coverage is 91 %.",
  "Answer #: done. The service is up again:\n\n```text\nlistening on 0.0.0.0:9090\nready in 212 ms\n```\n\nThe log has one warning, about the [deprecated key](https://example.com/keys) `listen`.",
  "Answer #: two places read it.\n\n| File | Key |\n| --- | --- |\n| `src/config.ts` | `port` |\n| `src/server/http/listener.ts` | `listen.port` |\n\n> Only the first one has a default.",
];

function section(index: number): string {
  return `## Step ${index + 1}

The server reads its configuration **once**, at start, in \`readConfig\`; see the [guide](https://example.com/${index}). What it does not find has a default, and *what it does not know* is an error. So a change needs a restart.

\`\`\`typescript
/** Part ${index + 1}: reads the port. */
export function port(config: Config): number {
  const { port = ${8080 + index} } = config;
  if (!Number.isInteger(port)) throw new RangeError(\`No port: \${port}\`);
  return port;
}
\`\`\`

- [x] The default of part ${index + 1} is tested
- [ ] The error is not

| Key | Default |
| --- | ---: |
| \`port\` | ${8080 + index} |`;
}
