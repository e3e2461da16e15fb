/**
 * Pictures of every scene: `npx node test/webviewHarness/screenshots.ts <folder> [scene…]`.
 * Fails when the page breaks its own content security policy or throws.
 */
import path from "node:path";
import { chromium } from "@playwright/test";
import { CHROMIUM_ARGS, ensureChromium } from "../vscode/chromium.ts";
import { openHarness } from "./harness.ts";
import { largeScenes, scenes } from "./scenes.ts";
import type { Theme } from "./themes.ts";

const [folder = "screenshots", ...wanted] = process.argv.slice(2);
const variants: readonly (readonly [string, Theme, number])[] = [
  ["dark", "dark", 380],
  ["light", "light", 380],
  ["contrast", "highContrast", 380],
  ["contrastLight", "highContrastLight", 380],
  ["narrow", "dark", 260],
];

const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_ARGS] });
let failed = false;
for (const [scene, snapshot] of Object.entries({ ...scenes, ...largeScenes })) {
  if (wanted.length > 0 && !wanted.includes(scene)) continue;
  for (const [variant, theme, width] of variants) {
    const { page, send, complaints } = await openHarness(browser, { theme, width });
    await send({ type: "snapshot", payload: snapshot });
    await page.screenshot({ path: path.join(folder, `${scene}-${variant}.png`) });
    for (const complaint of new Set(complaints)) console.error(`${scene} ${variant}: ${complaint}`);
    failed ||= complaints.length > 0;
    await page.context().close();
  }
}
await browser.close();
process.exitCode = failed ? 1 : 0;
