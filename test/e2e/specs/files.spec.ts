/** The files of an instance in the editor: the tree, what can be done with them, and the paths that an answer names. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Emulator } from "../../emulator/emulator.ts";
import { expect, test } from "../fixtures/test.ts";
import { Answer } from "../pages/answer.ts";
import { TreeView } from "../pages/treeView.ts";
import type { Workbench } from "../pages/workbench.ts";

const text = "# Notes\n\nthird line\n";

/** Opens the tree on an instance whose home has these files and gives both. */
async function openTree(workbench: Workbench, emulator: Emulator, id: string) {
  const home = (await emulator.control.instances.get(id))?.home ?? "";
  await mkdir(path.join(home, "project/src"), { recursive: true });
  await mkdir(path.join(home, "project/empty"), { recursive: true });
  await writeFile(path.join(home, "project/src/a ü #%.txt"), "deep");
  await writeFile(path.join(home, "notes.md"), text);
  await workbench.runCommand("Agent37: Open Instance Files");
  const tree = new TreeView(workbench.page, "Instance Files");
  await expect(tree.row(/^notes\.md/)).toBeVisible();
  return { home, tree };
}

/** Other tests share the window and want the room. */
test.afterEach(async ({ workbench }) => {
  const { pane } = new TreeView(workbench.page, "Instance Files");
  const header = pane.getByRole("button", { name: /^Instance Files/, expanded: true });
  if (await header.isVisible()) await header.click({ position: { x: 40, y: 8 } });
});

const file = (...parts: string[]) => readFile(path.join(...parts), "utf8").catch(() => "nothing");

test.describe("two-plane", () => {
  test.use({
    window: "shared",
    workspaceFiles: { "notes.md": "# My notes\n", "shop/list.txt": "milk\n" },
  });

  test("a file is opened from the tree, edited, saved, compared, and renamed", async ({
    workbench,
    emulator,
  }) => {
    const { page, quickInput } = workbench;
    const { home, tree } = await openTree(workbench, emulator, "demo000001");
    await workbench.screenshot("instance-files");
    await tree.row(/^notes\.md/).click();
    await expect.poll(() => workbench.execute("companion.activeText")).toBe(text);
    await page.locator(".monaco-editor").first().click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("changed ");
    await page.keyboard.press("Control+s");
    await expect.poll(() => file(home, "notes.md")).toBe(`changed ${text}`);

    await tree.choose("notes.md", "Compare with Workspace File…");
    const diff = page.locator(".monaco-diff-editor");
    await expect(diff.locator(".original .view-lines")).toContainText("My notes");
    await expect(diff.locator(".modified .view-lines")).toContainText("changed # Notes");
    await workbench.screenshot("instance-files-compare");

    await tree.choose("notes.md", /^Rename…/);
    await expect(quickInput.title).toContainText("Rename notes.md");
    await quickInput.enter("new.md");
    await expect(tree.row(/^new\.md/)).toBeVisible();
    expect(await file(home, "new.md")).toBe(`changed ${text}`);
    expect(await file(home, "notes.md")).toBe("nothing");
  });

  test("files go to the instance and folders come from it, and nothing is overwritten unasked", async ({
    workbench,
    emulator,
  }) => {
    const { folder, quickInput } = workbench;
    const { home, tree } = await openTree(workbench, emulator, "demo000001");
    // It ends when the questions that follow are answered.
    const upload = (name: string) =>
      void workbench.execute("companion.withUri", "agent37.uploadToInstance", path.join(folder, name));
    upload("shop");
    await expect(quickInput.title).toContainText("Upload to Demo agent");
    await expect(quickInput.input).toHaveValue("/home/node");
    await quickInput.accept();
    await expect(workbench.notification(/list\.txt is on Demo agent now/)).toBeVisible();
    expect(await file(home, "shop/list.txt")).toBe("milk\n");
    await expect(tree.row("shop")).toBeVisible();

    upload("notes.md");
    await expect(quickInput.title).toContainText("Upload to Demo agent");
    await quickInput.accept();
    await expect(quickInput.title).toContainText("notes.md Exists Already");
    await workbench.screenshot("upload-conflict");
    await quickInput.pick("Keep Both");
    await expect(tree.row("notes (2).md")).toBeVisible();
    expect(await file(home, "notes.md")).toBe(text);
    expect(await file(home, "notes (2).md")).toBe("# My notes\n");

    await tree.choose("project", "Download…");
    await quickInput.enterPath(`${folder}/shop/`);
    await expect(workbench.notification(/project is in .*shop now/)).toBeVisible();
    expect(await file(folder, "shop/project/src/a ü #%.txt")).toBe("deep");

    await tree.choose("project", /^Delete/);
    await expect(workbench.dialog).toContainText("Delete project from Demo agent?");
    await expect(workbench.dialog).toContainText("empty, src");
    await workbench.screenshot("delete-instance-folder");
    await workbench.answerDialog("Delete");
    await expect(tree.row("project")).toBeHidden();
    expect(await file(home, "project/src/a ü #%.txt")).toBe("nothing");
  });

  test("a file is found by its name, and a path in an answer opens it at its line", async ({
    workbench,
    emulator,
  }) => {
    const { quickInput } = workbench;
    await openTree(workbench, emulator, "demo000001");
    await workbench.runCommand("Agent37: Search Instance Files by Name…");
    await quickInput.type("a ü #");
    await quickInput.pick("a ü #%.txt");
    await expect.poll(() => workbench.execute("companion.activeText")).toBe("deep");

    const chat = await workbench.openChat();
    await chat.ask("echo I wrote ~/notes.md:3 and project/nothing.md.");
    const answer = new Answer(chat);
    await expect(answer.pathLink("~/notes.md:3")).toBeVisible();
    await expect(answer.pathLink("project/nothing.md")).toHaveCount(0);
    await answer.pathLink("~/notes.md:3").click();
    await expect.poll(() => workbench.execute("companion.activeText")).toBe(text);
    await expect(workbench.page.locator('.statusbar [id="status.editor.selection"]')).toHaveText(
      "Ln 3, Col 1",
    );
    await workbench.screenshot("instance-path-in-chat");
  });
});

test.describe("unified", () => {
  test.use({ window: "shared", dialect: "unified", workspaceFiles: { "mine.txt": "mine\n" } });

  test("files are read, downloaded one by one and uploaded to a folder of their own; nothing offers to write", async ({
    workbench,
    emulator,
  }) => {
    const { folder, quickInput } = workbench;
    const { home, tree } = await openTree(workbench, emulator, "inst_demo");
    await expect(tree.pane.getByRole("button", { name: "Upload to Instance…" })).toBeVisible();
    await expect(tree.pane.getByRole("button", { name: "New File…" })).toHaveCount(0);
    await tree.row(/^notes\.md/).click();
    await expect.poll(() => workbench.execute("companion.activeText")).toBe(text);
    await tree.row(/^notes\.md/).click({ button: "right" });
    await expect(workbench.page.getByRole("menuitem", { name: "Download…" })).toBeVisible();
    await expect(workbench.page.getByRole("menuitem", { name: /^Rename/ })).toHaveCount(0);
    await workbench.page.keyboard.press("Escape");

    await workbench.execute("companion.withUri", "agent37.uploadToInstance", path.join(folder, "mine.txt"));
    await expect(workbench.notification(/~\/uploads\/.*is on Demo agent now/)).toBeVisible();
    await tree.choose("project", "Download…");
    await quickInput.enterPath(`${folder}/`);
    await expect(workbench.notification(/project is in .* now/)).toBeVisible();
    expect(await file(folder, "project/src/a ü #%.txt")).toBe("deep");
    expect(await file(home, "notes.md")).toBe(text);
  });
});
