import * as vscode from "vscode";
import type { Instance, InstancePatch } from "../../../api/wire.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { attempt } from "../attempt.ts";
import type { InstancesUiDeps } from "../deps.ts";
import {
  idleMinutes,
  isCurrentSleep,
  parseIdleMinutes,
  type SleepChoice,
  sleepItems,
} from "../sleepItems.ts";
import { askInSteps, pick, type Question, text } from "../steps.ts";
import { acting } from "../untilReady.ts";

/** Says whether the instance sleeps when it has nothing to do, and after what time. */
export async function setAutoSleep(
  deps: Pick<InstancesUiDeps, "clock" | "instances" | "problems">,
  instance: Instance,
): Promise<void> {
  const choice = await ask(instance);
  if (!choice || (instance.autoSleep !== undefined && isCurrentSleep(choice, instance))) return;
  const { idleMs } = choice;
  const patch: InstancePatch =
    idleMs === undefined ? { autoSleep: false } : { autoSleep: true, idleTimeoutMs: idleMs };
  const title = vscode.l10n.t("Changing when {0} sleeps", instanceLabel(instance));
  await attempt(deps, instance.id, async () => {
    await acting(deps, instance, title, (signal) => deps.instances.actions.patch(instance, patch, signal));
  });
}

async function ask(instance: Instance): Promise<SleepChoice | undefined> {
  const title = vscode.l10n.t("Auto-Sleep of {0}", instanceLabel(instance));
  let choice: SleepChoice | "other" | undefined;
  const time: Question = async (step) => {
    const answer = await pick<SleepChoice | "other">({
      ...step,
      total: 1,
      title,
      placeholder: vscode.l10n.t("A sleeping instance wakes with the next message."),
      items: [...sleepItems(instance), { label: vscode.l10n.t("Other Time…"), value: "other" }],
      active: (value) => value !== "other" && isCurrentSleep(value, instance),
    });
    if (typeof answer !== "symbol") choice = answer;
    return answer;
  };
  const minutes: Question = async (step) => {
    if (choice !== "other") return choice;
    return text({
      ...step,
      title,
      prompt: vscode.l10n.t("Minutes without work before it sleeps"),
      value: "",
      check: (value) =>
        parseIdleMinutes(value) === undefined
          ? vscode.l10n.t("Enter {0} to {1} minutes.", idleMinutes.shortest, idleMinutes.longest)
          : undefined,
      keep: (value) => (typed = parseIdleMinutes(value)),
    });
  };
  let typed: number | undefined;
  if (!(await askInSteps([time, minutes]))) return undefined;
  return choice === "other" ? { idleMs: typed } : choice;
}
