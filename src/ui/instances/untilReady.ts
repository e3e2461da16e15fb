import * as vscode from "vscode";
import type { InstanceRef } from "../../api/wire.ts";
import type { Instances } from "../../core/instances/instances.ts";
import { withProgress } from "../../platform/progress.ts";
import { statusWords } from "./instanceWords.ts";

/**
 * Shows the wait for an instance's agent; the user can cancel the wait, not what is being waited for.
 * @param before done first, under the same progress.
 */
export function untilReady(
  instances: Instances,
  ref: InstanceRef,
  title: string,
  before?: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  return withProgress(title, async (signal, say) => {
    await before?.(signal);
    await waitWithWords(instances, ref, signal, say);
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
