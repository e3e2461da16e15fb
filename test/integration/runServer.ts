import { chromium } from "@playwright/test";
import { CHROMIUM_ARGS, ensureChromium } from "../vscode/chromium.ts";
import { installedCopy } from "../vscode/extensions.ts";
import type { VSCodeInstall } from "../vscode/install.ts";
import { startVSCode } from "../vscode/server.ts";
import { preparePlace } from "./place.ts";
import { follow, type Outcome } from "./report.ts";
import type { Scene } from "./scenes.ts";

/** Runs the bundled suites in the extension host of a VS Code server, with a browser as its window. */
export async function runInServer(
  install: VSCodeInstall,
  vsix: string,
  suites: string,
  scene: Scene,
  grep: string | undefined,
): Promise<Outcome> {
  await using place = await preparePlace(scene, grep);
  const server = await startVSCode({
    install,
    developmentPaths: [await installedCopy(install, vsix)],
    userSettings: place.userSettings,
    env: { AGENT37_API_KEY: undefined, AGENT37_API_URL: undefined, ...place.env },
    extraArgs: ["--enable-smoke-test-driver"],
  });
  try {
    const browser = await chromium.launch({
      executablePath: await ensureChromium(),
      args: [...CHROMIUM_ARGS],
    });
    try {
      const page = await browser.newPage();
      const tests = `vscode-remote://127.0.0.1:${server.port}${suites}`;
      await page.goto(
        server.windowUrl(place.folder, [
          ["extensionTestsPath", tests],
          ["skipWelcome", "true"],
          ["logLevel", "agent37.agent37-chat=trace"],
        ]),
      );
      return await follow(place.eventsFile, () => browser.isConnected());
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
