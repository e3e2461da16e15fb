/** States of the chat worth looking at. */
import type { ChatSnapshot, HeaderView, ProblemView, TurnView } from "../../src/protocol/view.ts";
import { answerScenes } from "./answerScenes.ts";
import { composerScenes } from "./composerScenes.ts";
import { largeScenes as allLargeScenes, transcriptScenes } from "./transcriptScenes.ts";

export const header: HeaderView = {
  gate: { kind: "none" },
  agentName: "Hermes",
  instanceName: "research-box",
  canSend: true,
  font: { size: 13 },
};

const now = Date.now();

const answer = `The server listens on port **8081**, set in \`config/app.toml\`. Three things stand out:

1. The port is read *once*, at start.
2. \`host\` falls back to \`0.0.0.0\`.
3. There is no TLS; see the [deployment guide](https://example.com/deploy).

\`\`\`typescript
/** Reads the configuration. */
export async function readConfig(path: string): Promise<Config> {
  const text = await readFile(path, "utf8"); // UTF-8 only
  const { port = 8081, host } = parse(text) as Partial<Config>;
  return { port, host: host ?? "0.0.0.0", verbose: true };
}
\`\`\`

| Key | Type | Default |
| --- | --- | ---: |
| \`port\` | number | 8081 |
| \`host\` | string | 0.0.0.0 |

- [x] Found the port
- [ ] Add TLS

> Restart the service after a change.`;

export const finishedTurn: TurnView = {
  id: "turn-1",
  input: "Which port does the server use, and where is it set?",
  phase: { kind: "completed" },
  stopping: false,
  asks: false,
  startedAt: now - 60_000,
  endedAt: now - 47_400,
  usage: { inputTokens: 2210, outputTokens: 364, costUsd: 0.0121 },
  context: { usedTokens: 9100, windowTokens: 200_000 },
  items: [
    {
      id: "r1",
      kind: "reasoning",
      open: false,
      text: "I should read the config first.",
      startedAt: now - 59_000,
      endedAt: now - 55_000,
    },
    {
      id: "t1",
      kind: "tool",
      tool: "terminal",
      label: "cat app.toml",
      arguments: '{\n  "command": "cat app.toml"\n}',
      status: "failed",
      error: "cat: app.toml: No such file or directory",
    },
    {
      id: "t2",
      kind: "tool",
      tool: "read_file",
      label: "config/app.toml",
      status: "completed",
      durationMs: 41,
    },
    { id: "x1", kind: "text", text: answer },
  ],
};

export const streamingTurn: TurnView = {
  id: "turn-2",
  input: "Now switch it to 9090 and run the tests.",
  phase: { kind: "streaming" },
  stopping: false,
  asks: false,
  startedAt: now - 14_000,
  items: [
    {
      id: "r1",
      kind: "reasoning",
      open: true,
      text: "**Plan**: change the default in `readConfig`, then run the test suite to see whether anything pins the old port.",
      startedAt: now - 12_400,
    },
  ],
};

export const toolsTurn: TurnView = {
  ...streamingTurn,
  items: [
    {
      id: "r1",
      kind: "reasoning",
      open: false,
      text: "Plan.",
      startedAt: now - 12_000,
      endedAt: now - 9_000,
    },
    { id: "x1", kind: "text", text: "I change the default and run the tests." },
    { id: "t1", kind: "tool", tool: "patch", label: "config/app.toml", status: "completed", durationMs: 120 },
    {
      id: "t2",
      kind: "tool",
      tool: "terminal",
      label: "npm test -- --run test/config.test.ts --reporter verbose",
      status: "running",
      startedAt: now - 5_000,
    },
  ],
};

const capReached: ProblemView = {
  code: "instance_cap_reached",
  title: "The spend cap of research-box is reached",
  message: "This instance has used $5.00 of its $5.00 cap.",
  hint: "Raise the cap to let the agent go on.",
  severity: "warning",
  buttons: [
    { id: "raiseSpendCap", label: "Raise Spend Cap" },
    { id: "openBillingDashboard", label: "Open Billing Dashboard" },
  ],
};

export const failedTurn: TurnView = {
  id: "turn-3",
  input: "Summarise the log.",
  phase: {
    kind: "failed",
    problem: {
      code: "invalid_api_key",
      title: "The API key was not accepted",
      message: "API key is invalid or has been revoked.",
      hint: "Check the key on the dashboard.",
      severity: "error",
      buttons: [
        { id: "setApiKey", label: "Set API Key" },
        { id: "openApiKeysDashboard", label: "Open API Keys Dashboard" },
      ],
    },
  },
  stopping: false,
  asks: false,
  items: [],
};

export const waitingTurn: TurnView = {
  id: "turn-4",
  input: "Try it once more.",
  phase: {
    kind: "waiting",
    attempt: 2,
    until: now + 30_000,
    problem: {
      code: "rate_limited",
      title: "Too many requests",
      message: "Slow down a little.",
      severity: "warning",
      buttons: [
        { id: "retry", label: "Retry" },
        { id: "stopRetrying", label: "Stop Retrying" },
      ],
    },
  },
  stopping: false,
  asks: false,
  items: [],
};

export const reconnectingTurn: TurnView = {
  ...streamingTurn,
  id: "turn-5",
  phase: { kind: "reconnecting", attempt: 2 },
  items: [{ id: "x1", kind: "text", text: "The first half of the answer is here, and the" }],
};

export const attachingTurn: TurnView = { ...reconnectingTurn, phase: { kind: "reconnecting", attempt: 0 } };

const longCode = Array.from(
  { length: 60 },
  (_, index) =>
    `    print(f"line ${index}: {compute(${index})!r} with a rather long tail that does not fit into a sidebar")`,
).join("\n");

export const longCodeTurn: TurnView = {
  ...finishedTurn,
  id: "turn-6",
  input:
    "Show me all of it.\n\n    indented\n\nhttps://example.com/a/very/long/url/that/has/no/spaces/at/all/and/goes/on/and/on",
  items: [
    {
      id: "x1",
      kind: "text",
      text: `Here it is:\n\n\`\`\`python\ndef main():\n${longCode}\n\`\`\`\n\nDone.`,
    },
  ],
};

const snapshot = (turns: readonly TurnView[], changes: Partial<HeaderView> = {}): ChatSnapshot => ({
  seq: 0,
  now,
  header: { ...header, ...changes },
  turns,
  queue: { paused: false, messages: [] },
  composer: { attachments: [], dials: [] },
});

const noKey: HeaderView["gate"] = {
  kind: "blocked",
  reason: "noKey",
  title: "Connect to Agent37",
  text: "Set an API key to talk to your agents.",
  busy: false,
  buttons: [
    { id: "setApiKey", label: "Set API Key" },
    { id: "openApiKeysDashboard", label: "Open API Keys Dashboard" },
  ],
};

const starting: HeaderView["gate"] = {
  kind: "blocked",
  reason: "instanceNotReady",
  title: "research-box is starting",
  text: "This usually takes less than a minute.",
  busy: true,
  buttons: [],
};

const parts = { snapshot, finished: finishedTurn, streaming: streamingTurn };

export const scenes: Readonly<Record<string, ChatSnapshot>> = {
  empty: snapshot([]),
  loading: snapshot([], { gate: { kind: "loading", text: "Connecting…" }, canSend: false }),
  noKey: snapshot([], { gate: noKey, canSend: false }),
  starting: snapshot([], { gate: starting, canSend: false }),
  finished: snapshot([finishedTurn]),
  streaming: snapshot([finishedTurn, streamingTurn]),
  tools: snapshot([finishedTurn, toolsTurn]),
  stopping: snapshot([{ ...toolsTurn, stopping: true }]),
  failed: snapshot([
    { ...failedTurn, id: "a", phase: { kind: "failed", problem: capReached } },
    failedTurn,
    {
      ...finishedTurn,
      id: "c",
      phase: { kind: "cancelled" },
      items: [{ id: "x", kind: "text", text: "Step 1: " }],
    },
  ]),
  waiting: snapshot([waitingTurn]),
  reconnecting: snapshot([reconnectingTurn]),
  attaching: snapshot([attachingTurn]),
  longCode: snapshot([longCodeTurn]),
  banner: snapshot([finishedTurn], { gate: starting, canSend: false }),
  ...answerScenes(parts),
  ...composerScenes(parts),
  ...transcriptScenes(parts),
};

/** Those that are too large to be opened with all the others. */
export const largeScenes: Readonly<Record<string, ChatSnapshot>> = allLargeScenes(parts);
