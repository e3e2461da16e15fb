/** Where a stored key goes, and what a closed window leaves behind. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { startEmulator, type Emulator, type LoggedRequest } from "../../emulator/emulator.ts";
import { expect, test } from "../fixtures/test.ts";

const carries = (request: LoggedRequest, key: string): boolean => JSON.stringify(request).includes(key);

test.describe("a stored key", () => {
  let other: Emulator;
  test.beforeAll(async () => {
    other = await startEmulator({ key: "sk_live_of_the_other" });
  });
  test.afterAll(() => other.close());

  test("stays with its server when the URL changes, and is there again when it changes back", async ({
    workbench,
    emulator,
  }) => {
    const running = workbench.statusBarItem("Agent37: Demo agent, running");
    const keyless = workbench.statusBarItem("Agent37: set API key");
    await expect(running).toBeVisible();
    const chat = await workbench.openChat();
    await chat.ask("echo to the first");

    await workbench.setSetting("agent37.apiUrl", other.twoPlaneUrl);
    await expect(keyless).toBeVisible();
    expect(await workbench.execute("agent37.sendMessage", { text: "echo lost" })).toMatchObject({
      status: "failed",
    });
    await expect(workbench.notification("(missing_api_key)")).toBeVisible();
    expect(await other.control.requests.list()).toEqual([]);

    // The other server gets its own key, even with the first one's key at hand.
    await workbench.setApiKey(other.key);
    await expect(running).toBeVisible();
    await workbench.execute("agent37.sendMessage", { text: "echo to the other" });
    const atOther = await other.control.requests.list();
    expect(atOther.some(({ path }) => path === "/v1/responses")).toBe(true);
    expect(atOther.filter((request) => carries(request, emulator.key))).toEqual([]);

    await emulator.control.requests.clear();
    await workbench.setSetting("agent37.apiUrl", emulator.twoPlaneUrl);
    // Both servers have an instance of this name: the list says when the first one's is meant.
    await expect
      .poll(async () => (await emulator.control.requests.list({ path: "/v1/instances", status: 200 })).length)
      .toBeGreaterThan(0);
    await expect(running).toBeVisible();
    await workbench.execute("agent37.sendMessage", { text: "echo back again" });
    const atFirst = await emulator.control.requests.list();
    expect(
      atFirst.some((request) => request.path === "/v1/responses" && carries(request, emulator.key)),
    ).toBe(true);
    expect(atFirst.filter((request) => carries(request, other.key))).toEqual([]);
  });

  test("goes nowhere when a folder names another server", async ({ folder, openWindow }) => {
    const { control, twoPlaneUrl, gatewayUrl } = other;
    await control.requests.clear();
    await mkdir(path.join(folder, ".vscode"));
    const settings = { "agent37.apiUrl": twoPlaneUrl, "agent37.gatewayUrl": gatewayUrl };
    await writeFile(path.join(folder, ".vscode/settings.json"), JSON.stringify(settings));
    const workbench = await openWindow();
    await expect(workbench.statusBarItem("Agent37: Demo agent, running")).toBeVisible();
    const result = await workbench.execute("agent37.sendMessage", { text: "echo here" });
    expect(result).toMatchObject({ status: "completed", outputText: "here" });
    expect(await control.requests.list()).toEqual([]);
  });
});

test("a closed window leaves no connection open, and its turn goes on", async ({ openWindow, emulator }) => {
  const workbench = await openWindow();
  const chat = await workbench.openChat();
  await chat.send("slow 30");
  await expect(chat.agentMessages.last()).toContainText("word2");
  expect((await emulator.control.connections.list()).some(({ stream }) => stream)).toBe(true);
  await workbench.close();
  // The server gives a window that is gone some time to come back before it ends its extension host.
  await expect
    .poll(async () => (await emulator.control.connections.list()).length, { timeout: 45_000 })
    .toBe(0);
  const [response] = await emulator.control.responses.list();
  const ended = await emulator.control.responses.finished(response?.id ?? "");
  expect(ended.status).toBe("completed");
});
