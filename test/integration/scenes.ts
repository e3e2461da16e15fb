import type { Emulator } from "../emulator/emulator.ts";
import type { SettingsFile } from "../vscode/settings.ts";

/** What a window of VS Code starts with; each scene is a run of its own. */
export interface Scene {
  readonly name: string;
  /** The folder below `suite/` whose suites run in it. */
  readonly suites: "withKey" | "withoutKey";
  /** Environment of the extension host. */
  env(emulator: Emulator): Record<string, string>;
  userSettings(emulator: Emulator): SettingsFile;
}

function withKey(name: string, url: (emulator: Emulator) => string): Scene {
  return {
    name,
    suites: "withKey",
    env: (emulator) => ({ AGENT37_API_KEY: emulator.key, AGENT37_API_URL: url(emulator) }),
    userSettings: () => ({}),
  };
}

export const scenes: readonly Scene[] = [
  withKey("two-plane", (emulator) => emulator.twoPlaneUrl),
  withKey("unified", (emulator) => emulator.unifiedUrl),
  {
    name: "without a key",
    suites: "withoutKey",
    env: () => ({}),
    userSettings: (emulator) => ({ "agent37.apiUrl": emulator.twoPlaneUrl }),
  },
];
