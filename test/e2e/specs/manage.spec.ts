/** What is done to instances from their view and their menus. */
import { expect, test } from "../fixtures/test.ts";
import type { TreeView } from "../pages/treeView.ts";
import type { Workbench } from "../pages/workbench.ts";

/** The part of an instance's menu that is about its copies. */
const copies = "Backups and Copies";

const view = (workbench: Workbench): Promise<TreeView> =>
  workbench.openTree("agent37.instances", "Instances");

/** Answers the questions of Create Instance with what they offer, up to the last one. */
async function answerToTheLast(workbench: Workbench, name: string): Promise<void> {
  const { quickInput } = workbench;
  await quickInput.pick("agent37-hermes");
  await quickInput.pick("4 vCPU");
  await quickInput.pick("Default");
  await expect(quickInput.title).toContainText("(4/6)");
  await quickInput.enter(name);
  await expect(quickInput.title).toContainText("(5/6)");
  await quickInput.accept();
  await expect(quickInput.title).toContainText("(6/6)");
}

test.describe("on the two-plane dialect", () => {
  test.use({ window: "shared" });

  test("each instance tells its status, its agent, its size and its spend, and takes the chat", async ({
    workbench,
  }) => {
    const tree = await view(workbench);
    await workbench.execute("agent37.refreshInstances");
    await expect(
      tree.row(/^Demo agent, running, selected, hermes, 2 vCPU.*\$1\.25 of \$5\.00$/),
    ).toBeVisible();
    await expect(tree.row(/^Sleeping agent, sleeping, hermes.*of \$1\.00$/)).toBeVisible();
    await expect(tree.row(/^Stopped agent, stopped/)).toBeVisible();
    await expect(tree.row(/^Broken agent, failed/)).toBeVisible();
    await workbench.screenshot("instances-view");
    await tree.press(/^Sleeping agent/, "Use for Chat");
    await expect(workbench.statusBarItem("Agent37: Sleeping agent, sleeping")).toBeVisible();
    await expect(tree.row(/^Sleeping agent, sleeping, selected/)).toBeVisible();
    await tree.press(/^Demo agent/, "Use for Chat");
    await expect(workbench.statusBarItem("Agent37: Demo agent, running")).toBeVisible();
  });

  test("the list is filtered while words are typed, and says so until the filter is cleared", async ({
    workbench,
  }) => {
    const { quickInput } = workbench;
    const tree = await view(workbench);
    await expect(tree.rows).toHaveCount(4);
    await workbench.runCommand("Agent37: Filter Instances…");
    await quickInput.type("agent sleeping");
    await expect(tree.rows).toHaveCount(1);
    await quickInput.type("agent nowhere");
    await expect(tree.pane).toContainText("No instance matches the filter.");
    await quickInput.type("failed");
    await quickInput.accept();
    await expect(tree.row(/^Broken agent/)).toBeVisible();
    await expect(tree.pane).toContainText("Filtered by “failed”: 1 of 4");
    await workbench.screenshot("instances-filtered");
    await tree.pressTitle("Clear Instance Filter");
    await expect(tree.rows).toHaveCount(4);
  });

  test("an instance is stopped, renamed and resized, falls asleep by itself and is deleted", async ({
    workbench,
    emulator,
  }) => {
    const { quickInput } = workbench;
    const made = await emulator.control.instances.create({ dialect: "two-plane", name: "Short-lived" });
    const tree = await view(workbench);
    await workbench.execute("agent37.refreshInstances");
    await tree.choose(/^Short-lived, running/, "Resize Instance…");
    await quickInput.pick("8 vCPU");
    await quickInput.pick("20 GB disk");
    await expect(tree.row(/^Short-lived, running, .*8 vCPU, 16 GB memory, 20 GB disk/)).toBeVisible({
      timeout: 20_000,
    });
    await tree.choose(/^Short-lived/, "Rename Instance…");
    await quickInput.enter("Nobody's");
    await expect(tree.row(/^Nobody's, running/)).toBeVisible();
    await tree.choose(/^Nobody's/, "Set Auto-Sleep…");
    await quickInput.pick("Other Time…");
    await quickInput.type("3");
    await expect(quickInput.message).toContainText("Enter 5 to 1440 minutes.");
    await quickInput.enter("90");
    await expect
      .poll(async () => (await emulator.control.requests.list({ method: "PATCH" })).at(-1)?.body)
      .toBe(JSON.stringify({ auto_sleep: true, idle_timeout_seconds: 5_400 }));
    await tree.press(/^Nobody's, running/, "Stop Instance");
    await expect(workbench.dialog).toContainText("Stop Nobody's?");
    await workbench.answerDialog("Stop");
    await expect(tree.row(/^Nobody's, stopped/)).toBeVisible({ timeout: 20_000 });
    await tree.choose(/^Nobody's/, "Delete Instance…");
    await expect(workbench.dialog).toContainText(`Delete Nobody's (${made.id})?`);
    await expect(workbench.dialog).toContainText("its sessions, its schedules and its backups are lost");
    await workbench.screenshot("delete-dialog");
    await workbench.answerDialog("Delete");
    await expect(tree.row(/^Nobody's/)).toHaveCount(0, { timeout: 20_000 });
  });

  test("a failed instance shows its reason and the end of its console, and an update brings it back", async ({
    workbench,
  }) => {
    const tree = await view(workbench);
    await tree.press(/^Broken agent, failed/, "Show What Failed");
    const editor = workbench.page.locator(".editor-instance");
    await expect(editor).toContainText("The container exited before its port opened.");
    await expect(editor).toContainText("Code: provisioning_failed");
    await expect(editor).toContainText("During: update");
    await expect(editor).toContainText("Error: missing module");
    await expect(editor).toContainText("Console, the last 200 lines:");
    await workbench.screenshot("instance-problem");
    await tree.choose(/^Broken agent/, "Update Instance…");
    await expect(workbench.dialog).toContainText("The home folder with the agent's files is kept.");
    await workbench.answerDialog("Update");
    await expect(tree.row(/^Broken agent, running/)).toBeVisible({ timeout: 20_000 });
  });

  test("without room, Retry comes back to the last question and repeats with the same answers", async ({
    workbench,
    emulator,
  }) => {
    await emulator.control.faults.add({
      method: "POST",
      path: "/v1/instances",
      action: { kind: "error", code: "no_capacity" },
    });
    const { quickInput } = workbench;
    await workbench.runCommand("Agent37: Create Instance…");
    await answerToTheLast(workbench, "Patient");
    await quickInput.pick("Never");
    await expect(workbench.notification("no_capacity")).toBeVisible();
    await workbench.screenshot("create-no-capacity");
    await workbench.answerNotification("no_capacity", "Retry");
    await expect(quickInput.title).toContainText("(6/6)");
    await expect(quickInput.input).toHaveAttribute("placeholder", /Patient · agent37-hermes · 4 vCPU/);
    await quickInput.accept();
    await expect(workbench.statusBarItem("Agent37: Patient, running")).toBeVisible({ timeout: 30_000 });
    const sent = await emulator.control.requests.list({ method: "POST", path: "/v1/instances" });
    expect(sent.map(({ status }) => status)).toEqual([503, 201]);
    expect(sent[1]?.body).toBe(sent[0]?.body);
  });

  test("whoever does not wait for a creation is told that it goes on, and when it is there", async ({
    workbench,
    emulator,
  }) => {
    await emulator.control.settings.set({ transitionMs: 6_000 });
    const { quickInput } = workbench;
    const tree = await view(workbench);
    await workbench.runCommand("Agent37: Create Instance…");
    await answerToTheLast(workbench, "Impatient");
    await quickInput.pick("Never");
    const progress = workbench.notification("Creating Impatient");
    await expect(progress).toContainText("Agent37 sets up the computer, which can take minutes…");
    await expect(tree.row(/^Impatient, provisioning/)).toBeVisible();
    await workbench.screenshot("create-progress");
    await progress.getByRole("button", { name: "Cancel" }).click();
    await expect(workbench.notification("Agent37 goes on creating the instance")).toBeVisible();
    await expect(workbench.notification("Impatient was created.")).toBeVisible({ timeout: 20_000 });
    await expect(tree.row(/^Impatient, running/)).toBeVisible();
    expect(await emulator.control.requests.list({ method: "POST", path: "/v1/instances" })).toHaveLength(1);
  });

  test("an instance is backed up, once in a quarter of an hour, put back, and forked", async ({
    workbench,
    emulator,
  }) => {
    const { quickInput } = workbench;
    const tree = await view(workbench);
    await tree.choose(/^Demo agent/, "Create Backup", copies);
    await expect(workbench.notification("Demo agent was backed up")).toBeVisible({ timeout: 20_000 });
    await tree.choose(/^Demo agent/, "Create Backup", copies);
    await expect(workbench.notification("rate_limited")).toContainText(
      /A backup can be made every 15 minutes; the next one in \d+ minutes\./,
    );
    await workbench.execute("notifications.clearAll");
    await tree.choose(/^Demo agent/, "Restore Backup…", copies);
    await workbench.screenshot("restore-backup");
    await quickInput.pick(/automatic/);
    await expect(workbench.dialog).toContainText(
      "Everything that has changed on its disk since then is lost.",
    );
    await workbench.answerDialog("Restore");
    await expect
      .poll(async () => (await emulator.control.requests.list({ method: "POST" })).at(-1)?.path, {
        timeout: 20_000,
      })
      .toBe("/v1/instances/demo000001/restore");
    await expect(tree.row(/^Demo agent, running/)).toBeVisible({ timeout: 20_000 });
    await tree.choose(/^Demo agent/, "Fork Instance…", copies);
    await expect(quickInput.input).toHaveValue("Copy of Demo agent");
    await quickInput.accept();
    await expect(quickInput.title).toContainText("(2/2)");
    await quickInput.accept();
    await expect(workbench.notification("Demo agent was forked: Copy of Demo agent.")).toBeVisible({
      timeout: 30_000,
    });
    await expect(tree.row(/^Copy of Demo agent, running/)).toBeVisible();
  });

  test("a server that is too old to copy says so in one sentence", async ({ workbench, emulator }) => {
    await emulator.control.settings.set({ gatewayVersion: "T2" });
    const tree = await view(workbench);
    await tree.choose(/^Demo agent/, "Restore Backup…", copies);
    await expect(workbench.notification("not_supported")).toContainText(
      "This server has no forks and no backups yet.",
    );
  });
});

test.describe("on the unified dialect", () => {
  test.use({ dialect: "unified", window: "shared" });

  test("an instance is resized, deleted, and brought back with Undo", async ({ workbench }) => {
    const { quickInput } = workbench;
    const tree = await view(workbench);
    await workbench.execute("agent37.refreshInstances");
    await expect(
      tree.row(/^Demo agent, running, selected, hermes, 1 vCPU.*\$0\.12 of \$2\.00$/),
    ).toBeVisible();
    await tree.choose(/^Demo agent/, "Resize Instance…");
    await quickInput.pick("2 vCPU");
    await expect(tree.row(/^Demo agent, running, selected, hermes, 2 vCPU/)).toBeVisible({ timeout: 20_000 });
    await tree.choose(/^Demo agent/, "Delete Instance…");
    await expect(workbench.dialog).toContainText("Agent37 archives it");
    await workbench.answerDialog("Delete");
    await expect(tree.row(/^Demo agent/)).toHaveCount(0, { timeout: 20_000 });
    await workbench.answerNotification("Demo agent was deleted", "Undo");
    await expect(tree.row(/^Demo agent, running, selected/)).toBeVisible({ timeout: 20_000 });
  });

  test("what this API does not have is not offered", async ({ workbench }) => {
    const tree = await view(workbench);
    await tree.row(/^Demo agent/).click({ button: "right" });
    await expect(workbench.page.getByRole("menuitem", { name: "Restart Instance" })).toBeVisible();
    await expect(workbench.page.getByRole("menuitem", { name: /Backup|Fork|Auto-Sleep/ })).toHaveCount(0);
    await workbench.page.keyboard.press("Escape");
    await workbench.runCommand("Agent37: Create Backup");
    await expect(workbench.notification("The API of Demo agent does not offer this.")).toBeVisible();
  });
});
