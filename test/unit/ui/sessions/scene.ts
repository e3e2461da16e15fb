import { vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Instance, InstanceRef, Session, SessionSummary } from "../../../../src/api/wire.ts";
import type { OpenSessionOptions, ShownSession } from "../../../../src/core/conversation/sessionHost.ts";
import type { SessionsUiDeps } from "../../../../src/ui/sessions/deps.ts";
import { instance } from "../../core/instances/window.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

/** Epoch milliseconds. */
export const now = Date.UTC(2026, 9, 1, 12);
export const minutesAgo = (minutes: number): number => now - minutes * 60_000;

export interface SceneOptions {
  readonly instance?: Partial<Instance>;
  /** By agent; an error is a list that cannot be read. */
  readonly lists?: Readonly<Record<string, readonly SessionSummary[] | Agent37Error>>;
  /** What is read of a session; unknown ones cannot be read. */
  readonly sessions?: Readonly<Record<string, Partial<Session>>>;
  readonly current?: ShownSession;
  readonly running?: readonly string[];
  readonly store?: MemoryStore;
}

export const failure = (code: string): Agent37Error =>
  new Agent37Error({ code, message: "No.", plane: "agent" });

/** What the session commands meet: an instance, its server, and the chats of the window. */
export function scene(options: SceneOptions = {}) {
  const { lists = {}, sessions = {}, current, running = [], store = new MemoryStore() } = options;
  const selected: Instance = { ...instance("one"), agents: ["hermes"], ...options.instance };
  const client = {
    listSessions: vi.fn(async (_: InstanceRef, call?: { readonly agent?: string | undefined }) => {
      const list = lists[call?.agent ?? "hermes"] ?? [];
      if (list instanceof Agent37Error) throw list;
      return list;
    }),
    getSession: vi.fn(
      async (
        _: InstanceRef,
        id: string,
        call?: { readonly agent?: string | undefined; readonly signal?: AbortSignal | undefined },
      ): Promise<Session> => {
        call?.signal?.throwIfAborted();
        const session = sessions[id];
        if (!session) throw failure("session_load_error");
        return { id, history: [], ...session };
      },
    ),
    renameSession: vi.fn(async () => {}),
    deleteSession: vi.fn(async () => {}),
  };
  const host = {
    current: () => current,
    open: vi.fn(async (_instance: InstanceRef, _sessionId: string, _options?: OpenSessionOptions) => {}),
    renamed: vi.fn(),
    forget: vi.fn(),
    titleOf: (id: string) => (current?.sessionId === id ? current.title : undefined),
    isRunning: (id: string) => running.includes(id),
  };
  const problems = { report: vi.fn(async () => {}) };
  const traces = { clear: vi.fn(async () => {}), forget: vi.fn(async () => {}) };
  const deps: SessionsUiDeps = {
    client,
    instances: { selected },
    host,
    problems,
    traces,
    globalStore: store,
    clock: { now: () => now },
  };
  return { client, deps, host, problems, selected, store, traces };
}

/** A session of which a server tells its first message. */
export const begunWith = (text: string, at?: number): Partial<Session> => ({
  history: [
    { role: "user", text, at },
    { role: "assistant", text: "Sure.", at },
  ],
});
