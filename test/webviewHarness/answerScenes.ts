/** States of answers: what the agent did, what can be done with what it wrote. */
import type { ChatSnapshot, GateView, HeaderView, ToolView, TurnView } from "../../src/protocol/view.ts";

interface Parts {
  readonly snapshot: (turns: readonly TurnView[], changes?: Partial<HeaderView>) => ChatSnapshot;
  readonly finished: TurnView;
  readonly streaming: TurnView;
}

/** Files of the workspace that the answers name; the harness's host says so. */
export const workspaceFiles: readonly string[] = [
  "config/app.toml",
  "src/config.ts",
  "src/server/http/listener.ts",
  "package.json",
];

const call = (id: string, changes: Partial<ToolView>): ToolView => ({
  id,
  kind: "tool",
  tool: "terminal",
  status: "completed",
  ...changes,
});

const commands: readonly ToolView[] = [
  call("c1", { label: "ls -la src", durationMs: 41 }),
  call("c2", {
    label: "cat src/config.toml",
    status: "failed",
    error: "cat: src/config.toml: No such file or directory",
  }),
  call("c3", {
    label: "rg -n port src --type ts --glob '!**/node_modules/**'",
    arguments: '{\n  "command": "rg -n port src --type ts"\n}',
    durationMs: 620,
  }),
  call("c4", { label: "npm run build", durationMs: 2_480 }),
  call("c5", { label: "npm test", durationMs: 59 }),
];

export const runTurn = (finished: TurnView): TurnView => ({
  ...finished,
  id: "run",
  model: "claude-opus-4.5",
  items: [
    call("r0", { tool: "read_file", label: "src/config.ts", durationMs: 12 }),
    ...commands,
    { id: "x", kind: "text", text: "All of it builds, and the tests pass." },
  ],
});

export const liveRunTurn = (streaming: TurnView): TurnView => ({
  ...streaming,
  id: "liveRun",
  items: [
    ...commands,
    call("c6", {
      label: "npm test -- --run test/config.test.ts --reporter verbose",
      status: "running",
      startedAt: (streaming.startedAt ?? 0) + 9_000,
    }),
    call("w", { tool: "write_file", status: "generating" }),
  ],
});

const pathAnswer = `The port is read in \`src/config.ts:12\` and used in src/server/http/listener.ts:40:7, not in \`src/gone.ts\`.

- The default is in [the configuration](config/app.toml#L3).
- Scripts are in package.json; version 1.2.3, e.g. at https://example.com/src/config.ts.

\`\`\`ts src/config.ts
export const port = Number(process.env.PORT ?? 8081);
\`\`\``;

const codeAnswer = `Run it:

\`\`\`bash
$ npm install
$ npm test
\`\`\`

\`\`\`typescript
// src/server/http/listener.ts
export function listen(port: number): Server {
  return createServer(handle).listen(port);
}
\`\`\`

\`\`\`
no language
\`\`\`

1. In a list:

   \`\`\`python packages/a-rather-long-name/source/deeply/nested/module/configuration_loader.py
   def load(): ...
   \`\`\`

| Column with a long name | Another one | And a third one | Fourth |
| --- | --- | --- | ---: |
| \`a_long_identifier_in_code\` | text | more text | 12,345 |`;

const longTurns = (finished: TurnView): readonly TurnView[] =>
  Array.from({ length: 40 }, (_, index) => ({
    ...finished,
    id: `long-${index}`,
    input: `Question ${index + 1}: what does module ${index + 1} do?`,
  }));

const gate = (reason: "noInstance" | "offline" | "problem", title: string, text: string): GateView => ({
  kind: "blocked",
  reason,
  title,
  text,
  busy: false,
  buttons: [{ id: "retry", label: reason === "noInstance" ? "Select Instance" : "Retry" }],
});

/** The scenes, made of turns that other scenes show too. */
export function answerScenes({ snapshot, finished, streaming }: Parts): Record<string, ChatSnapshot> {
  const text = (id: string, markdown: string): TurnView => ({
    ...finished,
    id,
    items: [{ id: "x", kind: "text", text: markdown }],
  });
  const attached: TurnView = {
    ...finished,
    id: "attached",
    input: "What is wrong here? The build fails since yesterday.",
    attachments: [
      { id: "a1", kind: "file", name: "server.ts", detail: "src/server.ts, 4.2 kB", canOpen: true },
      {
        id: "a2",
        kind: "snippet",
        name: "config.ts:3-18",
        detail: "Selection",
        text: "export function readConfig(path: string): Config {\n  return parse(readFileSync(path));\n}",
        canOpen: true,
      },
      { id: "a3", kind: "image", name: "Screenshot of the deployment dashboard.png", canOpen: false },
    ],
    model: "claude-opus-4.5",
  };
  const sending: TurnView = {
    ...attached,
    id: "sending",
    items: [],
    endedAt: undefined,
    usage: undefined,
    context: undefined,
    phase: {
      kind: "sending",
      upload: {
        name: "Screenshot of the deployment dashboard.png",
        sentBytes: 4_100_000,
        totalBytes: 10_250_000,
      },
    },
  };
  const asking: TurnView = {
    ...text("asking", "Both ports are free.\n\nShall I take `8081` or `9090`?"),
    asks: true,
  };
  return {
    sentAttachments: snapshot([attached]),
    upload: snapshot([sending]),
    toolRuns: snapshot([runTurn(finished), liveRunTurn(streaming)]),
    question: snapshot([asking]),
    paths: snapshot([text("paths", pathAnswer)]),
    code: snapshot([text("code", codeAnswer)]),
    longConversation: snapshot(longTurns(finished)),
    largeFont: snapshot([attached, text("code", codeAnswer)], {
      font: { size: 20, family: '"Liberation Serif", serif' },
    }),
    noInstance: snapshot([], {
      gate: gate("noInstance", "No instance selected", "Select the instance that your agent runs on."),
      canSend: false,
    }),
    offline: snapshot([], {
      gate: gate("offline", "Agent37 cannot be reached", "Check your connection."),
      canSend: false,
    }),
    problem: snapshot([finished], {
      gate: gate("problem", "research-box has a problem", "It did not start within ten minutes."),
      canSend: false,
    }),
  };
}
