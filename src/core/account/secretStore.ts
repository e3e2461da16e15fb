import type { Event } from "../../common/emitter.ts";

/** Where secrets are kept. Nothing else in the program may keep one. */
export interface SecretStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
  /** The name of a secret that was changed, in this window or another one. */
  readonly onDidChange: Event<string>;
}
