import { Emitter } from "../../../src/common/emitter.ts";
import type { KeyValueStore } from "../../../src/common/keyValueStore.ts";
import type { SecretStore } from "../../../src/core/account/secretStore.ts";

/** Records in memory. Two windows that share one see each other's records at once. */
export class MemoryStore implements KeyValueStore {
  readonly records = new Map<string, unknown>();

  get<T>(key: string, parse: (stored: unknown) => T): T | undefined {
    try {
      return this.records.has(key) ? parse(this.records.get(key)) : undefined;
    } catch {
      this.records.delete(key);
      return undefined;
    }
  }

  async set(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.records.delete(key);
    else this.records.set(key, structuredClone(value));
  }

  keys(): readonly string[] {
    return [...this.records.keys()];
  }
}

/** Secrets in memory, shared by the windows of a test. */
export class MemorySecrets implements SecretStore {
  readonly secrets = new Map<string, string>();
  readonly #changed = new Emitter<string>();
  readonly onDidChange = this.#changed.event;

  async get(name: string): Promise<string | undefined> {
    return this.secrets.get(name);
  }

  async set(name: string, value: string): Promise<void> {
    this.secrets.set(name, value);
    this.#changed.fire(name);
  }

  async delete(name: string): Promise<void> {
    this.secrets.delete(name);
    this.#changed.fire(name);
  }
}
