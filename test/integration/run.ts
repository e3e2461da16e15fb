/**
 * Runs the suites inside the extension host of real VS Code releases:
 * `node test/integration/run.ts [version…] [--grep <regular expression>]`.
 * `INTEGRATION_REPORT` names a file for mocha's JSON report; `VSCODE_TEST_ELECTRON=1` takes the desktop program.
 */
import { parseArgs } from "node:util";
import { ensurePackage } from "../package.ts";
import { ensureVSCode, VSCODE_VERSIONS } from "../vscode/install.ts";
import { bundleSuites } from "./bundle.ts";
import { writeReport, type Outcome } from "./report.ts";
import { runInElectron } from "./runElectron.ts";
import { runInServer } from "./runServer.ts";
import { scenes } from "./scenes.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: "string" } },
});
const unknown = positionals.filter((word) => !VSCODE_VERSIONS.some((version) => version === word));
if (unknown.length > 0)
  throw new Error(`Unknown version ${unknown.join(", ")}; there are ${VSCODE_VERSIONS.join(", ")}`);
const versions = VSCODE_VERSIONS.filter(
  (version) => positionals.length === 0 || positionals.includes(version),
);
const desktop = process.env["VSCODE_TEST_ELECTRON"] === "1";

const vsix = await ensurePackage();
const name = versions.join("-");
const bundles = {
  withKey: await bundleSuites(name, "withKey"),
  withoutKey: await bundleSuites(name, "withoutKey"),
};
const outcomes: Outcome[] = [];
for (const version of versions) {
  const install = desktop ? undefined : await ensureVSCode(version);
  for (const scene of scenes) {
    console.log(`VS Code ${version}${desktop ? " (desktop)" : ""}, ${scene.name}`);
    const suites = bundles[scene.suites];
    outcomes.push(
      install
        ? await runInServer(install, vsix, suites, scene, values.grep)
        : await runInElectron(version, suites, scene, values.grep),
    );
  }
}

const total: Outcome = {
  passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
  failures: outcomes.flatMap((outcome) => outcome.failures),
};
const report = process.env["INTEGRATION_REPORT"];
if (report) await writeReport(report, total);
console.log(`${total.passed} passed, ${total.failures.length} failed`);
process.exit(total.failures.length > 0 || total.passed === 0 ? 1 : 0);
