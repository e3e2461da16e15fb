import type { FileStore } from "../../common/fileStore.ts";
import type { Logger } from "../../common/logger.ts";
import { sha256 } from "../../common/sha256.ts";
import type { Traces } from "./ports.ts";
import { answerOf, isAccepted, type Turn } from "./state.ts";
import { readTrace, writeTrace, writeTurn } from "./traceRecord.ts";

/** In bytes as stored. */
export interface TraceLimits {
  /** Of all sessions together; the sessions that were written longest ago go first. */
  readonly total: number;
  /** Of one session; its oldest turns go first. */
  readonly session: number;
}

const mb = 1_000_000;
const defaultLimits: TraceLimits = { total: 50 * mb, session: 5 * mb };

/**
 * Keeps finished turns, one file for each session. Reads and writes of a window follow each other; since a write adds
 * to what the file holds at that moment, two windows do not lose each other's turns.
 */
export class TraceStore implements Traces {
  readonly #files: FileStore;
  readonly #logger: Logger;
  readonly #limits: TraceLimits;
  #last: Promise<unknown> = Promise.resolve();
  /** Bytes written since the directory was measured; the first write measures it. */
  #unmeasured = Number.POSITIVE_INFINITY;

  constructor(files: FileStore, logger: Logger, limits: TraceLimits = defaultLimits) {
    this.#files = files;
    this.#logger = logger;
    this.#limits = limits;
  }

  async load(sessionId: string): Promise<readonly Turn[]> {
    try {
      return await this.#inTurn(async () => this.#read(await nameOf(sessionId), sessionId));
    } catch (error) {
      this.#logger.warn("The trace of a session could not be read.", error);
      return [];
    }
  }

  /** Only of turns that the server has taken: its history never tells of the others. */
  async keep(sessionId: string, turn: Turn): Promise<void> {
    if (!isAccepted(turn)) return;
    try {
      await this.#inTurn(() => this.#add(sessionId, turn));
    } catch (error) {
      this.#logger.warn("The trace of a turn could not be kept.", error);
    }
  }

  async forget(sessionId: string): Promise<void> {
    try {
      await this.#inTurn(async () => this.#files.delete(await nameOf(sessionId)));
    } catch (error) {
      this.#logger.warn("The trace of a session could not be deleted.", error);
    }
  }

  /** @throws what the file system says when something could not be deleted. */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      const files = await this.#files.list();
      await Promise.all(files.map(({ name }) => this.#files.delete(name)));
      this.#logger.info(`The traces of ${files.length} sessions were deleted.`);
    });
  }

  async #add(sessionId: string, turn: Turn): Promise<void> {
    const name = await nameOf(sessionId);
    const bytes = writeTrace(sessionId, this.#fitting(merged(await this.#read(name, sessionId), turn)));
    await this.#files.write(name, bytes);
    this.#unmeasured += bytes.length;
    // Other windows write too; measuring at every turn would cost more than the little that is over the limit.
    if (this.#unmeasured < this.#limits.total / 50) return;
    await this.#dropOldest(name);
    this.#unmeasured = 0;
  }

  /** A file that is none of ours, or half-written, is dropped. */
  async #read(name: string, sessionId: string): Promise<readonly Turn[]> {
    const bytes = await this.#files.read(name);
    if (!bytes) return [];
    try {
      const { turns, broken } = readTrace(sessionId, bytes);
      if (broken > 0) this.#logger.warn(`${broken} turns of the trace ${name} are broken and were dropped.`);
      return turns;
    } catch (error) {
      this.#logger.warn(`The trace ${name} is broken and was dropped.`, error);
      await this.#files.delete(name);
      return [];
    }
  }

  /** The stored form of the newest turns that fit together; one that alone is too large is left out. */
  #fitting(turns: readonly Turn[]): readonly string[] {
    const fitting: string[] = [];
    let room = this.#limits.session;
    for (const turn of turns.toReversed()) {
      const text = writeTurn(turn);
      if (text === undefined) continue;
      const size = new TextEncoder().encode(text).length;
      if (size > this.#limits.session) {
        this.#logger.info(`A turn of ${size} bytes is too large to be kept.`);
        continue;
      }
      room -= size;
      if (room < 0) break;
      fitting.unshift(text);
    }
    return fitting;
  }

  async #dropOldest(written: string): Promise<void> {
    const files = await this.#files.list();
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of files.toSorted((a, b) => a.modifiedAt - b.modifiedAt)) {
      if (total <= this.#limits.total) return;
      if (name === written) continue;
      await this.#files.delete(name);
      total -= size;
      this.#logger.info(`The trace ${name} of ${size} bytes was dropped to make room.`);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

async function nameOf(sessionId: string): Promise<string> {
  return `${await sha256(sessionId)}.json`;
}

/** What is kept with one more turn, which may be kept already: by this window or by another that followed it too. */
function merged(kept: readonly Turn[], turn: Turn): readonly Turn[] {
  const index = kept.findIndex((other) => keyOf(other) === keyOf(turn));
  const before = kept[index];
  return before ? kept.with(index, better(before, turn)) : [...kept, turn];
}

function keyOf({ responseId, id }: Turn): string {
  return responseId ?? id;
}

/**
 * What is known of a turn that was told twice. The later word counts; but who attached after a minute was told the text
 * alone, and only who stopped a turn knows that it did not end by itself.
 */
function better(before: Turn, after: Turn): Turn {
  const knewMore = answerOf(before) === answerOf(after) && before.items.length > after.items.length;
  const wasStopped = before.phase.kind === "cancelled" && after.phase.kind === "completed";
  return {
    ...after,
    input: after.input ?? before.input,
    attachments: after.attachments ?? before.attachments,
    model: after.model ?? before.model,
    usage: after.usage ?? before.usage,
    context: after.context ?? before.context,
    startedAt: after.startedAt ?? before.startedAt,
    ...(knewMore && { items: before.items, endedAt: before.endedAt }),
    ...(wasStopped && { phase: before.phase }),
  };
}
