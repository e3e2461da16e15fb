/** The emulator over real HTTP → client → reducer. The emulator runs in a thread of its own. */
import { Worker } from "node:worker_threads";
import { type Agent37Client, createAgent37Client } from "../../../src/api/client.ts";
import type { InstanceRef } from "../../../src/api/wire.ts";
import { systemClock } from "../../../src/common/clock.ts";
import { silentLogger } from "../../../src/common/logger.ts";
import { reduce } from "../../../src/core/conversation/reduce.ts";
import { type Conversation, emptyConversation } from "../../../src/core/conversation/state.ts";
import { median } from "../stats.ts";
import type { Section } from "../table.ts";
import type { EmulatorAddress } from "./emulatorThread.ts";
import { cpuMs } from "./slices.ts";

interface Followed {
  readonly textBytes: number;
  readonly events: number;
  readonly wallMs: number;
  /** CPU time of this thread; the rest of the wall time it waited for the emulator. */
  readonly busyMs: number;
}

/** @param repeats the median is told */
export async function benchHttp(repeats: number): Promise<Section> {
  const { address, end } = await startEmulatorThread();
  const client = createAgent37Client({
    account: async () => ({ baseUrl: address.unifiedUrl, key: address.key }),
    network: () => ({}),
    userAgent: "agent37-chat-bench",
    clock: systemClock,
    logger: silentLogger,
  });
  const instance: InstanceRef = { id: address.instanceId, dialect: "unified" };
  const rows = [];
  try {
    // The engine warms up.
    await follow(client, instance, 1024, 1);
    for (const [title, kilobytes, turns] of [
      ["1 KB turns, one after the other", 1, 100],
      ["1 MB turns, one after the other", 1024, 3],
    ] as const) {
      const runs: Followed[] = [];
      for (let repeat = 0; repeat < repeats; repeat += 1)
        runs.push(await follow(client, instance, kilobytes, turns));
      const mid = (value: (run: Followed) => number): number => median(runs.map(value));
      rows.push([
        title,
        mid(({ events }) => events / turns),
        mid(({ wallMs }) => wallMs / turns),
        mid(({ textBytes, wallMs }) => textBytes / 2 ** 20 / (wallMs / 1000)),
        mid(({ textBytes, busyMs }) => textBytes / 2 ** 20 / (busyMs / 1000)),
        mid(({ busyMs, events }) => (busyMs * 1000) / events),
      ]);
    }
  } finally {
    await client.dispose();
    await end();
  }
  return {
    title: "Stream over HTTP: emulator → client → reducer",
    columns: [
      "turn",
      "events",
      "ms per turn",
      "MB/s of text",
      "MB/s of text, client alone",
      "client µs per event",
    ],
    rows,
    notes: [
      "Loopback; the emulator writes each event by itself and cuts some at odd bytes. Client alone: by the CPU time of its thread.",
    ],
  };
}

async function follow(
  client: Agent37Client,
  instance: InstanceRef,
  kilobytes: number,
  turns: number,
): Promise<Followed> {
  let events = 0;
  let textBytes = 0;
  const busyFrom = cpuMs();
  const start = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    let conversation: Conversation = reduce(emptyConversation, {
      type: "turnStarted",
      turnId: `t${turn}`,
      input: "",
      at: 0,
    });
    for await (const signal of client.runTurn(instance, { input: `big ${kilobytes}` })) {
      conversation = reduce(conversation, { type: "signal", signal, at: Date.now() });
      events += 1;
      if (signal.type === "text") textBytes += Buffer.byteLength(signal.text);
    }
    if (conversation.settled.at(-1)?.phase.kind !== "completed") throw new Error("The turn did not end well");
  }
  const wallMs = performance.now() - start;
  return { textBytes, events, wallMs, busyMs: cpuMs() - busyFrom };
}

/** @throws Error when the thread cannot start */
async function startEmulatorThread(): Promise<{ address: EmulatorAddress; end: () => Promise<unknown> }> {
  const worker = new Worker(new URL("./emulatorThread.ts", import.meta.url));
  const address = await new Promise<EmulatorAddress>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  return { address, end: () => worker.terminate() };
}
