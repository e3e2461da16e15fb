import type { HistoryTruth } from "../control/controlTypes.ts";
import type { Instance } from "./instance.ts";
import { hex } from "./ids.ts";

/** One conversation. Times are clock ms. */
export interface Session {
  id: string;
  instanceId: string;
  agent: string;
  title: string | null;
  model: string | null;
  provider: string | null;
  createdAt: number;
  lastActiveAt: number;
  history: HistoryTruth[];
  activeTurnId: string | null;
  contextTokens: number | null;
}

/** All sessions of the emulator, by instance. A session id is unique per instance and harness. */
export class SessionStore {
  #sessions: Session[] = [];

  create(instance: Instance, agent: string, now: number, id?: string): Session {
    const session: Session = {
      id: id ?? (instance.dialect === "unified" ? `sess_${hex(8)}` : hex(16)),
      instanceId: instance.id,
      agent,
      title: null,
      model: null,
      provider: null,
      createdAt: now,
      lastActiveAt: now,
      history: [],
      activeTurnId: null,
      contextTokens: null,
    };
    this.#sessions.push(session);
    return session;
  }

  find(match: { id: string; instanceId?: string; agent?: string }): Session | undefined {
    return this.list(match.instanceId, match.agent).find((session) => session.id === match.id);
  }

  /** Newest first. */
  list(instanceId?: string, agent?: string): Session[] {
    return this.#sessions
      .filter(
        (session) =>
          (instanceId === undefined || session.instanceId === instanceId) &&
          (agent === undefined || session.agent === agent),
      )
      .sort((a, b) => b.lastActiveAt - a.lastActiveAt);
  }

  remove(session: Session): void {
    this.#sessions = this.#sessions.filter((other) => other !== session);
  }

  removeOf(instanceId: string): void {
    this.#sessions = this.#sessions.filter((session) => session.instanceId !== instanceId);
  }

  clear(): void {
    this.#sessions = [];
  }
}

/** A title no other session of the instance has, made from the first words of the conversation. */
export function titleFor(input: string, taken: readonly (string | null)[]): string {
  const base = input.replace(/\s+/g, " ").trim().slice(0, 60) || "Untitled";
  let title = base;
  for (let copy = 2; taken.includes(title); copy += 1) title = `${base} (${String(copy)})`;
  return title;
}
