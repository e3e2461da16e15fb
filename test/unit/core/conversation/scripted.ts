/** A chat against a client that does what a test says, turn by turn. */
import type { Agent37Client, LostTurn, TurnOptions, TurnRef } from "../../../../src/api/client.ts";
import { Agent37Error, type Agent37ErrorFields } from "../../../../src/api/errors/agent37Error.ts";
import type { InstanceRef, Session, TurnRequest, TurnSignal } from "../../../../src/api/wire.ts";
import type { Message } from "../../../../src/common/attachment.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import { Chat } from "../../../../src/core/conversation/chat.ts";
import type { ChatDependencies } from "../../../../src/core/conversation/chatTypes.ts";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { noTraces, noUploads, readyComputers } from "./support.ts";

export type Script = (options: TurnOptions) => AsyncGenerator<TurnSignal, void>;

/** How an instance answers the look that wakes it. */
export type Wake = (signal: AbortSignal | undefined) => Promise<{ readonly healthy: boolean }>;

export const a: InstanceRef = { id: "a", dialect: "two-plane", agentUrl: "http://127.0.0.1:1" };
export const created = { type: "created", responseId: "r1", sessionId: "s1" } as const satisfies TurnSignal;

export function failure(fields: Partial<Agent37ErrorFields> & { readonly code: string }): Agent37Error {
  return new Agent37Error({ message: fields.code, plane: "agent", ...fields });
}

/** A turn that yields these signals and then fails to be followed, or ends. */
export function script(signals: readonly TurnSignal[], error?: Agent37Error): Script {
  return async function* () {
    yield* signals;
    await Promise.resolve();
    if (error) throw error;
  };
}

/** A turn that runs until the test ends it. */
export function running(responseId = "r1"): {
  readonly script: Script;
  /** @param last its last signal, or why it cannot be followed any more */
  readonly end: (last?: TurnSignal | Agent37Error) => void;
} {
  let end: (last: TurnSignal | Agent37Error) => void = () => undefined;
  const ended = new Promise<TurnSignal | Agent37Error>((resolve) => {
    end = resolve;
  });
  return {
    script: async function* () {
      yield { type: "created", responseId, sessionId: "s1" };
      const last = await ended;
      if (last instanceof Agent37Error) throw last;
      yield last;
    },
    end: (last = { type: "completed", outputText: "Done." }) => end(last),
  };
}

/** A turn that completes at once. */
export function answer(outputText = "Done.", responseId = "r1"): Script {
  return script([
    { type: "created", responseId, sessionId: "s1" },
    { type: "completed", outputText },
  ]);
}

export interface SetUp extends Partial<
  Pick<ChatDependencies, "clock" | "computers" | "traces" | "turnDefaults" | "uploads">
> {
  /** Shared by the windows of a test. */
  readonly store?: MemoryStore;
}

export function setUp({ store = new MemoryStore(), ...given }: SetUp = {}) {
  const sent: { readonly ref: InstanceRef; readonly request: TurnRequest }[] = [];
  const followed: TurnRef[] = [];
  const looked: LostTurn[] = [];
  const lookedAt: string[] = [];
  const cancelled: string[] = [];
  const scripts = {
    run: [] as Script[],
    follow: [] as Script[],
    recover: [] as Script[],
    wake: [] as Wake[],
  };
  const woken: string[] = [];
  const read: { readonly id: string; readonly agent: string | undefined }[] = [];
  const session: { value: Partial<Session> | Agent37Error } = { value: {} };
  const next = (queue: Script[], options: TurnOptions): AsyncGenerator<TurnSignal, void> => {
    const first = queue.shift();
    if (!first) throw new Error("Nothing was expected here.");
    return first(options);
  };
  const client = {
    runTurn(ref: InstanceRef, request: TurnRequest, options: TurnOptions = {}) {
      sent.push({ ref, request });
      return next(scripts.run, options);
    },
    followTurn(_: InstanceRef, turn: TurnRef, options: TurnOptions = {}) {
      followed.push(turn);
      return next(scripts.follow, options);
    },
    recoverTurn(ref: InstanceRef, lost: LostTurn) {
      looked.push(lost);
      lookedAt.push(ref.id);
      return next(scripts.recover, {});
    },
    getSession(_: InstanceRef, id: string, options: { readonly agent?: string } = {}) {
      read.push({ id, agent: options.agent });
      if (session.value instanceof Agent37Error) return Promise.reject(session.value);
      return Promise.resolve({ id, history: [], ...session.value });
    },
    getHealth(ref: InstanceRef, { signal }: TurnOptions = {}) {
      const wake = scripts.wake.shift();
      if (!wake) throw new Error("No look at its health was expected here.");
      woken.push(ref.id);
      return wake(signal);
    },
    cancelResponse(_: InstanceRef, id: string) {
      cancelled.push(id);
      return Promise.resolve({ id, sessionId: "s1", status: "in_progress", outputText: "" });
    },
  } as unknown as Agent37Client;
  let ids = 0;
  /** The chat; called again: the chat of the next window. */
  const open = (): Chat =>
    new Chat("chat", {
      client,
      clock: systemClock,
      records: new RecordStore(store, store),
      computers: readyComputers,
      uploads: noUploads,
      traces: noTraces,
      turnDefaults: () => ({}),
      maxRetryWaitMs: () => 300_000,
      newId: () => `turn${(ids += 1)}`,
      ...given,
    });
  const chat = open();
  const returned: Message[] = [];
  chat.onDidReturn((message) => returned.push(message));
  /** The texts that went out, in order. */
  const inputs = (): readonly string[] => sent.map(({ request }) => request.input);
  return {
    chat,
    open,
    store,
    sent,
    inputs,
    followed,
    looked,
    lookedAt,
    cancelled,
    woken,
    read,
    scripts,
    session,
    returned,
  };
}
