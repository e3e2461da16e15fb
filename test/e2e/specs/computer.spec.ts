import type { Locator } from "@playwright/test";
import { demoInstance } from "../checks.ts";
import { expect, test } from "../fixtures/test.ts";
import { findLeaks } from "../leaks.ts";
import type { Workbench } from "../pages/workbench.ts";

test.use({
  window: "shared",
  // What a terminal shows is text of the page then.
  userSettings: { "terminal.integrated.gpuAcceleration": "off" },
});

const patience = { timeout: 30_000 };

function screenOf({ page }: Workbench): Locator {
  return page.locator(".terminal-wrapper.active .xterm-rows");
}

/** Types a line into the terminal that has the focus, and waits for what comes of it. */
async function enter(workbench: Workbench, line: string, comes: string | RegExp): Promise<void> {
  await workbench.page.keyboard.type(line);
  await workbench.page.keyboard.press("Enter");
  await expect(screenOf(workbench)).toContainText(comes, patience);
}

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(dialect, () => {
    test.use({ dialect });

    test("a terminal runs commands, keeps its directory and says how they ended", async ({
      workbench,
      emulator,
    }) => {
      const { page } = workbench;
      const screen = screenOf(workbench);
      await workbench.runCommand("Agent37: Open Instance Terminal");
      await expect(screen).toContainText("This is not a full terminal", patience);
      await expect(screen).toContainText("~ $", patience);
      await enter(
        workbench,
        "mkdir -p 'my work' && cd 'my work' && echo made > it.txt; ls",
        /it\.txt\s*~\/my work \$/,
      );
      await enter(workbench, "pwd; exit 3", /my work\s*\[3\] ~\/my work \$/);
      await page.keyboard.type("ls x");
      for (const key of ["Backspace", "Home", "ArrowRight", "ArrowRight", "End"])
        await page.keyboard.press(key);
      await enter(workbench, "--help | head -1", "Usage: ls");
      await enter(
        workbench,
        "head -c 600000 /dev/zero | tr '\\0' 'x' | fold -w 70; echo",
        "longer than 512 KB",
      );
      await page.keyboard.press("Control+l");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      await expect(screen).toContainText("pwd; exit 3");
      await page.keyboard.press("Control+u");
      await enter(
        workbench,
        "printf '\\033[32mgreen\\033[0m, 漢字 and \\033]0;no title\\007no title'",
        "漢字 and no title",
      );
      await workbench.screenshot(`instance-terminal-${dialect}`);
      const files = await emulator.control.files.list(demoInstance[dialect]);
      expect(files.map(({ path }) => path)).toContainEqual(expect.stringMatching(/my work\/it\.txt$/));

      await workbench.runCommand("Agent37: Run Command on Instance…");
      await expect(workbench.quickInput.title).toContainText("Run Command on Demo agent");
      await workbench.quickInput.enter("cat it.txt; nosuchprogram");
      await expect(screen).toContainText(
        "The command failed with exit code 127: it was not found.",
        patience,
      );
      await workbench.screenshot(`run-command-${dialect}`);

      // What is typed comes first, and what was run before can be chosen.
      await workbench.runCommand("Agent37: Run Command on Instance…");
      const { quickInput } = workbench;
      await quickInput.type("cat");
      await expect(quickInput.items.first()).toContainText("run this");
      await expect(quickInput.items.nth(1)).toContainText("cat it.txt; nosuchprogram");
      await page.keyboard.press("ArrowDown");
      await quickInput.accept();
      await expect(screen).toContainText(/(exit code 127.*){2}/s, patience);
    });

    test("a page opens in the browser, and its address is nowhere else", async ({
      workbench,
      server,
      emulator,
    }) => {
      const { page, quickInput } = workbench;
      await workbench.runCommand("Agent37: Open in Browser…");
      await expect(quickInput.title).toContainText("Open a Page of Demo agent");
      await workbench.screenshot(`open-page-${dialect}`);
      const opened = page.context().waitForEvent("page");
      await quickInput.pick("Terminal");
      const popup = await opened;
      await popup.waitForURL(/token=/, patience);
      const token = /token=(\w+)/.exec(popup.url())?.[1] ?? "";
      expect(token.length).toBeGreaterThan(15);
      await popup.close();
      const leaks = await findLeaks(token, {
        folders: [server.logsDir],
        pages: [page],
        requests: await emulator.control.requests.list({ dialect }),
      });
      // The browser itself has opened it.
      expect(leaks.filter(({ kind, where }) => kind !== "request" || !where.startsWith("GET"))).toEqual([]);
    });
  });
}

test("a stopped instance is told of in the terminal, with the remedy once", async ({
  workbench,
  emulator,
}) => {
  await emulator.control.instances.set(demoInstance["two-plane"], { status: "stopped" });
  await workbench.runCommand("Agent37: Open Instance Terminal");
  await expect(screenOf(workbench)).toContainText("The instance is not running.", patience);
  await expect(workbench.notification("(instance_not_running)")).toHaveCount(1);
  await workbench.screenshot("instance-terminal-stopped");
  await workbench.answerNotification("(instance_not_running)", "Start Instance");
  await expect(workbench.statusBarItem(/, running$/)).toBeVisible(patience);
});

test("the log is a document that can be read again and followed", async ({ workbench, emulator }) => {
  const { page } = workbench;
  await workbench.runCommand("Agent37: Show Instance Log");
  const editor = page.locator(".editor-instance");
  await expect(editor).toContainText("running · ", patience);
  expect(await workbench.tabs()).toContain("Demo agent.log");
  const before = String(await workbench.execute("companion.activeText"));
  expect(before).not.toBe("");
  await emulator.control.instances.set(demoInstance["two-plane"], { status: "stopped" });
  await page.getByRole("button", { name: /^Refresh Instance Log/ }).click();
  await expect(editor).toContainText("not running", patience);
  await page.getByRole("button", { name: /^Follow Instance Log/ }).click();
  await expect(editor).toContainText("Stop Following");
  await emulator.control.instances.set(demoInstance["two-plane"], { status: "running" });
  await expect(editor).toContainText(/(?<!not )running · /, patience);
  await workbench.screenshot("instance-log");
});

test("the metrics are charts with their limits, of a time that can be chosen", async ({
  workbench,
  emulator,
}) => {
  await workbench.runCommand("Agent37: Show Instance Metrics");
  const report = workbench.page
    // The chat in the side bar is a page too.
    .frameLocator(
      'iframe.webview[src*="extensionId=agent37.agent37-chat"]:visible:not(:left-of(.part.editor))',
    )
    .frameLocator("iframe#active-frame");
  await expect(report.getByText("the last 24 hours")).toBeVisible(patience);
  await expect(report.getByRole("heading", { name: "Memory" })).toBeVisible(patience);
  await report.getByRole("button", { name: "7 Days" }).click();
  await expect(report.getByText("the last 7 days")).toBeVisible(patience);
  await expect(report.getByRole("heading", { name: "Memory" })).toBeVisible(patience);
  await workbench.screenshot("instance-metrics");
  const asked = await emulator.control.requests.list({ path: "metrics" });
  expect(asked.map(({ query }) => query["hours"])).toEqual(["24", "168"]);
});

test.describe("where the API has no call", () => {
  test.use({ dialect: "unified" });

  test("the command says so", async ({ workbench }) => {
    await workbench.runCommand("Agent37: Show Instance Log");
    await expect(workbench.notification("The API of Demo agent does not offer this.")).toBeVisible();
  });
});
