/** What goes with a message: how it gets there, what is asked first, and what never leaves the editor. */
import { createHash, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { demoInstance, expectFinalText, turnsOf } from "../checks.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ window: "shared" });

/** Bytes. */
const large = 15 * 1024 * 1024;

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

test("files of one name do not collide; a selection carries its path and lines; nothing else is sent", async ({
  workbench,
  emulator,
}) => {
  const { folder } = workbench;
  for (const name of ["a", "b"]) {
    await mkdir(path.join(folder, name), { recursive: true });
    await writeFile(path.join(folder, name, "index.ts"), `export const name = "${name}";\n`);
  }
  await writeFile(path.join(folder, "untouched.txt"), "private words that nobody attached\n");
  const chat = await workbench.openChat();
  await workbench.openFile("untouched.txt");
  await workbench.execute("companion.withUri", "agent37.addFile", path.join(folder, "a/index.ts"));
  // The picker finds the other one by a few of its letters.
  await chat.composer.click();
  await chat.composer.pressSequentially("see @b/ind");
  const option = chat.mentions.getByRole("option").first();
  await expect(option).toContainText("index.ts");
  await workbench.screenshot("mention");
  await chat.composer.press("Enter");
  await expect(chat.chips).toHaveText([/index\.ts/, /index\.ts/]);
  await expect(chat.composer).toHaveValue(/^see @\S+ $/);

  await workbench.openFile("src/greet.ts", [0, 0, 1, 30]);
  await workbench.execute("agent37.addSelection");
  await expect(chat.chips).toHaveCount(3);
  await expect(chat.composer).toBeFocused();
  await chat.composer.fill("files");
  await workbench.screenshot("attachments");
  await chat.sendButton.click();
  await chat.waitUntilIdle();
  const answer = await chat.lastAnswerText();
  expect(answer).toContain("2 file(s)");
  expect(answer).toMatch(/a\/index\.ts/);
  expect(answer).toMatch(/b\/index\.ts/);
  const [turn] = (await emulator.control.responses.list()).filter(({ input }) => input.startsWith("files"));
  expect(turn?.input).toContain("src/greet.ts:1-2");
  expect(turn?.input).toContain("export function greet");
  await expect(chat.userMessages.last()).toContainText("src/greet.ts:1-2");
  const sent = (await emulator.control.requests.list())
    .map(({ body, path: where }) => where + body)
    .join("\n");
  expect(sent).not.toContain("private words");
  expect(sent).not.toContain("untouched");
});

test("what looks like a secret, and what is very large, asks first", async ({ workbench, emulator }) => {
  const { folder } = workbench;
  await writeFile(path.join(folder, ".env"), "TOKEN=do-not-send\n");
  await writeFile(path.join(folder, "huge.bin"), Buffer.alloc(21 * 1024 * 1024));
  const chat = await workbench.openChat();
  for (const name of [".env", "huge.bin"]) {
    const added = workbench.execute("companion.withUri", "agent37.addFile", path.join(folder, name));
    await expect(workbench.dialog).toContainText(name);
    await workbench.answerDialog("Cancel");
    await added;
    await expect(chat.chips).toHaveCount(0);
  }
  const added = workbench.execute("companion.withUri", "agent37.addFile", path.join(folder, ".env"));
  await workbench.answerDialog("Attach");
  await added;
  await expect(chat.chips).toHaveText([/\.env/]);
  await chat.button("Remove .env").click();
  await expect(chat.chips).toHaveCount(0);
  expect(await chat.ask("files")).toContain("no files");
  await expectFinalText(chat, emulator, "files");
});

test("files are dropped and pasted, and sent as they are", async ({ workbench }) => {
  const chat = await workbench.openChat();
  const image = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  await chat.composer.click();
  await chat.composer.evaluate(
    (area, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], "image.png", { type: "image/png" }));
      area.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    [...image],
  );
  await expect(chat.chips).toHaveText([/\.png/]);
  const uri = `file://${path.join(workbench.folder, "README.md")}`;
  await chat.composer.evaluate((area, dropped) => {
    const data = new DataTransfer();
    data.setData("application/vnd.code.uri-list", dropped);
    for (const type of ["dragenter", "dragover", "drop"])
      area.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, uri);
  await expect(chat.chips).toHaveText([/\.png/, /README\.md/]);
  // They outlive the page.
  await workbench.untilStored("README.md");
  await workbench.reloadWindow();
  await workbench.openChat();
  await expect(chat.chips).toHaveText([/\.png/, /README\.md/]);
  expect(await chat.ask("files")).toContain(sha256(image));
});

test("a problem in the editor is asked about by its code action; a selection is added without a lightbulb", async ({
  workbench,
}) => {
  const { page } = workbench;
  await writeFile(path.join(workbench.folder, "broken.json"), '{ "a": 1,, }\n');
  // VS Code itself has a light bulb for selections in languages that have snippets.
  await writeFile(path.join(workbench.folder, "notes.txt"), "some plain words\n");
  const chat = await workbench.openChat();
  await workbench.openFile("broken.json", [0, 9, 0, 9]);
  await page.locator(".squiggly-error").first().waitFor();
  await workbench.execute("workbench.action.focusActiveEditorGroup");
  await page.keyboard.press("Control+.");
  const action = page.getByRole("option", { name: /Ask the Agent About This Problem/i });
  await action.click();
  await expect(chat.composer).toHaveValue(/Explain and fix this problem/);
  await expect(chat.chips).toHaveText([/broken\.json:1/, /broken\.json/]);
  await expect(chat.userMessages).toHaveCount(0);
  await expect(chat.composer).toBeFocused();

  await workbench.openFile("notes.txt", [0, 0, 0, 10]);
  await expect(page.locator(".monaco-editor.focused")).toBeVisible();
  await expect(page.locator(".lightBulbWidget").filter({ visible: true })).toHaveCount(0);
  // VS Code has no code actions for a moment when an editor has just got a file: the key does nothing then.
  await expect(async () => {
    await page.keyboard.press("Control+.");
    await page.getByRole("option", { name: /Add Selection to Chat/i }).click({ timeout: 2_000 });
  }).toPass();
  await expect(chat.chips).toHaveCount(3);
  await expect(chat.chips.last()).toContainText("notes.txt:1");
});

for (const dialect of ["two-plane", "unified"] as const) {
  test.describe(`on the ${dialect} dialect`, () => {
    test.use({ dialect });

    test("15 MB arrive byte for byte, once, however often they are attached; a cancelled upload leaves nothing", async ({
      workbench,
      emulator,
    }) => {
      const { control } = emulator;
      const instance = demoInstance[dialect];
      const bytes = randomBytes(large);
      await writeFile(path.join(workbench.folder, "data.bin"), bytes);
      const chat = await workbench.openChat();
      const before = await control.files.list(instance);

      // Held in the middle: the user sees how far it is, and stops it.
      await control.settings.set({ holdUploads: true });
      await workbench.execute(
        "companion.withUri",
        "agent37.addFile",
        path.join(workbench.folder, "data.bin"),
      );
      await expect(chat.chips).toHaveText([/data\.bin/]);
      await chat.send("files");
      await expect(chat.frame.getByRole("progressbar")).toBeVisible();
      await expect(chat.conversation).toContainText(/Uploading data\.bin/);
      await workbench.screenshot(`upload-${dialect}`);
      await chat.stopButton.click();
      await expect(chat.composer).toHaveValue("files");
      await expect(chat.chips).toHaveText([/data\.bin/]);
      await control.settings.set({ holdUploads: false });
      await expect.poll(() => control.files.list(instance)).toEqual(before);
      expect(await turnsOf(emulator, "files")).toHaveLength(0);

      await chat.sendButton.click();
      await expect.poll(() => chat.lastAnswerText(), { timeout: 30_000 }).toContain(sha256(bytes));
      await chat.waitUntilIdle();
      const added = async () =>
        (await control.files.list(instance)).filter(
          ({ path: name }) => !before.some((old) => old.path === name),
        );
      expect((await added()).map((file) => file.sha256)).toEqual([sha256(bytes)]);
      await expect(chat.userMessages.last()).toContainText("data.bin");

      // Again, from another chat: it is there already.
      await workbench.execute("agent37.newChat");
      await workbench.execute(
        "companion.withUri",
        "agent37.addFile",
        path.join(workbench.folder, "data.bin"),
      );
      await chat.send("files");
      await chat.waitUntilIdle();
      expect(await chat.lastAnswerText()).toContain(sha256(bytes));
      expect(await added()).toHaveLength(1);
    });
  });
}
