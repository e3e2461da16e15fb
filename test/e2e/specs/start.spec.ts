/** `npm start` as a newcomer meets it: the address that it prints, a first message, and Ctrl+C. Once is enough. */
import { expect, test } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { connectControl } from "../../emulator/control/controlClient.ts";
import { NEWEST_VSCODE, PROJECT_ROOT } from "../../vscode/install.ts";
import { Workbench } from "../pages/workbench.ts";

const START_TIMEOUT_MS = 120_000;

interface Started {
  readonly process: ChildProcess;
  /** The address to open, and the one of the emulated API. */
  readonly url: string;
  readonly apiUrl: string;
}

const running: ChildProcess[] = [];
test.afterEach(() => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill("SIGTERM");
});

/** Starts it and waits until it has printed where it can be found. */
async function start(...flags: string[]): Promise<Started> {
  const child = spawn(process.execPath, ["test/start.ts", "--no-open", ...flags], {
    cwd: PROJECT_ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const url = /^ *Open +(http:\S+)$/m.exec(printed)?.[1];
      const apiUrl = /^ *API +(http:\S+)/m.exec(printed)?.[1];
      if (url && apiUrl && printed.includes("Ctrl+C")) resolve({ process: child, url, apiUrl });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`npm start ended with code ${code}\n${printed}`)));
  });
}

/** Whether anything listens there. */
async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

for (const flags of [[], ["--unified"]]) {
  test(`npm start ${flags.join(" ")} streams an answer to the first message without an account`, async ({
    page,
  }) => {
    test.setTimeout(START_TIMEOUT_MS + 90_000);
    const started = await start(...flags);
    const workbench = new Workbench(page, {
      url: started.url,
      folder: "",
      companionDir: "",
      screenshotDir: path.join(PROJECT_ROOT, "test-results/screenshots", NEWEST_VSCODE),
    });
    await page.goto(started.url);
    const item = workbench.statusBarItem("Agent37: Demo agent, running");
    await expect(item).toBeVisible({ timeout: 60_000 });

    await workbench.runCommand("Agent37: Focus Chat");
    const { chat } = workbench;
    // Slow enough to be seen while it streams, however busy the machine is.
    const { settings } = connectControl(new URL(started.apiUrl).origin);
    await settings.set({ chunkDelayMs: 60 });
    await expect(chat.composer).toBeFocused();
    await page.keyboard.type("Hello");
    await page.keyboard.press("Enter");
    // The first words are there while the turn still runs.
    await expect(chat.agentMessages.last()).toContainText("Hello! I am a scripted agent");
    await expect(chat.stopButton).toBeVisible();
    await settings.set({ chunkDelayMs: 2 });
    await chat.waitUntilIdle();
    expect(await chat.lastAnswerText()).toContain("every Markdown construct");
    await expect(chat.alerts).toHaveCount(0);
    await expect(workbench.notifications).toHaveCount(0);

    await item.hover();
    await expect(page.locator(".workbench-hover")).toContainText(
      "The API key comes from the environment variable AGENT37_API_KEY.",
    );
    await workbench.screenshot(`start${flags.join("")}`);

    const ended = new Promise<number | null>((resolve) => started.process.once("exit", resolve));
    started.process.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(await answers(started.url)).toBe(false);
    expect(await answers(started.apiUrl)).toBe(false);
  });
}
