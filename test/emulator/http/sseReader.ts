import { randomFor } from "../agent/random.ts";
import type { TurnReader } from "../turns/turn.ts";
import type { Exchange } from "./exchange.ts";

const headers = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  Connection: "keep-alive",
  "X-Accel-Buffering": "no",
};

interface Limits {
  dropAfterEvent?: number | undefined;
  dropAfterByte?: number | undefined;
  stall?: { afterEvent: number; ms?: number | undefined } | undefined;
}

/**
 * One client reading a turn as Server-Sent Events. Socket writes are cut at odd bytes now and then, so that a
 * parser meets frames in pieces, and characters too.
 */
export class SseReader implements TurnReader {
  readonly #x: Exchange;
  readonly #limits: Limits;
  readonly #random: () => number;
  #events = 0;
  #bytes = 0;
  #closed = false;
  #stalled = false;
  #held: Buffer[] = [];
  #ending = false;
  #carry: Buffer = Buffer.alloc(0);

  constructor(x: Exchange, limits: Limits) {
    this.#x = x;
    this.#limits = limits;
    this.#random = randomFor(`${x.path}#${String(x.entry.id)}`);
    if (x.silent) this.#closed = true;
    x.streaming = !x.silent;
    x.res.on("close", () => (this.#closed = true));
    x.head(200, headers);
    this.#checkLimits();
  }

  get closed(): boolean {
    return this.#closed;
  }

  event(frame: string): void {
    this.#write(Buffer.from(frame));
    this.#events += 1;
    this.#checkLimits();
  }

  comment(text: string): void {
    this.#write(Buffer.from(text));
  }

  end(): void {
    this.#ending = true;
    if (this.#closed || this.#stalled) return;
    this.#flush();
    this.#closed = true;
    this.#x.res.end();
  }

  abort(): void {
    if (this.#closed) return;
    this.#flush();
    this.#closed = true;
    this.#x.destroySoon();
  }

  #checkLimits(): void {
    const { dropAfterEvent, dropAfterByte, stall } = this.#limits;
    if (dropAfterEvent !== undefined && this.#events >= dropAfterEvent) this.abort();
    if (dropAfterByte !== undefined && this.#bytes >= dropAfterByte) this.abort();
    if (stall && !this.#stalled && this.#events >= stall.afterEvent) {
      this.#limits.stall = undefined;
      this.#flush();
      this.#stalled = true;
      if (stall.ms !== undefined) void this.#x.world.clock.sleep(stall.ms).then(() => this.#resume());
    }
  }

  #resume(): void {
    this.#stalled = false;
    const held = this.#held;
    this.#held = [];
    for (const bytes of held) this.#write(bytes);
    if (this.#ending) this.end();
  }

  #write(bytes: Buffer): void {
    if (this.#closed) return;
    if (this.#stalled) {
      this.#held.push(bytes);
      return;
    }
    const limit = this.#limits.dropAfterByte;
    const allowed = limit === undefined ? bytes : bytes.subarray(0, Math.max(0, limit - this.#bytes));
    this.#bytes += allowed.length;
    const all = this.#carry.length > 0 ? Buffer.concat([this.#carry, allowed]) : allowed;
    const cut = this.#x.world.settings.raggedWrites ? oddCut(all, this.#random) : all.length;
    this.#x.res.write(all.subarray(0, cut));
    this.#carry = all.subarray(cut);
    if (this.#carry.length > 0) setImmediate(() => this.#flush());
    if (allowed.length < bytes.length) this.abort();
  }

  #flush(): void {
    if (this.#carry.length === 0 || this.#closed || this.#stalled) return;
    this.#x.res.write(this.#carry);
    this.#carry = Buffer.alloc(0);
  }
}

/** Where to cut a write: mostly at its end, else anywhere, inside a multi-byte character if there is one. */
function oddCut(bytes: Buffer, random: () => number): number {
  if (bytes.length < 4 || random() < 0.7) return bytes.length;
  const inside = bytes.findIndex((byte, index) => index > 0 && (byte & 0xc0) === 0x80);
  return inside > 0 && random() < 0.7 ? inside : 1 + Math.floor(random() * (bytes.length - 1));
}
