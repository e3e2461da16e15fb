import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { idleWords } from "./instanceWords.ts";
import type { PickItem } from "./steps.ts";

/** How an instance is to fall asleep; no time: never. */
export interface SleepChoice {
  readonly idleMs: number | undefined;
}

const minuteMs = 60_000;
/** What the server takes. Source: the docs of the two-plane API. */
export const idleMinutes = { shortest: 5, longest: 1_440 };
const offered = [5, 15, 30, 60, 240, 1_440];

/** Never, or after one of some times; `current` is marked. */
export function sleepItems(
  current?: Pick<Instance, "autoSleep" | "idleTimeoutMs">,
): readonly PickItem<SleepChoice>[] {
  const asItIs = (is: boolean) => (is ? { description: vscode.l10n.t("as it is") } : {});
  return [
    {
      label: vscode.l10n.t("Never"),
      detail: vscode.l10n.t("The instance stays awake until it is stopped."),
      ...asItIs(current?.autoSleep === false),
      value: { idleMs: undefined },
    },
    ...offered.map((minutes) => ({
      label: vscode.l10n.t("Sleep {0} without work", idleWords(minutes * minuteMs)),
      ...asItIs(current?.autoSleep === true && current.idleTimeoutMs === minutes * minuteMs),
      value: { idleMs: minutes * minuteMs },
    })),
  ];
}

/** Whether a row stands for how the instance falls asleep at present. */
export function isCurrentSleep(
  { idleMs }: SleepChoice,
  { autoSleep, idleTimeoutMs }: Pick<Instance, "autoSleep" | "idleTimeoutMs">,
): boolean {
  return autoSleep === true ? idleMs !== undefined && idleMs === idleTimeoutMs : idleMs === undefined;
}

/** A number of minutes that the server takes, in milliseconds. */
export function parseIdleMinutes(text: string): number | undefined {
  const minutes = /^\d{1,4}$/.test(text.trim()) ? Number(text) : NaN;
  return minutes >= idleMinutes.shortest && minutes <= idleMinutes.longest ? minutes * minuteMs : undefined;
}
