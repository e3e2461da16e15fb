import type { Page } from "@playwright/test";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../../vscode/install.ts";
import type { SettingsFile } from "../../vscode/settings.ts";
import { holdAgent } from "../checks.ts";
import { expect, test as base } from "../fixtures/test.ts";
import { TreeView } from "../pages/treeView.ts";
import type { Workbench } from "../pages/workbench.ts";
import { apiServer, fillAccount, fillHome, spendMost } from "./account.ts";

/** Where the side bar ends, in CSS pixels: wide enough for code in an answer. */
const sideBarEnd = 600;

const test = base.extend<{ openShop: (sideBar?: number) => Promise<Workbench> }>({
  /** A window with a file beside a chat that has room. */
  openShop: async ({ openWindow, emulator }, use) => {
    const temporary = await mkdtemp(path.join(tmpdir(), "agent37-screenshots-"));
    const folder = path.join(temporary, "shop");
    await cp(path.join(PROJECT_ROOT, "test/vscode/sample"), folder, { recursive: true });
    await fillAccount(emulator);
    await use(async (sideBar = sideBarEnd) => {
      const workbench = await openWindow(folder);
      await expect(workbench.statusBarItem("Agent37: select instance")).toBeVisible();
      await workbench.execute("agent37.useInstance", { instanceId: apiServer });
      await expect(workbench.statusBarItem("Agent37: api-server, running")).toBeVisible();
      await workbench.openFile("src/orders.ts");
      await workbench.openChat();
      await widenSideBar(workbench.page, sideBar);
      return workbench;
    });
    await rm(temporary, { recursive: true, force: true });
  },
});

async function widenSideBar(page: Page, end: number): Promise<void> {
  const sideBar = await page.locator(".part.sidebar").boundingBox();
  if (!sideBar) throw new Error("There is no side bar");
  const middle = sideBar.y + sideBar.height / 2;
  await page.mouse.move(sideBar.x + sideBar.width, middle);
  await page.mouse.down();
  await page.mouse.move(end, middle, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(900, 500);
}

/** Leaves all the side bar to one of its trees. @param id of the view. @param title of the view */
async function showOnly(workbench: Workbench, id: string, title: string): Promise<TreeView> {
  const tree = await workbench.openTree(id, title);
  await workbench.page
    .locator(".part.sidebar")
    .getByRole("button", { name: /^Chat\b.*Section$/ })
    .click({ position: { x: 40, y: 8 } });
  return tree;
}

/** Gives the panel at the bottom more room. @param top where it begins, in CSS pixels */
async function raisePanel(page: Page, top: number): Promise<void> {
  const panel = await page.locator(".part.panel").boundingBox();
  if (!panel) throw new Error("There is no panel");
  const middle = panel.x + panel.width / 2;
  await page.mouse.move(middle, panel.y - 3);
  await page.mouse.down();
  await page.mouse.move(middle, top, { steps: 4 });
  await page.mouse.up();
}

/** The page of figures in front. */
const reportOf = ({ page }: Workbench) =>
  page
    .frameLocator(
      'iframe.webview[src*="extensionId=agent37.agent37-chat"]:visible:not(:left-of(.part.editor))',
    )
    .frameLocator("iframe#active-frame");

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
  // What a terminal shows is text of the page then.
  "terminal.integrated.gpuAcceleration": "off",
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

  test("instances of several teams", async ({ openShop }) => {
    const workbench = await openShop();
    const tree = await showOnly(workbench, "agent37.instances", "Instances");
    await expect(tree.row(/^nightly-tests, sleeping/)).toBeVisible();
    // What they have spent is read a few at a time.
    await expect(tree.rows.filter({ hasText: /\$[\d.]+ of \$/ })).toHaveCount(8, { timeout: 90_000 });
    // At its end, so that the menu hides no row.
    await tree.row(/^api-server/).click({ button: "right", position: { x: 500, y: 8 } });
    await expect(workbench.page.getByRole("menuitem", { name: "Set Auto-Sleep…" })).toBeVisible();
    await picture(workbench, "instances-dark");
  });

  test("files of an instance, one of them compared", async ({ openShop, emulator }) => {
    await fillHome(emulator);
    const workbench = await openShop(460);
    await showOnly(workbench, "agent37.files", "Instance Files");
    const tree = new TreeView(workbench.page, "Instance Files");
    for (const name of ["reports", "shop", "src"]) await tree.row(name).click();
    await tree.choose("orders.ts", "Compare with Workspace File…");
    await expect(workbench.page.locator(".monaco-diff-editor .modified .view-lines").last()).toContainText(
      "quantity, cents",
    );
    await workbench.page.mouse.move(900, 600);
    // The tooltip of the row that lies where the menu was.
    await expect(workbench.page.locator(".workbench-hover").filter({ visible: true })).toHaveCount(0);
    await picture(workbench, "files-dark");
  });

  test("a terminal below the metrics", async ({ openShop, emulator }) => {
    await fillHome(emulator);
    const workbench = await openShop(300);
    const { page } = workbench;
    await page.setViewportSize({ width: 1200, height: 930 });
    await showOnly(workbench, "agent37.instances", "Instances");
    await workbench.execute("agent37.showInstanceMetrics");
    await expect(reportOf(workbench).getByRole("heading", { name: "Memory" })).toBeVisible();
    await workbench.execute("agent37.openInstanceTerminal");
    const screen = page.locator(".terminal-wrapper.active .xterm-rows");
    await expect(screen).toContainText("~ $");
    await raisePanel(page, 585);
    await page.locator(".terminal-wrapper.active").click();
    const enter = async (line: string, comes: string): Promise<void> => {
      await page.keyboard.type(line);
      await page.keyboard.press("Enter");
      await expect(screen).toContainText(comes);
    };
    await enter("cd shop && ls -m", "~/shop $");
    await enter("npm test | grep -E 'pass|fail'", "pass 3");
    await enter("cat CHANGELOG.md", "[1] ~/shop $");
    await picture(workbench, "terminal-dark");
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

  test("an instance is created", async ({ openShop }) => {
    const workbench = await openShop();
    await showOnly(workbench, "agent37.instances", "Instances");
    const { quickInput } = workbench;
    await workbench.execute("companion.closeAll");
    void workbench.execute("agent37.createInstance");
    await expect(quickInput.title).toContainText("(1/6)");
    await quickInput.pick("agent37-claude-code");
    await expect(quickInput.title).toContainText("(2/6)");
    await quickInput.pick("4 vCPU");
    await quickInput.pick("12 GB disk");
    await quickInput.enter("code-review");
    await expect(quickInput.title).toContainText("(5/6)");
    await quickInput.accept();
    await expect(quickInput.title).toContainText("(6/6)");
    await picture(workbench, "create-light");
    await quickInput.cancel();
  });

  test("what was spent", async ({ openShop, emulator }) => {
    await spendMost(emulator);
    const workbench = await openShop(380);
    for (const text of ["Review src/orders.ts", "Review its tests", "Review both once more"])
      await workbench.chat.ask(text);
    await workbench.page.setViewportSize({ width: 1200, height: 1_000 });
    await workbench.execute("agent37.showSpend");
    const report = reportOf(workbench);
    await expect(report.getByRole("region", { name: "The latest chat, by turn" })).toBeVisible();
    await picture(workbench, "spend-light");
  });
});
