import * as vscode from "vscode";
import { capabilities, type Instance, type ResizeRequest } from "../../../api/wire.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { attempt } from "../attempt.ts";
import type { InstancesUiDeps } from "../deps.ts";
import { diskItems, shapeItems } from "../shapes.ts";
import { askInSteps, pick, type Question } from "../steps.ts";
import { untilReady } from "../untilReady.ts";

/** Gives the instance another size, which restarts it. Which way a size can go is the server's word. */
export async function resizeInstance(
  deps: Pick<InstancesUiDeps, "clock" | "instances" | "problems">,
  instance: Instance,
): Promise<void> {
  const { instances } = deps;
  const shape = await ask(instance);
  if (!shape) return;
  const title = vscode.l10n.t("Resizing {0}", instanceLabel(instance));
  await attempt(deps, instance.id, () =>
    untilReady(deps, instance, title, (signal) => instances.actions.resize(instance, shape, signal)),
  );
}

/** @returns what is to be different; undefined: nothing. */
async function ask(instance: Instance): Promise<ResizeRequest | undefined> {
  const title = vscode.l10n.t("Resize {0}", instanceLabel(instance));
  const { shape, dialect } = instance;
  let { vcpu } = shape;
  let diskGb: number | undefined;
  const size: Question = async (step) => {
    const answer = await pick({
      ...step,
      title,
      placeholder: vscode.l10n.t(
        "The size changes the price. The instance restarts, and a running turn ends.",
      ),
      items: shapeItems(dialect === "unified", shape.vcpu),
      active: (offered) => offered === vcpu,
    });
    if (typeof answer === "number") vcpu = answer;
    return answer;
  };
  const disk: Question = async (step) => {
    const answer = await pick({
      ...step,
      title,
      placeholder: vscode.l10n.t(
        "The disk can grow, not shrink. The instance restarts, and a running turn ends.",
      ),
      items: diskItems(vcpu, shape.diskGb),
    });
    if (typeof answer === "object") ({ diskGb } = answer);
    return answer;
  };
  const answered = await askInSteps(capabilities[dialect].diskSize ? [size, disk] : [size]);
  const changed = {
    ...(vcpu !== shape.vcpu && { vcpu }),
    ...(diskGb !== undefined && { diskGb }),
  };
  return answered && Object.keys(changed).length > 0 ? changed : undefined;
}
