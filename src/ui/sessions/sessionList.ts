import { type Agent37Error, asAgent37Error } from "../../api/errors/agent37Error.ts";
import type { Instance, SessionSummary } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { SessionsUiDeps } from "./deps.ts";
import { SessionTitles, titleOf } from "./sessionTitles.ts";

/** Sessions that are looked into for a title, the newest first. */
const maxUntitled = 20;
/** Sessions that are looked into because a turn may be running in them. */
const maxRecent = 8;
const recentMs = 30 * 60_000;
/** Sessions that are read at the same time. */
const atOnce = 3;

export interface SessionRow {
  readonly session: SessionSummary;
  readonly isRunning: boolean;
}

/** The list of one of the instance's agents could not be read. */
export interface FailedList {
  readonly agent: string;
  readonly error: Agent37Error;
}

/**
 * The sessions of an instance over all of its agents, newest first. After the list was read it looks into those that
 * the list says too little of. Disposing it ends whatever is being read.
 */
export class SessionList implements Disposable {
  readonly #deps: Pick<SessionsUiDeps, "client" | "clock" | "globalStore" | "host">;
  readonly #instance: Instance;
  readonly #titles: SessionTitles;
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #rows: readonly SessionRow[] = [];
  #failed: readonly FailedList[] = [];
  #reading: AbortController | undefined;
  #isReading = false;

  constructor(deps: Pick<SessionsUiDeps, "client" | "clock" | "globalStore" | "host">, instance: Instance) {
    this.#deps = deps;
    this.#instance = instance;
    this.#titles = new SessionTitles(deps.globalStore);
  }

  get rows(): readonly SessionRow[] {
    return this.#rows;
  }

  get failed(): readonly FailedList[] {
    return this.#failed;
  }

  /** Whether the list itself is being read. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /**
   * Reads the list, then what it does not say, until everything is known. A read under way is given up.
   * @throws what the server said when no list could be read; nothing once it was given up.
   */
  async read(): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    const { signal } = reading;
    this.#reading = reading;
    this.#isReading = true;
    this.#changed.fire();
    try {
      const { sessions, failed } = await this.#readLists(signal);
      if (signal.aborted) return;
      this.#rows = sessions.map((session) => this.#row(session));
      this.#failed = failed;
    } catch (error) {
      if (!signal.aborted) throw error;
      return;
    } finally {
      if (this.#reading === reading) this.#isReading = false;
    }
    this.#changed.fire();
    await this.#lookInto(this.#unclear(), signal);
  }

  /** The session has another title at the server. */
  renamed(sessionId: string, title: string): void {
    this.#change(sessionId, (row) => ({ ...row, session: { ...row.session, title } }));
  }

  removed(sessionId: string): void {
    this.#rows = this.#rows.filter(({ session }) => session.id !== sessionId);
    this.#changed.fire();
  }

  dispose(): void {
    this.#reading?.abort();
    this.#changed.dispose();
  }

  /** An agent whose list cannot be read does not hide the sessions of the others. */
  async #readLists(
    signal: AbortSignal,
  ): Promise<{ readonly sessions: readonly SessionSummary[]; readonly failed: readonly FailedList[] }> {
    const { client } = this.#deps;
    const { agents } = this.#instance;
    if (agents.length < 2) {
      return { sessions: await client.listSessions(this.#instance, { signal }), failed: [] };
    }
    const results = await Promise.allSettled(
      agents.map((agent) => client.listSessions(this.#instance, { agent, signal })),
    );
    const failed = results.flatMap((result, index): FailedList[] =>
      result.status === "rejected"
        ? [{ agent: agents[index] ?? "", error: asAgent37Error(result.reason) }]
        : [],
    );
    if (failed[0] && failed.length === results.length) throw failed[0].error;
    const lists = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    return { sessions: newestFirst(lists.flat()), failed };
  }

  #row(session: SessionSummary): SessionRow {
    const { host } = this.#deps;
    const title = isUntitled(session)
      ? (host.titleOf(session.id) ?? this.#titles.find(this.#instance.id, session.id))
      : undefined;
    return {
      session: title === undefined ? session : { ...session, title },
      isRunning: host.isRunning(session.id),
    };
  }

  /** The sessions to look into: those without words, and those in which somebody else may have a turn running. */
  #unclear(): readonly SessionSummary[] {
    const sessions = this.#rows.flatMap(({ session, isRunning }) => (isRunning ? [] : [session]));
    const now = this.#deps.clock.now();
    const isRecent = ({ lastActiveAt }: SessionSummary): boolean =>
      lastActiveAt !== undefined && now - lastActiveAt < recentMs;
    // The unified API never says which turn runs.
    const recent = this.#instance.dialect === "unified" ? [] : sessions.filter(isRecent);
    const untitled = this.#rows.map(({ session }) => session).filter(isUntitled);
    return [...new Set([...recent.slice(0, maxRecent), ...untitled.slice(0, maxUntitled)])];
  }

  async #lookInto(sessions: readonly SessionSummary[], signal: AbortSignal): Promise<void> {
    const waiting = sessions.values();
    const work = async (): Promise<void> => {
      for (const session of waiting) {
        if (signal.aborted) return;
        await this.#look(session, signal);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  async #look(session: SessionSummary, signal: AbortSignal): Promise<void> {
    const { client, host } = this.#deps;
    const agent = agentOf(this.#instance, session);
    // What cannot be read keeps its id for a title: this is a convenience, and opening it says what is wrong.
    const read = await client
      .getSession(this.#instance, session.id, { agent, signal })
      .catch(() => undefined);
    if (!read || signal.aborted) return;
    const title = isUntitled(session) ? titleOf(read.history) : undefined;
    if (title !== undefined) this.#titles.keep(this.#instance.id, session.id, title);
    this.#change(session.id, ({ session: listed }) => ({
      session: {
        ...listed,
        title: listed.title ?? title,
        lastActiveAt: listed.lastActiveAt ?? read.history.at(-1)?.at,
      },
      isRunning: host.isRunning(session.id) || typeof read.activeResponseId === "string",
    }));
  }

  #change(sessionId: string, change: (row: SessionRow) => SessionRow): void {
    this.#rows = this.#rows.map((row) => (row.session.id === sessionId ? change(row) : row));
    this.#changed.fire();
  }
}

/** The harness that a session is asked for with: there is a choice only where the instance has several. */
export function agentOf(instance: Pick<Instance, "agents">, { agent }: SessionSummary): string | undefined {
  return instance.agents.length > 1 ? agent : undefined;
}

function isUntitled({ title, preview }: SessionSummary): boolean {
  return !title?.trim() && !preview?.trim();
}

/** Sessions of several lists as one; what has no time comes last, in its list's order. Each once. */
function newestFirst(sessions: readonly SessionSummary[]): readonly SessionSummary[] {
  const ids = new Set<string>();
  const once = sessions.filter(({ id }) => !ids.has(id) && ids.add(id));
  return once.toSorted((a, b) => (b.lastActiveAt ?? 0) - (a.lastActiveAt ?? 0));
}
