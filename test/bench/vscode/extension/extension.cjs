// What the bench needs inside a window. See README.md.
const { monitorEventLoopDelay, performance } = require("node:perf_hooks");
const v8 = require("node:v8");
const vm = require("node:vm");
const vscode = require("vscode");
const { AbortController, fetch, TextDecoder } = globalThis;

const RESOLUTION_MS = 1;
const NS_PER_MS = 1e6;

exports.activate = (context) => {
  context.subscriptions.push(...hostCommands());
  const gateway = process.env["AGENT37_BENCH_GATEWAY"];
  if (gateway) context.subscriptions.push(...nativeChat(gateway));
};

/** Commands about this extension host. */
function hostCommands() {
  let watch;
  return [
    vscode.commands.registerCommand("agent37Bench.startWatch", () => {
      const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      delay.enable();
      watch = { delay, cpu: process.cpuUsage(), begin: performance.now() };
    }),
    // The histogram holds the distances of a timer's ticks, so an idle loop shows the timer's own distance.
    vscode.commands.registerCommand("agent37Bench.stopWatch", () => {
      const { delay, cpu, begin } = watch;
      delay.disable();
      const { user, system } = process.cpuUsage(cpu);
      const ms = (share) => Math.max(0, delay.percentile(share) / NS_PER_MS - RESOLUTION_MS);
      return {
        delayMs: { p50: ms(50), p95: ms(95), p99: ms(99), max: delay.max / NS_PER_MS - RESOLUTION_MS },
        cpuShare: (user + system) / 1000 / (performance.now() - begin),
      };
    }),
    vscode.commands.registerCommand("agent37Bench.heap", () => {
      v8.setFlagsFromString("--expose-gc");
      const collect = vm.runInNewContext("gc");
      for (let turn = 0; turn < 3; turn += 1) collect();
      return process.memoryUsage().heapUsed;
    }),
  ];
}

/** The participant, and a model for it. VS Code does not know of a model before somebody has asked for it. */
function nativeChat(gateway) {
  return [
    vscode.commands.registerCommand("agent37Bench.countModels", async () => {
      return (await vscode.lm.selectChatModels({ vendor: "agent37-test" })).length;
    }),
    vscode.chat.createChatParticipant("agent37-test.bench", async (request, _chat, stream, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      for await (const text of deltas(gateway, request.prompt, abort.signal)) stream.markdown(text);
    }),
    vscode.lm.registerLanguageModelChatProvider("agent37-test", {
      provideLanguageModelChatInformation: () => [
        {
          id: "silent",
          name: "Silent",
          family: "silent",
          version: "1",
          maxInputTokens: 100_000,
          maxOutputTokens: 100_000,
          capabilities: { toolCalling: true },
          isUserSelectable: true,
        },
      ],
      provideLanguageModelChatResponse: () => undefined,
      provideTokenCount: () => 1,
    }),
  ];
}

/** The text deltas of one turn, as they arrive. */
async function* deltas(gateway, input, signal) {
  const response = await fetch(`${gateway}/v1/responses`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input, stream: true }),
    signal,
  });
  if (!response.ok) throw new Error(`The gateway answered ${response.status}`);
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of response.body) {
    const frames = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
    rest = frames.pop();
    for (const frame of frames) {
      const [, event, data] = /^event: (\S+)\ndata: (.*)$/.exec(frame) ?? [];
      if (event === "response.output_text.delta") yield JSON.parse(data).text;
      if (event === "response.failed") throw new Error(data);
    }
  }
}
