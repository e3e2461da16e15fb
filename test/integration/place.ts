import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmulator, type Emulator } from "../emulator/emulator.ts";
import { environment } from "./events.ts";

/** What a run of the suites needs around it. */
export interface Place extends AsyncDisposable {
  readonly folder: string;
  readonly eventsFile: string;
  readonly emulator: Emulator;
  /** For the extension host: the runner's channel, and the emulator as the API that the environment names. */
  readonly env: Record<string, string>;
}

/** Makes an empty workspace folder, an emulator and a file for the events. */
export async function preparePlace(grep: string | undefined): Promise<Place> {
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
      ...(grep !== undefined && { [environment.grep]: grep }),
      AGENT37_API_KEY: emulator.key,
      AGENT37_API_URL: emulator.twoPlaneUrl,
    },
    [Symbol.asyncDispose]: async () => {
      await emulator.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
