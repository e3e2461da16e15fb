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
