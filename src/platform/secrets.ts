import type * as vscode from "vscode";
import type { SecretStore } from "../core/account/secretStore.ts";

/** VS Code's secret storage: encrypted by the operating system, shared by all windows. */
export function createSecretStore(storage: vscode.SecretStorage): SecretStore {
  return {
    get: async (name) => storage.get(name),
    set: async (name, value) => storage.store(name, value),
    delete: async (name) => storage.delete(name),
    onDidChange: (listener) => storage.onDidChange(({ key }) => listener(key)),
  };
}
