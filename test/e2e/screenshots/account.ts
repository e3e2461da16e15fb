/** The account that the pictures show: instances of three teams, and a project on the one that is used. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Emulator } from "../../emulator/emulator.ts";
import { expect } from "../fixtures/test.ts";

/** The instance that the pictures use. */
export const apiServer = "demo000001";

const minuteMs = 60_000;

/** Replaces what the emulator begins with. */
export async function fillAccount(emulator: Emulator): Promise<void> {
  const { instances } = emulator.control;
  const now = await emulator.control.clock.now();
  await instances.set(apiServer, {
    name: "api-server",
    user: "shop",
    updateAvailable: true,
    budget: { capUsd: 10 },
    logs: log(now),
  });
  await instances.set("sleepy0001", { name: "nightly-tests", user: "ci", budget: { usedUsd: 0.42 } });
  await instances.set("stopped001", { name: "docs-writer", user: "docs", budget: { usedUsd: 0.15 } });
  await instances.set("failed0001", { name: "image-import", user: "shop", logs: failedLog(now) });
  await instances.set("failed0001", {
    statusReason: {
      code: "provisioning_failed",
      message: "The container exited before its port opened.",
      operation: "update",
      at: Math.floor((now - 40 * minuteMs) / 1_000),
    },
  });
  await emulator.control.settings.set({ transitionMs: 0 });
  await hosting(emulator, `/${apiServer}/resize`, { cpu: 4, memory: 8, disk: 12 });
  const create = async (name: string, user: string, template: string, cpu: number): Promise<string> => {
    const { id } = await hosting(emulator, "", { name, user, template, resources: { cpu } });
    return String(id);
  };
  const storefront = await create("storefront", "shop", "agent37-hermes", 4);
  const releaseBot = await create("release-bot", "ci", "agent37-claude-code", 2);
  const translations = await create("translations", "docs", "agent37-openclaw", 2);
  const loadTest = await create("load-test", "ci", "agent37-codex", 8);
  await instances.set(storefront, { budget: { capUsd: 5, usedUsd: 1.8 } });
  await instances.set(releaseBot, { budget: { capUsd: 3, usedUsd: 0.66 } });
  await instances.set(translations, { budget: { capUsd: 2, usedUsd: 1.05 } });
  await instances.set(loadTest, { status: "provisioning", budget: { capUsd: 1 } });
  await emulator.control.settings.set({ transitionMs: 400 });
}

/** As much of its cap as a word of warning is for. */
export async function spendMost(emulator: Emulator): Promise<void> {
  const { clock, instances, spending } = emulator.control;
  const month = new Date(await clock.now()).toISOString().slice(0, 7);
  const rows = await spending.sample(60);
  // The computer is not part of what an agent spends.
  const own = rows.filter(
    ({ instanceId, date, service }) =>
      instanceId === apiServer && date.startsWith(month) && service !== "compute",
  );
  const usedUsd = own.reduce((sum, { costMicros }) => sum + costMicros, 1_250_000) / 1_000_000;
  await instances.set(apiServer, { budget: { capUsd: Math.ceil(usedUsd / 0.87), usedUsd } });
}

const orders = `export interface Order {
  readonly id: string;
  readonly quantity: number;
  /** What one piece costs, in cents. */
  readonly cents: number;
}

/** Sums up what the orders cost, in cents. */
export function total(orders: readonly Order[]): number {
  let sum = 0;
  for (const { quantity, cents } of orders) sum += quantity * cents;
  return sum;
}
`;

const ordersTest = `import assert from "node:assert";
import test from "node:test";

test("sums up in whole cents", () => assert.equal(3 * 10, 30));
test("refuses a negative quantity", () => assert.throws(() => { throw new RangeError(); }));
test("an empty basket costs nothing", () => assert.equal(0, 0));
`;

/** The home of the agent after a day of work. */
export async function fillHome({ control }: Emulator): Promise<void> {
  const home = (await control.instances.get(apiServer))?.home ?? "";
  const files = {
    "notes/plan.md": "# Plan\n\n- [x] Sums in cents\n- [ ] Refuse negative quantities\n",
    "reports/coverage.html": "<!doctype html>\n",
    "reports/prices.csv": "id,cents\n",
    "shop/.gitignore": "node_modules\n",
    "shop/README.md": "# Shop\n",
    "shop/package.json": '{ "name": "shop", "type": "module", "scripts": { "test": "node --test" } }\n',
    "shop/src/index.ts": "",
    "shop/src/orders.ts": orders,
    "shop/test/orders.test.mjs": ordersTest,
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(home, name)), { recursive: true });
    await writeFile(path.join(home, name), text);
  }
}

/** A call that makes or changes an instance. */
async function hosting(
  { twoPlaneUrl, key }: Emulator,
  place: string,
  body: object,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${twoPlaneUrl}/instances${place}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

/** Lines that end now, one a while. */
function stamped(now: number, everyMs: number, lines: readonly string[]): string[] {
  return lines.map((line, index) => {
    const at = new Date(now - (lines.length - index) * everyMs);
    return `${at.toISOString().slice(0, 19)}Z ${line}`;
  });
}

function log(now: number): string[] {
  return stamped(now, 3 * minuteMs, [
    "INFO  gateway listening on :3737",
    "INFO  agent hermes ready in 2.4 s",
    "INFO  session s_41c0 opened",
    "INFO  turn r_8812 started, model default",
    "INFO  tool terminal: npm test (1874 ms)",
    "WARN  tool terminal: npm run lint failed, exit code 1",
    "INFO  turn r_8812 completed, 8,214 tokens in, 512 out",
    "INFO  idle",
  ]);
}

function failedLog(now: number): string[] {
  return stamped(now - 40 * minuteMs, 1_000, [
    "INFO  starting from agent37-hermes:2026.10.05a",
    "INFO  mounting /home/node",
    "ERROR cannot find module 'sharp'",
    "ERROR process exited with code 1",
  ]);
}
