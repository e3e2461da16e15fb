/**
 * Asks the host which paths are files: those of a frame together, and each once. What is none is asked for again where
 * it is named again, since an agent names a file before it makes it and after.
 */

/** The host takes no more in one message. */
const maxAtOnce = 500;

type Found = (exists: ReadonlySet<string>) => void;

export class PathFinder {
  readonly #ask: (paths: readonly string[]) => void;
  readonly #schedule: (work: () => void) => void;
  /** Undefined while the host has not answered. */
  readonly #known = new Map<string, boolean | undefined>();
  #toAsk: string[] = [];
  #waiting: { readonly paths: readonly string[]; readonly found: Found }[] = [];

  /** @param schedule runs something before the next paint. */
  constructor(ask: (paths: readonly string[]) => void, schedule: (work: () => void) => void) {
    this.#ask = ask;
    this.#schedule = schedule;
  }

  /** Calls back with those of the paths that are files, as soon as all of them are known; at once if they are already. */
  find(paths: readonly string[], found: Found): void {
    for (const path of paths) this.#request(path);
    if (this.#isKnown(paths)) found(this.#existing(paths));
    else this.#waiting.push({ paths, found });
  }

  /** Takes the host's answer. */
  answer({ asked, found }: { readonly asked: readonly string[]; readonly found: readonly string[] }): void {
    const existing = new Set(found);
    for (const path of asked) this.#known.set(path, existing.has(path));
    const ready = this.#waiting.filter(({ paths }) => this.#isKnown(paths));
    this.#waiting = this.#waiting.filter((request) => !ready.includes(request));
    for (const request of ready) request.found(this.#existing(request.paths));
    const awaited = new Set(this.#waiting.flatMap(({ paths }) => paths));
    for (const path of asked) if (!existing.has(path) && !awaited.has(path)) this.#known.delete(path);
  }

  /** Forgets what is known, as when the chat is about another instance. What was asked is still answered. */
  forget(): void {
    const awaited = new Set(this.#waiting.flatMap(({ paths }) => paths));
    for (const [path, isFile] of this.#known)
      if (isFile !== undefined && !awaited.has(path)) this.#known.delete(path);
  }

  #request(path: string): void {
    if (this.#known.has(path)) return;
    this.#known.set(path, undefined);
    if (this.#toAsk.length === 0) this.#schedule(() => this.#send());
    this.#toAsk.push(path);
  }

  #send(): void {
    const paths = this.#toAsk;
    this.#toAsk = [];
    for (let at = 0; at < paths.length; at += maxAtOnce) this.#ask(paths.slice(at, at + maxAtOnce));
  }

  #isKnown(paths: readonly string[]): boolean {
    return paths.every((path) => this.#known.get(path) !== undefined);
  }

  #existing(paths: readonly string[]): ReadonlySet<string> {
    return new Set(paths.filter((path) => this.#known.get(path) === true));
  }
}
