import { runTests } from "@vscode/test-electron";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT, type VSCodeVersion } from "../vscode/install.ts";
import { quietSettings } from "../vscode/settings.ts";
import { preparePlace } from "./place.ts";
import { follow, type Outcome } from "./report.ts";
import type { Scene } from "./scenes.ts";

/** Runs the bundled suites in the desktop program, which is downloaded when it is not there yet. */
export async function runInElectron(
  version: VSCodeVersion,
  suites: string,
  scene: Scene,
  grep: string | undefined,
): Promise<Outcome> {
  await using place = await preparePlace(scene, grep);
  const userData = path.join(place.folder, "../user-data");
  await mkdir(path.join(userData, "User"), { recursive: true });
  const settings = { ...quietSettings, ...place.userSettings };
  await writeFile(path.join(userData, "User/settings.json"), JSON.stringify(settings));
  let running = true;
  // Its exit code says less than the events: a failed test, or a program that could not start.
  const ended = runTests({
    version,
    extensionDevelopmentPath: PROJECT_ROOT,
    extensionTestsPath: suites,
    extensionTestsEnv: place.env,
    launchArgs: [
      place.folder,
      `--user-data-dir=${userData}`,
      "--disable-extensions",
      "--disable-workspace-trust",
      "--log=agent37.agent37-chat:trace",
    ],
  })
    .catch((error: unknown) => console.log(String(error)))
    .finally(() => (running = false));
  const outcome = await follow(place.eventsFile, () => running);
  await ended;
  return outcome;
}
