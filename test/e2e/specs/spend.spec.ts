/** Caps that are reached and raised, the word before that, and the view of what was spent. */
import type { Emulator } from "../../emulator/emulator.ts";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "../fixtures/test.ts";
import type { Workbench } from "../pages/workbench.ts";

const demo = { "two-plane": "demo000001", unified: "inst_demo" } as const;

/** The page of the report in front. */
const reportOf = ({ page }: Workbench) =>
  page
    .frameLocator(
      'iframe.webview[src*="extensionId=agent37.agent37-chat"]:visible:not(:left-of(.part.editor))',
    )
    .frameLocator("iframe#active-frame");

const budgetOf = async ({ control }: Emulator, id: string) => (await control.instances.get(id))?.budget;

for (const dialect of ["two-plane", "unified"] as const) {
  const id = demo[dialect];

  test.describe(`on the ${dialect} dialect`, () => {
    test.use({ dialect });

    test("the cap comes near, is reached and raised: the turn goes through", async ({
      workbench,
      emulator,
    }) => {
      const chat = await workbench.openChat();
      // The word at 80 % comes once, although two turns end beyond it.
      await emulator.control.instances.set(id, { budget: { capUsd: 1, usedUsd: 0.7, creditUsd: 0 } });
      await chat.ask("cost 0.12");
      await expect(workbench.notification("Demo agent has spent 82% of what it may spend")).toHaveCount(1);
      await chat.ask("cost 0.01");
      await expect(workbench.notifications).toHaveCount(1);
      await workbench.execute("notifications.clearAll");

      await chat.send("cost 0.5");
      const toast = workbench.notification(/instance_cap_reached|quota_exhausted/);
      await expect(toast).toHaveCount(1);
      await expect(chat.alerts.last()).toContainText(/reached its spend cap|used up its budget/);
      // The failure tells of the cap; the warning at 100 % would be a second word.
      await expect(workbench.notifications).toHaveCount(1);

      await toast.getByRole("button", { name: "Raise Spend Cap", exact: true }).click();
      await expect(workbench.quickInput.title).toContainText("of $1.00 spent");
      await workbench.quickInput.enter("no money");
      await expect(workbench.quickInput.widget).toContainText("Enter an amount such as 5, $5 or 5.50.");
      await workbench.quickInput.enter("$5.50");
      await workbench.quickInput.pick(/^Raise and Retry/);
      await expect(chat.agentMessages.last()).toContainText("Spending done: 0.50 USD.");
      await chat.waitUntilIdle();
      await expect(workbench.notifications).toHaveCount(0);
      expect(await budgetOf(emulator, id)).toMatchObject({ capUsd: 5.5 });
    });
  });
}

test("the spend of a month as charts, tables and CSV", async ({ workbench, emulator, folder }) => {
  await emulator.control.spending.sample();
  await workbench.openChat();
  await workbench.chat.ask("echo hello");
  await workbench.runCommand("Agent37: Show Spend");
  const report = reportOf(workbench);
  await expect(report.getByRole("heading", { level: 1 })).toHaveText("Spend of Demo agent");
  await expect(report.locator(".facts")).toContainText("$5.00");
  const services = report.getByRole("region", { name: "By service" });
  await expect(services.getByRole("img", { name: /^Language models/ })).toBeVisible();
  const days = report.getByRole("region", { name: "By day, all instances" });
  await expect(days.getByRole("img").first()).toBeVisible();
  await expect(report.getByRole("region", { name: "The latest chat, by turn" })).toContainText(
    "1. echo hello",
  );

  await days.getByText("Show as Table").click();
  await expect(days.getByRole("columnheader").last()).toHaveText("Total");

  await report.getByRole("button", { name: "Previous Month" }).click();
  await expect(report.getByRole("status").first()).toHaveText(
    monthName(await emulator.control.clock.now(), -1),
  );
  await report.getByRole("button", { name: "Next Month" }).click();
  await expect(report.getByRole("status").first()).toHaveText(
    monthName(await emulator.control.clock.now(), 0),
  );

  await report.getByRole("button", { name: "Export as CSV" }).click();
  const file = path.join(folder, "spend.csv");
  await expect(workbench.quickInput.input).toHaveValue(/agent37-spend-demo000001-\d{4}-\d\d\.csv$/);
  await workbench.quickInput.enter(file);
  await expect(workbench.notification("The figures are in spend.csv.")).toBeVisible();
  const rows = (await readFile(file, "utf8")).split("\r\n");
  expect(rows[0]).toBe("Kind,Instance,Period,Name,Cost in USD,Calls,Tokens in,Tokens out");
  expect(rows).toContainEqual(
    expect.stringMatching(/^service,demo000001,\d{4}-\d\d,llm,[\d.]+,\d+,\d+,\d+$/),
  );
  expect(rows).toContainEqual(expect.stringMatching(/^turn,demo000001,,1\. echo hello,0\.\d+,,\d+,\d+$/));

  await workbench.untilTabStored("agent37.showSpend");
  await workbench.reloadWindow();
  await expect(report.getByRole("heading", { level: 1 })).toHaveText("Spend of Demo agent");
  await expect(services.getByRole("img", { name: /^Language models/ })).toBeVisible();
});

test("credit is added once, although its answer is lost the first time", async ({ workbench, emulator }) => {
  test.setTimeout(120_000);
  await workbench.openChat();
  // The credit is added, and no answer of that arrives, whatever the number of tries.
  await emulator.control.faults.add({
    method: "POST",
    path: "/budget/top-up",
    times: -1,
    action: { kind: "drop", afterByte: 1 },
  });
  await workbench.runCommand("Agent37: Add Credit…");
  await expect(workbench.quickInput.title).toContainText("credit $0.00");
  await workbench.quickInput.enter("$2.50");
  await expect(workbench.notification(/\(\w+_\w+\)/)).toBeVisible({ timeout: 60_000 });
  await emulator.control.faults.clear();
  await workbench.execute("notifications.clearAll");

  await workbench.runCommand("Agent37: Add Credit…");
  await expect(workbench.quickInput.message).toContainText("Adding $2.50 was not confirmed");
  await workbench.quickInput.accept();
  await expect(workbench.notification("is $2.50 now.")).toBeVisible();
  const sent = await emulator.control.requests.list({ method: "POST", path: "**/budget/top-up" });
  expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
  expect(await budgetOf(emulator, demo["two-plane"])).toMatchObject({ creditUsd: 2.5 });
});

/** What the view says of the month that is `by` months from a time. */
function monthName(time: number, by: number): string {
  const date = new Date(time);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + by, 1);
  return `${new Intl.DateTimeFormat("en", { timeZone: "UTC", year: "numeric", month: "long" }).format(first)}, in USD`;
}
