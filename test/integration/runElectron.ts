import { runTests } from "@vscode/test-electron";
import { PROJECT_ROOT, type VSCodeVersion } from "../vscode/install.ts";
import { preparePlace } from "./place.ts";
import { follow, type Outcome } from "./report.ts";

/** Runs the bundled suites in the desktop program, which is downloaded when it is not there yet. */
export async function runInElectron(
  version: VSCodeVersion,
  suites: string,
  grep: string | undefined,
): Promise<Outcome> {
  await using place = await preparePlace(grep);
  let running = true;
  // Its exit code says less than the events: a failed test, or a program that could not start.
  const ended = runTests({
    version,
    extensionDevelopmentPath: PROJECT_ROOT,
    extensionTestsPath: suites,
    extensionTestsEnv: place.env,
    launchArgs: [place.folder, "--disable-extensions", "--disable-workspace-trust"],
  })
    .catch((error: unknown) => console.log(String(error)))
    .finally(() => (running = false));
  const outcome = await follow(place.eventsFile, () => running);
  await ended;
  return outcome;
}
