/** The life of an instance as one way through the editor: made, talked to, out of money, stopped, grown and deleted; and each status. */
import type { Workbench } from "../pages/workbench.ts";
import { expect, test } from "../fixtures/test.ts";

const patience = { timeout: 30_000 };

const life = {
  "two-plane": {
    answer: async ({ quickInput }: Workbench) => {
      await quickInput.pick("agent37-hermes");
      await quickInput.pick("2 vCPU");
      await quickInput.pick("Default");
      await expect(quickInput.title).toContainText("(4/6)");
      await quickInput.enter("Whole life");
      await expect(quickInput.message).toContainText("$1.00 is a good start");
      await quickInput.accept();
      await quickInput.pick("Never");
    },
    grow: async ({ quickInput }: Workbench) => {
      await quickInput.pick("4 vCPU");
      await quickInput.pick("16 GB disk");
    },
    born: /^Whole life, running, selected, hermes, 2 vCPU, 4 GB memory.*of \$1\.00$/,
    grown: /^Whole life, running, selected, hermes, 4 vCPU, 8 GB memory, 16 GB disk/,
  },
  unified: {
    answer: async ({ quickInput }: Workbench) => {
      await expect(quickInput.item("my-agent:v1")).toBeVisible();
      await quickInput.pick("The server's default");
      await quickInput.pick("1 vCPU");
      await expect(quickInput.title).toContainText("(3/4)");
      await quickInput.enter("Whole life");
      await expect(quickInput.title).toContainText("(4/4)");
      await expect(quickInput.message).not.toContainText("month");
      await quickInput.accept();
    },
    grow: ({ quickInput }: Workbench) => quickInput.pick("2 vCPU"),
    born: /^Whole life, running, selected, hermes, 1 vCPU.*of \$1\.00$/,
    grown: /^Whole life, running, selected, hermes, 2 vCPU/,
  },
} as const;

const statuses: Readonly<Record<string, string>> = {
  provisioning: "provisioning",
  running: "running",
  stopping: "stopping",
  stopped: "stopped",
  starting: "starting",
  restarting: "restarting",
  updating: "updating",
  sleeping: "sleeping",
  waking: "waking",
  failed: "failed",
  deleting: "deleting",
  // A word that nobody knows yet.
  defragmenting: "defragmenting",
};

for (const dialect of ["two-plane", "unified"] as const) {
  const { answer, grow, born, grown } = life[dialect];

  test.describe(`on the ${dialect} dialect`, () => {
    test.use({ dialect, window: "shared" });

    test("an instance is created, used up to its cap and beyond, stopped, started, resized and deleted", async ({
      workbench,
      emulator,
    }) => {
      test.setTimeout(180_000);
      const tree = await workbench.openTree("agent37.instances", "Instances");
      await workbench.runCommand("Agent37: Create Instance…");
      await answer(workbench);
      await expect(tree.row(born)).toBeVisible(patience);

      const chat = await workbench.openChat();
      expect(await chat.ask("echo born")).toBe("born");
      await chat.send("cost 1.5");
      const spent = chat.alert(/instance_cap_reached|quota_exhausted/);
      await spent.getByRole("button", { name: "Raise Spend Cap" }).click();
      await expect(workbench.quickInput.title).toContainText("Raise Spend Cap of Whole life");
      await workbench.quickInput.enter("5");
      await workbench.quickInput.pick(/^Raise and Retry/);
      await expect(chat.agentMessages.last()).toContainText("Spending done: 1.50 USD.", patience);
      await chat.waitUntilIdle();
      await expect(workbench.notifications).toHaveCount(0);
      await expect(tree.row(/^Whole life, .*of \$5\.00$/)).toBeVisible();

      await tree.press(/^Whole life, running/, "Stop Instance");
      await workbench.answerDialog("Stop");
      await expect(tree.row(/^Whole life, stopped/)).toBeVisible(patience);
      await chat.send("echo started");
      await chat.alerts.last().getByRole("button", { name: "Start Instance" }).click();
      await expect.poll(() => chat.lastAnswerText(), patience).toBe("started");
      await chat.waitUntilIdle();

      await tree.choose(/^Whole life, running/, "Resize Instance…");
      await grow(workbench);
      await expect(tree.row(grown)).toBeVisible(patience);

      await tree.choose(/^Whole life/, "Delete Instance…");
      await expect(workbench.dialog).toContainText("Delete Whole life");
      await workbench.answerDialog("Delete");
      await expect(tree.row(/^Whole life/)).toHaveCount(0, patience);
      // Made once, and each message answered once.
      const sent = await emulator.control.requests.list({ method: "POST" });
      expect(sent.filter(({ path }) => path === "/v1/instances")).toHaveLength(1);
    });

    test("each status is told in words, one that nobody knows yet as the server says it", async ({
      workbench,
      emulator,
    }) => {
      const { id } = await emulator.control.instances.create({ dialect, name: "Changing" });
      const tree = await workbench.openTree("agent37.instances", "Instances");
      for (const [status, words] of Object.entries(statuses)) {
        await emulator.control.instances.set(id, { status });
        await workbench.execute("agent37.refreshInstances");
        await expect(tree.row(new RegExp(`^Changing, ${words}`))).toBeVisible();
      }
      await emulator.control.instances.set(id, { status: "deleted" });
      await workbench.execute("agent37.refreshInstances");
      await expect(tree.row(/^Changing/)).toHaveCount(0);
    });
  });
}
