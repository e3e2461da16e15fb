import * as v from "valibot";
import type { KeyValueStore } from "../../common/keyValueStore.ts";

/** How many commands of an instance are kept, and how long one may be in UTF-16 units. */
const kept = { commands: 100, chars: 2_000 };

const record = v.array(v.string());

/** The last commands of an instance, oldest first, in the records of this window. */
export class CommandHistory {
  readonly #store: KeyValueStore;
  readonly #key: string;

  constructor(store: KeyValueStore, instanceId: string) {
    this.#store = store;
    this.#key = `commands:${instanceId}`;
  }

  list(): readonly string[] {
    return this.#store.get(this.#key, v.parser(record)) ?? [];
  }

  /** Keeps a command as the newest one, unless it begins with a blank or seems to hold a secret. */
  async add(command: string): Promise<void> {
    if (command.trim() === "" || command.startsWith(" ") || command.length > kept.chars) return;
    if (seemsSecret(command)) return;
    const others = this.list().filter((other) => other !== command);
    await this.#store.set(this.#key, [...others, command].slice(-kept.commands));
  }
}

/** Whether a command sets or hands over a password, a token or a key. One too many is only missing from the history. */
function seemsSecret(command: string): boolean {
  return (
    /\b\w*(?:passw(?:or)?d|passphrase|secret|token|api_?key|credentials?)\w*["']?\s*[=:]/i.test(command) ||
    /--?(?:password|passphrase|secret|token|api-?key)\b/i.test(command) ||
    /\b(?:sk_(?:live|test)_|gh[opsu]_|github_pat_|xox[abp]-|AKIA)\w/.test(command) ||
    /\b(?:authorization|bearer)\b/i.test(command) ||
    /:\/\/[^/\s:@]+:[^/\s@]+@/.test(command)
  );
}
