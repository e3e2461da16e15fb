/** What can be done with an answer: its code, the paths and links in it, and the messages as they are. */
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "../fixtures/test.ts";
import { Answer } from "../pages/answer.ts";
import type { Workbench } from "../pages/workbench.ts";

test.use({
  window: "shared",
  permissions: ["clipboard-read", "clipboard-write"],
  // What a terminal shows is text of the page then.
  userSettings: { "terminal.integrated.gpuAcceleration": "off" },
});

const greeting = "export function greet(name: string): string {\n  return `Good day, ${name}!`;\n}";

const textOf = (workbench: Workbench) => () => workbench.execute("companion.activeText");
const clipboardOf = (workbench: Workbench) => () => workbench.execute("companion.clipboard");

test("code is copied, inserted, put in place of a selection, compared with its file and saved as a new one", async ({
  workbench,
}) => {
  const { folder, page, quickInput } = workbench;
  const original = await readFile(path.join(folder, "src/greet.ts"), "utf8");
  const editor = page.locator(".monaco-editor.focused");
  const chat = await workbench.openChat();
  await chat.ask("paths");
  const answer = new Answer(chat);
  await expect(answer.codeBlocks).toHaveCount(3);

  await answer.codeButton("Good day, $", "Copy").click();
  await expect.poll(clipboardOf(workbench)).toBe(`${greeting}\n`);
  await expect(answer.codeButton("Good day, $", "Copied")).toBeVisible();

  await workbench.openFile("src/greet.ts", [0, 0, 0, 0]);
  await answer.codeButton("Good day, $", "Insert at Cursor").click();
  await expect.poll(textOf(workbench)).toBe(`${greeting}${original}`);
  await expect(editor).toBeVisible();
  // The editor has the focus, and one step takes it all back.
  await page.keyboard.press("Control+z");
  await expect.poll(textOf(workbench)).toBe(original);

  await workbench.openFile("src/greet.ts", [0, 0, 2, 1]);
  await answer.codeButton("Good day, $", "Replace Selection").click();
  await expect.poll(textOf(workbench)).toBe(`${greeting}\n`);
  await expect(editor).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect.poll(textOf(workbench)).toBe(original);

  // Offered where the block names a file that is there.
  await expect(answer.codeButton("npm test", "Compare with File")).toBeHidden();
  await expect(answer.codeButton('"greeting"', "Compare with File")).toBeHidden();
  await answer.codeButton("Good day, $", "Compare with File").click();
  const diff = page.locator(".monaco-diff-editor");
  await expect(diff.locator(".original .view-lines")).toContainText("Hello,");
  await expect(diff.locator(".modified .view-lines")).toContainText("Good day,");
  await expect.poll(() => workbench.tabs()).toContainEqual(expect.stringContaining("↔ Answer"));
  await workbench.screenshot("compare-with-file");

  await answer.codeButton('"greeting"', "Save as New File").click();
  await expect(quickInput.input).toHaveValue(path.join(folder, "config/greeting.json"));
  await workbench.screenshot("save-as-new-file");
  await quickInput.accept();
  await expect(quickInput.widget).toContainText("The folder config does not exist");
  await quickInput.accept();
  await expect.poll(() => workbench.tabs()).toContain("greeting.json");
  expect(await readFile(path.join(folder, "config/greeting.json"), "utf8")).toBe(
    '{ "greeting": "Good day" }\n',
  );
});

test("commands are typed into the terminal and wait there for Enter, several lines too", async ({
  workbench,
}) => {
  const { folder, page } = workbench;
  const made = (name: string) =>
    access(path.join(folder, name)).then(
      () => true,
      () => false,
    );
  const chat = await workbench.openChat();
  await chat.ask("echo ```bash\ntouch one.txt\ntouch two.txt\n```\n\n```sh\n$ touch three.txt\n```");
  const answer = new Answer(chat);
  const screen = page.locator(".terminal-wrapper.active .xterm-rows");

  // The first one opens the terminal, which has the focus then: Enter is all that is missing.
  await answer.codeButton("three.txt", "Run in Terminal").click();
  await expect(screen).toContainText("touch three.txt", { timeout: 30_000 });
  expect(await made("three.txt")).toBe(false);
  await page.keyboard.press("Enter");
  await expect.poll(() => made("three.txt")).toBe(true);
  // At its prompt the shell takes several lines as one text; before, VS Code asks.
  await expect(screen).toContainText(/three\.txt.*[#$%>]\s*$/s);

  await answer.codeButton("one.txt", "Run in Terminal").click();
  await expect(screen).toContainText("touch two.txt");
  await workbench.screenshot("run-in-terminal");
  await expect(screen).toContainText("touch one.txt");
  for (const name of ["one.txt", "two.txt"]) expect(await made(name), name).toBe(false);
  await page.keyboard.press("Enter");
  for (const name of ["one.txt", "two.txt"]) await expect.poll(() => made(name), name).toBe(true);
});

test("paths open at their line, links outside are asked about, and messages are copied and sent again", async ({
  workbench,
  emulator,
}) => {
  const { folder } = workbench;
  const chat = await workbench.openChat();
  await workbench.execute("companion.withUri", "agent37.addFile", path.join(folder, "README.md"));
  await expect(chat.chips).toHaveText([/README\.md/]);
  await chat.ask("paths");
  const answer = new Answer(chat);

  await workbench.openFile("src/greet.ts", [1, 3, 1, 3]);
  const position = workbench.page.locator('.statusbar [id="status.editor.selection"]');
  await expect(position).toHaveText("Ln 2, Col 4");
  await answer.pathLink("src/greet.ts:1").click();
  await expect(position).toHaveText("Ln 1, Col 1");
  await answer.pathLink("README.md").click();
  await expect.poll(textOf(workbench)).toContain("# Sample");
  await expect(answer.article).toContainText("src/nowhere.ts:7");
  await expect(answer.pathLink("src/nowhere.ts:7")).toHaveCount(0);

  await answer.article.getByRole("link", { name: /^https:\/\/example\.org/ }).click();
  await expect(workbench.dialog).toContainText("open the external website");
  await expect(workbench.dialog).toContainText("https://example.org/src/greet.ts");
  await workbench.screenshot("trusted-domain-question");
  await workbench.answerDialog("Cancel");

  const [turn] = await emulator.control.responses.list();
  await answer.press("Copy as Markdown");
  await expect.poll(clipboardOf(workbench)).toBe(turn?.outputText.trim());

  await chat.composer.fill("what I was writing");
  await answer.pressOfMessage("Send Again");
  await expect(chat.composer).toHaveValue(/^paths\s+what I was writing$/);
  await expect(chat.composer).toBeFocused();
  await expect(chat.chips).toHaveText([/README\.md/]);
  await expect(chat.userMessages).toHaveCount(1);
});
