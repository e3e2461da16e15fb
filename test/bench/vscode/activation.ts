/** What activation costs, beside extensions that come with VS Code, as VS Code itself measures it. */
import { expect } from "@playwright/test";
import type { Workbench } from "../../e2e/pages/workbench.ts";
import { run } from "../../vscode/run.ts";
import { median } from "../stats.ts";
import type { Section } from "../table.ts";
import { startScene } from "./scene.ts";

/** Times of one extension in one window, in ms. */
interface Activation {
  readonly loadCode: number;
  readonly callActivate: number;
  readonly finishActivate: number;
}

const OWN = "agent37.agent37-chat";
/** What the others are compared with: a repository is open, so it is activated at once. */
const REFERENCE = "vscode.git";
const OTHERS = [
  "vscode.github",
  "vscode.emmet",
  "vscode.merge-conflict",
  "vscode.json-language-features",
  "vscode.markdown-language-features",
];
const READY_TIMEOUT_MS = 30_000;

/** Opens a window with the chat in its side bar so many times. */
export async function benchActivation(windows: number, log: (line: string) => void): Promise<Section> {
  const scene = await startScene({}, async (folder) => {
    await run("git", ["init", "--quiet", folder]);
  });
  try {
    const measured = new Map<string, Activation[]>();
    const workbench = await scene.open();
    await workbench.openChat();
    // The window remembers what it shows.
    await workbench.openFile("README.md");
    await workbench.page.waitForTimeout(2_000);
    for (let round = 1; round <= windows; round += 1) {
      await workbench.reloadWindow();
      await workbench.chat.composer.waitFor();
      for (const [id, activation] of await readActivations(workbench))
        measured.set(id, [...(measured.get(id) ?? []), activation]);
      const own = measured.get(OWN)?.at(-1);
      log(`window ${round} of ${windows}: activate() took ${own?.callActivate ?? "?"} ms`);
    }
    return section(measured, windows);
  } finally {
    await scene.close();
  }
}

/** Reads the table in the text that Developer: Startup Performance opens. */
async function readActivations(workbench: Workbench): Promise<ReadonlyMap<string, Activation>> {
  let found = new Map<string, Activation>();
  await expect(async () => {
    await workbench.execute("perfview.show");
    const text = (await workbench.execute("companion.activeText")) as string | undefined;
    found = parseActivations(text ?? "");
    await workbench.execute("workbench.action.closeActiveEditor");
    expect([...found.keys()]).toEqual(expect.arrayContaining([OWN, REFERENCE]));
  }).toPass({ timeout: READY_TIMEOUT_MS, intervals: [1_000] });
  return found;
}

/** Rows are `| id | eager | load code | call activate | finish activate | event | by |`. */
export function parseActivations(text: string): Map<string, Activation> {
  const [, table = ""] = text.split("## Extension Activation Stats");
  const rows = (table.split("\n## ")[0] ?? "").matchAll(
    /^\| ([\w-]+\.[\w-]+) +\| \w+ +\| (\d+) +\| (\d+) +\| (\d+) +\|/gm,
  );
  return new Map(
    [...rows].map(([, id = "", load, call, finish]) => [
      id,
      { loadCode: Number(load), callActivate: Number(call), finishActivate: Number(finish) },
    ]),
  );
}

function section(measured: ReadonlyMap<string, readonly Activation[]>, windows: number): Section {
  const middle = (id: string, of: (activation: Activation) => number): number =>
    median((measured.get(id) ?? []).map(of));
  const all = ({ loadCode, callActivate, finishActivate }: Activation): number =>
    loadCode + callActivate + finishActivate;
  return {
    title: "Activation",
    columns: [
      "extension",
      "load code, ms",
      "call activate(), ms",
      "until it is done, ms",
      "all, ms",
      `call / ${REFERENCE}`,
      `all / ${REFERENCE}`,
    ],
    rows: [OWN, REFERENCE, ...OTHERS]
      .filter((id) => measured.has(id))
      .map((id) => [
        id,
        middle(id, ({ loadCode }) => loadCode),
        middle(id, ({ callActivate }) => callActivate),
        middle(id, ({ finishActivate }) => finishActivate),
        middle(id, all),
        middle(id, ({ callActivate }) => callActivate) /
          middle(REFERENCE, ({ callActivate }) => callActivate),
        middle(id, all) / middle(REFERENCE, all),
      ]),
    notes: [
      `Medians of ${windows} windows on a git repository with the chat in the side bar, from Developer: Startup Performance.`,
      "VS Code counts whole milliseconds.",
    ],
  };
}
