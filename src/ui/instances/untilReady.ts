import * as vscode from "vscode";
import type { Instance, InstanceRef } from "../../api/wire.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import type { Instances } from "../../core/instances/instances.ts";
import { withProgress } from "../../platform/progress.ts";
import { whileSettling } from "../problems/withWaking.ts";
import type { InstancesUiDeps } from "./deps.ts";
import { statusWords } from "./instanceWords.ts";

type Deps = Pick<InstancesUiDeps, "clock" | "instances">;

/** Does something to an instance, and again for a while when another change of it has not ended: it is refused then. */
export function settled<T>(
  { clock }: Pick<Deps, "clock">,
  instance: Instance,
  act: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<T> {
  return whileSettling(act, { clock, signal, name: instanceLabel(instance), say });
}

/** Shows that something is `settled`. */
export function acting<T>(
  deps: Pick<Deps, "clock">,
  instance: Instance,
  title: string,
  act: (signal: AbortSignal) => Promise<T>,
  options?: { readonly cancellable: boolean },
): Promise<T> {
  return withProgress(title, (signal, say) => settled(deps, instance, act, signal, say), options);
}

/**
 * Shows the wait for an instance's agent; the user can cancel the wait, not what is being waited for.
 * @param before `settled` first, under the same progress.
 */
export function untilReady(
  deps: Deps,
  instance: Instance,
  title: string,
  before?: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  return withProgress(title, async (signal, say) => {
    if (before) await settled(deps, instance, before, signal, say);
    await waitWithWords(deps.instances, instance, signal, say);
  });
}

/** Waits for an instance's agent and says what is being waited for. */
export async function waitWithWords(
  instances: Instances,
  ref: InstanceRef,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<void> {
  await instances.waitUntilReady(ref, {
    signal,
    onStatus: (step) =>
      say(
        step.kind === "agent"
          ? vscode.l10n.t("The instance runs; its agent is starting…")
          : vscode.l10n.t("The instance is {0}…", statusWords(step.instance)),
      ),
  });
  await instances.refresh();
}
