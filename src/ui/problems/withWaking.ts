import * as vscode from "vscode";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Instance } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import { withProgress } from "../../platform/progress.ts";

/** What keeps an instance from answering for a while, and how long that is waited for. */
interface Delay {
  /** What is going on, for the user. */
  readonly words: (name: string) => string;
  readonly patienceMs: number;
  /** How often it is tried again; default: until the patience ends. */
  readonly times?: number;
}

const minutes = 60_000;
const firstPauseMs = 1_000;
const longestPauseMs = 8_000;

const waking = (name: string): string => vscode.l10n.t("Waking {0}…", name);
const comingUp = (name: string): string => vscode.l10n.t("Waiting for {0} to come up…", name);

/** By error code. Nothing has been done when an instance answers one of these. */
const delays: Readonly<Record<string, Delay>> = {
  wake_timeout: { words: waking, patienceMs: 10 * minutes },
  wake_failed: { words: waking, patienceMs: 10 * minutes, times: 3 },
  host_mesh_not_ready: { words: comingUp, patienceMs: 3 * minutes },
  container_unreachable: { words: comingUp, patienceMs: 3 * minutes },
  try_again: {
    words: (name) => vscode.l10n.t("Waiting until another change of {0} has ended…", name),
    patienceMs: minutes,
    times: 6,
  },
};

export interface SettlingOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What the user calls the instance. */
  readonly name: string;
  /** Told what is being waited for. */
  readonly say: (words: string) => void;
}

/**
 * Does something on an instance, and again while the instance wakes, comes up or ends another change. Only for what may
 * be done twice. The client itself repeats reads a few times before this sees a failure.
 * @throws what `work` throws once waiting does not help; AbortError
 */
export async function whileSettling<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { clock, signal, name, say }: SettlingOptions,
): Promise<T> {
  const start = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(signal);
    } catch (error) {
      const delay = error instanceof Agent37Error ? delayOf(error) : undefined;
      const isOver = clock.now() - start > (delay?.patienceMs ?? 0) || attempt > (delay?.times ?? Infinity);
      if (!delay || isOver) throw error;
      say(delay.words(name));
    }
    await clock.sleep(Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs), signal);
  }
}

/**
 * `whileSettling` with a notification that says what is waited for, also while the instance holds the request because
 * it sleeps. Cancelling ends the wait.
 */
export function withWaking<T>(
  title: string,
  { id, name, status }: Pick<Instance, "id" | "name" | "status">,
  clock: Clock,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const label = name?.trim() || id;
  return withProgress(title, (signal, say) => {
    if (status === "sleeping" || status === "waking") say(waking(label));
    return whileSettling(work, { clock, signal, name: label, say });
  });
}

function delayOf({ code }: Agent37Error): Delay | undefined {
  return Object.hasOwn(delays, code) ? delays[code] : undefined;
}
