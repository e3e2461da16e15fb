/** A key that is used through a whole run is afterwards nowhere but in the secret store. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { demoInstance, expectFinalText, sessionOf } from "../checks.ts";
import type { FaultAction } from "../../emulator/control/controlTypes.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import { expect, test } from "../fixtures/test.ts";
import { findLeaks, type Ground, type Leak } from "../leaks.ts";
import type { Workbench } from "../pages/workbench.ts";

const responses = "/v1/responses";

/** One thing after another that a person does with a key. */
async function useKey(workbench: Workbench, emulator: Emulator, key: string): Promise<void> {
  const { control } = emulator;
  await control.keys.set(key, "valid");
  const chat = await workbench.openChat();
  await workbench.setApiKey(key);
  await expect(workbench.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");
  await logEverything(workbench);

  await chat.ask("Show what you can do");
  await expect(chat.tools).not.toHaveCount(0);

  await control.keys.set(key, "revoked");
  await chat.send("echo refused");
  await expect(chat.alert("invalid_api_key")).toBeVisible();
  await control.keys.set(key, "valid");
  for (const [code, status] of [
    ["insufficient_balance", 402],
    ["validation_error", 400],
    ["never_heard_of", 422],
  ] as const) {
    await control.faults.add({ method: "POST", path: responses, action: echoing(code, status, key) });
    await chat.send(`echo ${code}`);
    await expect(chat.alert(code).last()).toBeVisible({ timeout: 30_000 });
  }
  await control.faults.clear();

  await workbench.runCommand("Agent37: Diagnose Connection");
  await expect(workbench.page.locator(".editor-instance")).toContainText("Connection to the API", {
    timeout: 20_000,
  });
  await workbench.runCommand("Agent37: Show Log");
  await expect(workbench.page.locator(".part.panel")).toContainText("Output");
  await workbench.reloadWindow();
  await workbench.openChat();
  await workbench.runCommand("Agent37: Open Chat in Editor");
  const { editorChat } = workbench;
  // The message that was refused last is back; a page that has just opened still waits for it.
  await expect(editorChat.composer).toHaveValue("echo never_heard_of");
  await editorChat.composer.fill("echo from the editor");
  await editorChat.sendButton.click();
  await expectFinalText(editorChat, emulator, "echo from the editor");
}

/** The same key at a server of the other kind. */
async function useKeyElsewhere(workbench: Workbench, emulator: Emulator, key: string): Promise<void> {
  const { control, unifiedUrl } = emulator;
  await workbench.setSetting("agent37.apiUrl", unifiedUrl);
  await expect
    .poll(async () => (await control.requests.list({ status: 200 })).some(({ plane }) => plane === "unified"))
    .toBe(true);
  await expect(workbench.statusBarItem("Agent37: Demo agent, running")).toBeVisible();
  await workbench.execute("workbench.action.closeAllEditors");
  const chat = await workbench.openChat();
  await workbench.runCommand("Agent37: New Chat");
  await expect(chat.conversation.locator("article")).toHaveCount(0);
  await expect(chat.composer).toBeFocused();
  await chat.ask("echo elsewhere");
  expect((await sessionOf(emulator, "echo elsewhere")).instanceId).toBe(demoInstance.unified);
  await control.faults.add({
    method: "POST",
    path: responses,
    action: echoing("validation_error", 400, key),
  });
  await chat.send("echo refused elsewhere");
  await expect(chat.alert("validation_error").last()).toBeVisible({ timeout: 30_000 });
  await control.faults.clear();
}

/** A server or a proxy may repeat what it was given. */
function echoing(code: string, status: number, key: string): FaultAction {
  return {
    kind: "error",
    code,
    status,
    envelope: "object",
    message: `${code}, key ${key}`,
    hint: key,
    detail: key,
  };
}

async function logEverything(workbench: Workbench): Promise<void> {
  await workbench.runCommand("Developer: Set Log Level...");
  await workbench.quickInput.pick(/Agent37/, "Agent37");
  await workbench.quickInput.pick(/^Trace/);
  await expect(workbench.quickInput.widget).toBeHidden();
}

/** Puts a text where a leak could be, once in each kind of place. Gives what takes it away again. */
async function plant(
  text: string,
  page: Page,
  folder: string,
  emulator: Emulator,
): Promise<() => Promise<void>> {
  const file = path.join(folder, "planted.log");
  await writeFile(file, `key: ${text}`);
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()", text], { env: { PLANTED: text } });
  await once(child, "spawn");
  await fetch(`${emulator.twoPlaneUrl}/instances?planted=${text}`);
  await fetch(`${emulator.twoPlaneUrl}/instances`, { method: "POST", body: text });
  for (const frame of page.frames()) {
    await frame.evaluate((value) => document.body.setAttribute("data-planted", value), text);
  }
  await page.evaluate(async (value) => {
    localStorage.setItem("planted", value);
    sessionStorage.setItem("planted", value);
    await new Promise((resolve) => {
      const request = indexedDB.open("planted");
      request.onupgradeneeded = () => request.result.createObjectStore("store").put({ deep: [value] }, "key");
      request.onsuccess = () => resolve(request.result.close());
    });
  }, text);
  return async () => {
    await rm(file);
    child.kill();
    await once(child, "exit");
  };
}

test.use({ signedIn: false });

test("a key that was used in every way, at servers of both kinds, is found in no other place than the secret store", async ({
  workbench,
  emulator,
  server,
  folder,
}) => {
  test.setTimeout(120_000);
  const key = `sk_live_canary_${randomUUID().replaceAll("-", "")}`;
  await useKey(workbench, emulator, key);
  await useKeyElsewhere(workbench, emulator, key);

  const { page } = workbench;
  const ground = async (): Promise<Ground> => ({
    folders: [server.dataDir, folder],
    pages: [page],
    requests: await emulator.control.requests.list(),
  });
  const requests = await emulator.control.requests.list();
  expect(requests.filter(({ headers }) => JSON.stringify(headers).includes(key))).not.toHaveLength(0);
  expect(await page.evaluate(() => localStorage.getItem("secrets.provider"))).not.toBeNull();
  expect(await findLeaks(key, await ground())).toEqual([]);
  expect(server.output()).not.toContain(key);

  // The search finds what is there: the same in each of those places, planted.
  const planted = `sk_live_planted_${randomUUID().replaceAll("-", "")}`;
  const remove = await plant(planted, page, server.logsDir, emulator);
  const found = await findLeaks(planted, await ground());
  await remove();
  const places = (kind: Leak["kind"]): string[] =>
    found.filter((leak) => leak.kind === kind).map(({ where }) => where);
  expect(places("file")).toEqual([path.join(server.logsDir, "planted.log")]);
  expect(places("dom")).toEqual(page.frames().map((frame) => frame.url()));
  expect(places("browser storage")).toEqual(expect.arrayContaining(["planted", "planted/store/key"]));
  expect(places("process").map((place) => place.split(" ")[1])).toEqual(["cmdline", "environ"]);
  expect(places("request").map((place) => place.split(" ")[0])).toEqual(["GET", "POST"]);
});
