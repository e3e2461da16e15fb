import type { Page } from "@playwright/test";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../../vscode/install.ts";
import type { SettingsFile } from "../../vscode/settings.ts";
import { holdAgent } from "../checks.ts";
import { expect, test as base } from "../fixtures/test.ts";
import type { Workbench } from "../pages/workbench.ts";

/** Where the side bar ends, in CSS pixels: wide enough for code in an answer. */
const sideBarEnd = 600;

const test = base.extend<{ openShop: () => Promise<Workbench> }>({
  /** A window with a file beside a chat that has room. */
  openShop: async ({ openWindow }, use) => {
    const temporary = await mkdtemp(path.join(tmpdir(), "agent37-screenshots-"));
    const folder = path.join(temporary, "shop");
    await cp(path.join(PROJECT_ROOT, "test/vscode/sample"), folder, { recursive: true });
    await use(async () => {
      const workbench = await openWindow(folder);
      await expect(workbench.statusBarItem("Agent37: Demo agent, running")).toBeVisible();
      await workbench.openFile("src/orders.ts");
      await workbench.openChat();
      await widenSideBar(workbench.page);
      return workbench;
    });
    await rm(temporary, { recursive: true, force: true });
  },
});

async function widenSideBar(page: Page): Promise<void> {
  const sideBar = await page.locator(".part.sidebar").boundingBox();
  if (!sideBar) throw new Error("There is no side bar");
  const middle = sideBar.y + sideBar.height / 2;
  await page.mouse.move(sideBar.x + sideBar.width, middle);
  await page.mouse.down();
  await page.mouse.move(sideBarEnd, middle, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(900, 500);
}

async function picture(workbench: Workbench, name: string): Promise<void> {
  await workbench.page.screenshot({
    path: path.join(PROJECT_ROOT, "media/screenshots", `${name}.png`),
    animations: "disabled",
    caret: "hide",
  });
}

const look = (theme: string): SettingsFile => ({
  "workbench.colorTheme": theme,
  "editor.minimap.enabled": false,
});

test.use({ viewport: { width: 1200, height: 720 } });

test.describe("in a dark theme", () => {
  test.use({ userSettings: look("Default Dark Modern") });

  test("an answer arrives", async ({ openShop, emulator }) => {
    const workbench = await openShop();
    await emulator.control.settings.set({ chunkDelayMs: 60 });
    const { chat } = workbench;
    await chat.send("Review src/orders.ts");
    await expect(chat.conversation).toContainText("does what it says");
    await chat.thinking.first().click();
    await expect(chat.conversation).toContainText("let sum = 0;");
    await holdAgent(emulator);
    await picture(workbench, "answer-dark");
    await chat.stopButton.click();
  });

  test("messages wait while the agent works", async ({ openShop, emulator }) => {
    const workbench = await openShop();
    const { chat } = workbench;
    await emulator.control.settings.set({ chunkDelayMs: 60 });
    await chat.send("Review src/orders.ts");
    await expect(chat.conversation).toContainText("A negative quantity");
    await holdAgent(emulator);
    for (const text of ["Write the tests for both.", "Then run them, and say what is still missing."]) {
      await chat.composer.fill(text);
      await chat.composer.press("Enter");
      await expect(chat.queue).toContainText(text);
    }
    await workbench.execute("companion.withUri", "agent37.addFile", path.join(workbench.folder, "README.md"));
    await workbench.openFile("src/orders.ts", [7, 0, 12, 1]);
    await workbench.execute("agent37.addSelection");
    await expect(chat.chips).toHaveCount(2);
    await chat.composer.fill("Say in the README how orders are totaled.");
    await picture(workbench, "queue-dark");
    await chat.stopButton.click();
  });
});

test.describe("in a light theme", () => {
  test.use({ userSettings: look("Default Light Modern") });

  test("sessions are found again", async ({ openShop, emulator }) => {
    const workbench = await openShop();
    const { chat, quickInput } = workbench;
    for (const text of ["Why is the build slow?", "Update the dependencies"]) {
      await chat.ask(text);
      await workbench.execute("agent37.newChat");
      await expect(chat.userMessages).toHaveCount(0);
    }
    await chat.ask("Review src/orders.ts");
    await workbench.execute("agent37.newChat");
    await holdAgent(emulator);
    await chat.send("Write the release notes");
    await workbench.openSession(/Review/);
    await expect(chat.userMessages).toHaveText(/Review/);
    await workbench.runCommand("Agent37: Open Session…");
    await expect(quickInput.items.filter({ hasText: "a turn is running" })).toHaveCount(1);
    await picture(workbench, "sessions-light");
    await quickInput.cancel();
  });

  test("a failure says what to do", async ({ openShop, emulator }) => {
    const workbench = await openShop();
    const { chat } = workbench;
    await chat.ask("Review src/orders.ts");
    await emulator.control.faults.add({
      method: "POST",
      path: "/v1/responses",
      action: {
        kind: "error",
        code: "instance_cap_reached",
        status: 402,
        message: "The instance has spent $5.00 of its $5.00 cap.",
        hint: "Raise the cap to go on.",
      },
    });
    await chat.send("Yes, write the tests.");
    await expect(chat.alerts).toHaveCount(1);
    await expect(workbench.notification("(instance_cap_reached)")).toBeVisible();
    await picture(workbench, "failure-light");
  });
});
