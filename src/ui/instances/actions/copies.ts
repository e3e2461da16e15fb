import * as vscode from "vscode";
import { Agent37Error } from "../../../api/errors/agent37Error.ts";
import type { Backup, ForkRequest, Instance } from "../../../api/wire.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import type { Instances } from "../../../core/instances/instances.ts";
import { confirm, showInformation } from "../../../platform/messages.ts";
import { withProgress } from "../../../platform/progress.ts";
import { attempt } from "../attempt.ts";
import type { InstancesUiDeps } from "../deps.ts";
import { shapeItems } from "../shapes.ts";
import { askInSteps, pick, type Question, text } from "../steps.ts";
import { acting, settled, untilReady, waitWithWords } from "../untilReady.ts";
import { longestName, nameProblem } from "./renameInstance.ts";

type CopiesDeps = Pick<InstancesUiDeps, "clock" | "instances" | "problems">;

/** Makes a second instance with all that is on the first one. */
export async function forkInstance(deps: CopiesDeps, instance: Instance): Promise<void> {
  const { instances } = deps;
  const label = instanceLabel(instance);
  const request = await askForFork(instance);
  if (!request) return;
  await attempt(deps, instance.id, async () => {
    const copy = await withProgress(vscode.l10n.t("Forking {0}", label), async (signal, say) => {
      say(vscode.l10n.t("Agent37 copies the instance, which can take minutes…"));
      const fork = (): Promise<Instance> => instances.actions.fork(instance, request, signal);
      const made = await known(instances, instance, () => settled(deps, instance, fork, signal, say));
      await waitWithWords(instances, made, signal, say);
      return made;
    });
    void offerForChat(instances, copy, label);
  });
}

/** Keeps the disk as it is now; the one manual backup before it is replaced. */
export async function createBackup(deps: CopiesDeps, instance: Instance): Promise<void> {
  const { instances } = deps;
  const label = instanceLabel(instance);
  await attempt(deps, instance.id, async () => {
    const backup = await withProgress(vscode.l10n.t("Backing up {0}", label), async (signal, say) => {
      say(vscode.l10n.t("This can take minutes, and goes on when you do not wait for it…"));
      const backUp = () =>
        settled(deps, instance, () => instances.actions.backUp(instance, signal), signal, say);
      return known(instances, instance, backUp).catch((error: unknown) => {
        throw withWait(error);
      });
    });
    void showInformation(
      vscode.l10n.t("{0} was backed up: {1}.", label, [when(backup), size(backup)].join(", ")),
    );
  });
}

/** Puts the disk back to a backup that the user picks. */
export async function restoreBackup(deps: CopiesDeps, instance: Instance): Promise<void> {
  const { instances } = deps;
  const label = instanceLabel(instance);
  const backups = await withProgress(vscode.l10n.t("Reading the backups of {0}…", label), (signal) =>
    known(instances, instance, () => instances.actions.listBackups(instance, signal)),
  );
  if (backups.length === 0) {
    void showInformation(vscode.l10n.t("{0} has no backups yet.", label));
    return;
  }
  const backup = await pick<Backup>({
    title: vscode.l10n.t("Restore {0}", label),
    number: 1,
    total: 1,
    placeholder: vscode.l10n.t("The backup to go back to"),
    items: backups.map((value) => ({
      label: when(value),
      description: [size(value), kind(value)].filter((part) => part !== "").join(" · "),
      value,
    })),
  });
  if (typeof backup !== "object") return;
  const sure = await confirm(
    vscode.l10n.t("Put {0} back to {1}?", label, when(backup)),
    vscode.l10n.t("Everything that has changed on its disk since then is lost. A turn that runs on it ends."),
    vscode.l10n.t("Restore"),
  );
  if (!sure) return;
  const title = vscode.l10n.t("Restoring {0}", label);
  const restore = (signal: AbortSignal): Promise<void> =>
    instances.actions.restore(instance, backup.id, signal);
  await attempt(deps, instance.id, () =>
    instance.status === "stopped"
      ? acting(deps, instance, title, restore)
      : untilReady(deps, instance, title, restore),
  );
}

async function askForFork(instance: Instance): Promise<ForkRequest | undefined> {
  const title = vscode.l10n.t("Fork {0}", instanceLabel(instance));
  let name = vscode.l10n.t("Copy of {0}", instanceLabel(instance)).slice(0, longestName);
  let { vcpu } = instance.shape;
  const named: Question = (step) =>
    text({
      ...step,
      title,
      prompt: vscode.l10n.t("A name for the copy, which is an instance of its own with its own price"),
      value: name,
      check: nameProblem,
      keep: (value) => (name = value.trim()),
    });
  const sized: Question = async (step) => {
    const answer = await pick({
      ...step,
      title,
      placeholder: vscode.l10n.t("How big the copy is"),
      items: shapeItems(false, instance.shape.vcpu),
      active: (offered) => offered === vcpu,
    });
    if (typeof answer === "number") vcpu = answer;
    return answer;
  };
  if (!(await askInSteps([named, sized]))) return undefined;
  return {
    ...(name !== "" && { name }),
    ...(vcpu !== instance.shape.vcpu && { vcpu }),
  };
}

async function offerForChat(instances: Instances, copy: Instance, label: string): Promise<void> {
  const use = vscode.l10n.t("Use for Chat");
  const answer = await showInformation(
    vscode.l10n.t("{0} was forked: {1}.", label, instanceLabel(copy)),
    use,
  );
  if (answer === use) await instances.select(copy);
}

/** A server that does not know the call says the same as for an instance that is gone; the list tells them apart. */
async function known<T>(instances: Instances, instance: Instance, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Agent37Error) || error.code !== "not_found") throw error;
    await instances.refresh();
    if (!instances.find(instance.id)) throw error;
    throw new Agent37Error({
      code: "not_supported",
      message: vscode.l10n.t("This server has no forks and no backups yet."),
      plane: "local",
      cause: error,
    });
  }
}

/** Says in words how long the server wants to be left alone. */
function withWait(error: unknown): unknown {
  if (!(error instanceof Agent37Error) || error.code !== "rate_limited") return error;
  const { code, message, plane, status, retryAfterMs, requestId } = error;
  const minutes = retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 60_000));
  const hint =
    minutes === undefined
      ? vscode.l10n.t("A backup can be made every 15 minutes.")
      : minutes === 1
        ? vscode.l10n.t("A backup can be made every 15 minutes; the next one in a minute.")
        : vscode.l10n.t("A backup can be made every 15 minutes; the next one in {0} minutes.", minutes);
  return new Agent37Error({ code, message, plane, status, retryAfterMs, requestId, hint, cause: error });
}

function when({ createdAt }: Backup): string {
  if (createdAt === undefined) return vscode.l10n.t("an unknown time");
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "short" }).format(
    createdAt,
  );
}

function size({ sizeBytes }: Backup): string {
  if (sizeBytes === undefined) return "";
  const megabytes = Math.max(1, Math.round(sizeBytes / 1_000_000));
  return vscode.l10n.t("{0} MB", megabytes.toLocaleString(vscode.env.language));
}

function kind({ kind: word }: Backup): string {
  if (word === "automatic") return vscode.l10n.t("automatic");
  return word === "manual" ? vscode.l10n.t("manual") : word;
}
