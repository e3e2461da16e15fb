import type { HostMessages } from "../../../protocol/messages.ts";
import type { Trigger } from "./trigger.ts";

/** What is typed is asked for this long after the last key, in milliseconds. */
const askDelayMs = 60;

/** An entry of the popup. */
export interface PickerItem {
  readonly id: string;
  readonly label: string;
  readonly description?: string | undefined;
  /** Codicon name. */
  readonly icon: string;
}

export interface PickerOptions {
  /** Asks the host what can be mentioned; {@link Picker.take} gets the answer. */
  readonly ask: (request: number, query: string) => void;
  readonly commands: (query: string) => readonly PickerItem[];
  /** An entry was chosen in place of what opened the popup. */
  readonly choose: (item: PickerItem, trigger: Trigger) => void;
  readonly onChange: () => void;
}

/** What the popup above the text offers, and which of it is marked. */
export class Picker {
  readonly #options: PickerOptions;
  #trigger: Trigger | undefined;
  #items: readonly PickerItem[] = [];
  #active = 0;
  /** The user has marked an entry: it is chosen even if a later answer is on its way. */
  #isMarked = false;
  #isLoading = false;
  /** Enter was pressed before the answer was there: its first entry is chosen. */
  #chooseNext = false;
  /** Where Escape has closed it: it stays closed for this word. */
  #dismissed: Trigger | undefined;
  #request = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PickerOptions) {
    this.#options = options;
  }

  /** What the popup is open for; undefined while it is closed. */
  get trigger(): Trigger | undefined {
    return this.#trigger;
  }

  get items(): readonly PickerItem[] {
    return this.#items;
  }

  /** Index of the marked entry; -1 without entries. */
  get active(): number {
    return this.#items.length === 0 ? -1 : this.#active;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  /** Whether Escape has closed it for the word that stands there. */
  get isDismissed(): boolean {
    return this.#dismissed !== undefined;
  }

  /** Opens, follows or closes with what stands before the caret. */
  follow(trigger: Trigger | undefined): void {
    if (!trigger || !isSameWord(this.#dismissed, trigger)) this.#dismissed = undefined;
    const commands = trigger?.kind === "command" ? this.#options.commands(trigger.query) : undefined;
    if (!trigger || this.#dismissed || commands?.length === 0) {
      this.close();
      return;
    }
    const before = this.#trigger;
    if (before?.query === trigger.query && isSameWord(before, trigger)) return;
    if (!isSameWord(before, trigger)) this.#items = [];
    this.#trigger = trigger;
    this.#chooseNext = false;
    if (commands) this.#show(commands);
    else this.#askSoon(trigger.query);
    this.#options.onChange();
  }

  /** The host's answer; one to an earlier question is ignored. */
  take({ request, items }: HostMessages["mentions"]): void {
    if (request !== this.#request || this.#trigger?.kind !== "mention") return;
    this.#show(items);
    this.#options.onChange();
    if (this.#chooseNext) this.choose();
  }

  /** Marks another entry; behind the last comes the first. */
  move(to: -1 | 1 | "first" | "last"): void {
    const count = this.#items.length;
    if (count === 0) return;
    if (to === "first") this.#active = 0;
    else if (to === "last") this.#active = count - 1;
    else this.#active = (this.#active + to + count) % count;
    this.#isMarked = true;
    this.#options.onChange();
  }

  /** Chooses an entry, the marked one by default. What is typed faster than the host answers waits for the answer. */
  choose(index?: number): void {
    const isKnown = index !== undefined || this.#isMarked || !this.#isLoading;
    if (!isKnown) {
      this.#chooseNext = true;
      return;
    }
    const item = this.#items[index ?? this.#active];
    const trigger = this.#trigger;
    if (!item || !trigger) return;
    this.close();
    this.#options.choose(item, trigger);
  }

  /** Closes it until another word is begun. */
  dismiss(): void {
    this.#dismissed = this.#trigger;
    this.close();
  }

  /** Closes it for a text that is over: nothing of it is remembered. */
  reset(): void {
    this.close();
    this.#dismissed = undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#request++;
    this.#isLoading = false;
    this.#chooseNext = false;
    if (!this.#trigger) return;
    this.#trigger = undefined;
    this.#items = [];
    this.#options.onChange();
  }

  #show(items: readonly PickerItem[]): void {
    this.#items = items;
    this.#active = 0;
    this.#isMarked = false;
    this.#isLoading = false;
  }

  #askSoon(query: string): void {
    this.#isLoading = true;
    this.#isMarked = false;
    const request = ++this.#request;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#options.ask(request, query), askDelayMs);
  }
}

function isSameWord(one: Trigger | undefined, other: Trigger): boolean {
  return one?.kind === other.kind && one.start === other.start;
}
