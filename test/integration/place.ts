import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmulator, type Emulator } from "../emulator/emulator.ts";
import { META } from "../package.ts";
import type { SettingsFile } from "../vscode/settings.ts";
import { environment } from "./events.ts";
import type { Scene } from "./scenes.ts";

/** What a run of the suites needs around it. */
export interface Place extends AsyncDisposable {
  readonly folder: string;
  readonly eventsFile: string;
  readonly emulator: Emulator;
  /** For the extension host: the runner's channel, and what the scene says. */
  readonly env: Record<string, string>;
  readonly userSettings: SettingsFile;
}

/** Makes an empty workspace folder, an emulator and a file for the events. */
export async function preparePlace(scene: Scene, grep: string | undefined): Promise<Place> {
  const temporary = await mkdtemp(path.join(tmpdir(), "agent37-suites-"));
  const folder = await mkdtemp(path.join(temporary, "workspace-"));
  const eventsFile = path.join(temporary, "events.jsonl");
  const emulator = await startEmulator();
  return {
    folder,
    eventsFile,
    emulator,
    env: {
      [environment.events]: eventsFile,
      [environment.emulator]: emulator.url,
      [environment.meta]: META,
      ...(grep !== undefined && { [environment.grep]: grep }),
      ...scene.env(emulator),
    },
    userSettings: scene.userSettings(emulator),
    [Symbol.asyncDispose]: async () => {
      await emulator.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
