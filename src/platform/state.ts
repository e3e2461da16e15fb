import type * as vscode from "vscode";
import type { KeyValueStore } from "../common/keyValueStore.ts";
import type { Logger } from "../common/logger.ts";

/** Records in VS Code's state of the workspace or of all windows. Never for secrets. */
export function createStore(memento: vscode.Memento, logger: Logger): KeyValueStore {
  return {
    get(key, parse) {
      const stored: unknown = memento.get(key);
      if (stored === undefined) return undefined;
      try {
        return parse(stored);
      } catch (error) {
        logger.warn(`The stored record "${key}" is broken and was dropped.`, error);
        memento.update(key, undefined).then(undefined, (failure: unknown) => {
          logger.warn(`The stored record "${key}" could not be dropped.`, failure);
        });
        return undefined;
      }
    },
    async set(key, value) {
      try {
        await memento.update(key, value);
      } catch (error) {
        logger.warn(`The record "${key}" could not be stored.`, error);
      }
    },
    keys: () => memento.keys(),
  };
}
