import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Emulator } from "../../emulator/emulator.ts";
import { expect, test } from "../fixtures/test.ts";
import type { Workbench } from "../pages/workbench.ts";

const file = "agent37://demo000001/home/node/plan.txt";

/** Runs a command as the agent of the demo instance, in its home, and gives what it printed. */
async function shell({ twoPlaneUrl, key }: Emulator, command: string): Promise<string> {
  const answer = await fetch(`${twoPlaneUrl}/instances/demo000001/exec`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ command }),
  });
  return ((await answer.json()) as { stdout: string }).stdout;
}

/** Opens the file and puts a word of three letters in place of its first one. */
async function change({ page, execute }: Pick<Workbench, "page" | "execute">, word: string): Promise<void> {
  await page.bringToFront();
  await execute("companion.openUri", file);
  await expect(page.getByRole("tab", { name: /plan\.txt/ })).toBeVisible();
  await page.locator(".editor-instance .view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+Home");
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("Delete");
  await page.keyboard.type(word);
}

const on = (workbench: Workbench) => ({
  page: workbench.page,
  execute: (command: string, ...args: readonly unknown[]) => workbench.execute(command, ...args),
});

test.describe("a file of an instance that two save", () => {
  // In a browser VS Code saves by itself after a second.
  test.use({ dialect: "two-plane", userSettings: { "files.autoSave": "off" } });

  test("never loses what the other window has saved @smoke", async ({ workbench, emulator, openWindow }) => {
    await shell(emulator, "printf 'one\\n' > plan.txt");
    const other = await openWindow();
    await change(on(workbench), "two");
    await change(on(other), "six");
    await other.page.keyboard.press("ControlOrMeta+s");
    await expect.poll(() => shell(emulator, "cat plan.txt")).toBe("six\n");

    await workbench.page.bringToFront();
    await workbench.page.keyboard.press("ControlOrMeta+s");
    const conflict = workbench.notification(/The content of the file is newer/);
    await expect(conflict).toBeVisible();
    expect(await shell(emulator, "cat plan.txt")).toBe("six\n");

    await conflict.getByRole("button", { name: "Compare", exact: true }).click();
    await expect(workbench.page.locator(".monaco-diff-editor")).toContainText("six");
    await expect(workbench.page.locator(".monaco-diff-editor")).toContainText("two");
    await workbench.page.screenshot({ path: test.info().outputPath("compare.png") });
    await workbench.page.getByRole("button", { name: /^Use your changes and overwrite/ }).click();
    await expect.poll(() => shell(emulator, "cat plan.txt")).toBe("two\n");

    await other.page.bringToFront();
    await expect.poll(() => other.execute("companion.activeText")).toBe("two\n");
  });

  test("says so when it was changed while it was being saved, and asks at the next save", async ({
    workbench,
    emulator,
  }) => {
    await shell(emulator, "printf 'one\\n' > plan.txt");
    await change(on(workbench), "two");
    await emulator.control.faults.add({
      method: "PUT",
      path: "/v1/files/content",
      action: { kind: "delay", ms: 3_000 },
    });
    await workbench.page.keyboard.press("ControlOrMeta+s");
    await expect
      .poll(async () => (await emulator.control.requests.list({ method: "PUT" })).length, { intervals: [50] })
      .toBe(1);
    await shell(emulator, "printf 'six\\n' > plan.txt");
    await expect(
      workbench.notification(/plan\.txt was changed on the instance while it was being saved/),
    ).toBeVisible();
    expect(await shell(emulator, "cat plan.txt")).toBe("six\n");

    await workbench.page.locator(".editor-instance .view-lines").first().click();
    await workbench.page.keyboard.press("ControlOrMeta+s");
    const conflict = workbench.notification(/The content of the file is newer/);
    await expect(conflict).toBeVisible();
    await conflict.getByRole("button", { name: "Overwrite", exact: true }).click();
    await expect.poll(() => shell(emulator, "cat plan.txt")).toBe("two\n");
  });

  test("wakes a sleeping instance, and offers to start one that is stopped, once", async ({
    workbench,
    emulator,
  }) => {
    await workbench.execute("companion.openUri", "agent37://sleepy0001/home/node/uploads/none.txt");
    await expect
      .poll(async () => (await emulator.control.instances.get("sleepy0001"))?.status)
      .toBe("running");
    for (const name of ["a.txt", "b.txt", "c.txt"])
      await workbench.execute("companion.openUri", `agent37://stopped001/home/node/${name}`);
    const offer = workbench.notification(/container_unavailable/);
    await expect(offer).toHaveCount(1);
    await expect(offer.getByRole("button", { name: "Start Instance", exact: true })).toBeVisible();
    await workbench.page.screenshot({ path: test.info().outputPath("stopped.png") });
  });
});

test.describe("a folder of the workspace", () => {
  test.use({
    dialect: "two-plane",
    userSettings: { "files.autoSave": "off", "explorer.confirmDelete": true },
  });

  test("is what the Explorer makes, renames and deletes files in, and costs few requests when left alone", async ({
    workbench,
    emulator,
  }) => {
    // The window loads again with the folder.
    test.slow();
    const { page } = workbench;
    const home = (await emulator.control.instances.get("demo000001"))?.home ?? "";
    await mkdir(path.join(home, "project"), { recursive: true });
    await writeFile(path.join(home, "project/deep.txt"), "deep\n");
    await workbench.runCommand("Agent37: Add Instance Files to Workspace");
    const explorer = page.locator(".explorer-folders-view");
    const row = (name: string | RegExp) => explorer.getByRole("treeitem", { name });
    // The folder is in the Explorer for a moment before the window loads again.
    await expect(page).toHaveURL(/workspace=/, { timeout: 60_000 });
    // In a browser VS Code may load the workspace that it has just made before the file of it is written.
    await expect(async () => {
      if (await page.getByRole("button", { name: /^No Folder Opened/ }).isVisible()) await page.reload();
      await expect(row(/^Demo agent \(Agent37\)/)).toBeVisible({ timeout: 20_000 });
    }).toPass({ timeout: 90_000 });
    await row("project").click();
    await row(/^deep\.txt/).click();
    await expect(page.getByRole("tab", { name: /deep\.txt/ })).toBeVisible();

    const input = explorer.locator("input");
    // A menu takes no click in its first moment.
    await expect(async () => {
      await page.keyboard.press("Escape");
      await row("project").click({ button: "right" });
      await page.getByRole("menuitem", { name: "New File...", exact: true }).click({ timeout: 3_000 });
      await expect(input).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
    await input.fill("plan #1 50%.txt");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => stat(path.join(home, "project/plan #1 50%.txt")).catch(() => undefined))
      .toBeTruthy();
    await expect(page.getByRole("tab", { name: /plan #1 50%\.txt/ })).toBeVisible();
    await page.locator(".editor-instance .view-lines").first().click();
    await page.keyboard.type("mine");
    await page.keyboard.press("ControlOrMeta+s");
    await expect.poll(() => readFile(path.join(home, "project/plan #1 50%.txt"), "utf8")).toBe("mine");

    await row(/^plan #1/).click();
    await page.keyboard.press("F2");
    await input.fill("done.txt");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => readFile(path.join(home, "project/done.txt"), "utf8").catch(() => "nothing"))
      .toBe("mine");
    await expect(page.getByRole("tab", { name: /done\.txt/ })).toBeVisible();

    await expect(async () => {
      // The Explorer reads the folder again after a change, and the key goes nowhere meanwhile.
      await row(/^done\.txt/).click();
      await page.keyboard.press("Delete");
      await expect(workbench.dialog).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await workbench.answerDialog("Delete");
    await expect.poll(() => stat(path.join(home, "project/done.txt")).catch(() => "gone")).toBe("gone");
    await page.screenshot({ path: test.info().outputPath("folder.png") });

    // What VS Code watches in `.vscode` and the like is not there, and must not cost a request each time.
    await emulator.control.requests.clear();
    const looks = () => emulator.control.requests.list({ method: "GET", path: "/v1/files" });
    await expect.poll(async () => (await looks()).length, { timeout: 30_000 }).toBeGreaterThan(3);
    expect((await looks()).filter(({ status }) => status === 404)).toEqual([]);
  });
});
