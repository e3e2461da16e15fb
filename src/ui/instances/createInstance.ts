import * as vscode from "vscode";
import type { CreateInstanceRequest, Instance, Template } from "../../api/wire.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { parseUsd } from "../../core/spend/usd.ts";
import { withProgress } from "../../platform/progress.ts";
import type { InstancesUiDeps } from "./deps.ts";
import { shapeItems } from "./shapes.ts";
import { askInSteps, pick, text } from "./steps.ts";
import { untilReady } from "./untilReady.ts";

const defaultCapUsd = 1;
/** The hosting API's limit. */
const longestName = 60;

/** Asks what to create, creates it, selects it and waits until its agent can take a message. */
export async function createInstance(deps: InstancesUiDeps): Promise<void> {
  const { instances } = deps;
  const request = await ask(deps);
  if (!request) return;
  // Not cancellable: the server would go on, and the instance would be there all the same.
  const instance = await withProgress(
    vscode.l10n.t("Creating an instance…"),
    () => instances.createInstance(request),
    { cancellable: false },
  );
  await instances.select(instance);
  await untilReady(instances, instance, vscode.l10n.t("Waiting for {0}", instanceLabel(instance)));
}

async function ask({ client, instances }: InstancesUiDeps): Promise<CreateInstanceRequest | undefined> {
  const title = vscode.l10n.t("Create Instance");
  const templates = await withProgress(vscode.l10n.t("Reading the templates…"), (signal) =>
    client.listTemplates({ signal }),
  );
  const unified = isUnified(instances.list, templates);
  let template: string | undefined;
  let vcpu: number | undefined;
  let name = "";
  let cap = String(defaultCapUsd);
  const done = await askInSteps([
    async (step) => {
      const answer = await pick({
        ...step,
        title,
        placeholder: vscode.l10n.t("What the instance is made from"),
        items: templateItems(templates),
      });
      if (typeof answer === "object") ({ template } = answer);
      return answer;
    },
    async (step) => {
      const answer = await pick({
        ...step,
        title,
        placeholder: vscode.l10n.t("How big the computer is"),
        items: shapeItems(unified),
      });
      if (typeof answer === "number") vcpu = answer;
      return answer;
    },
    async (step) => {
      const answer = await text({
        ...step,
        title,
        prompt: vscode.l10n.t("A name for the instance (optional)"),
        value: name,
        check: (value) =>
          value.trim().length > longestName
            ? vscode.l10n.t("At most {0} characters.", longestName)
            : undefined,
      });
      if (typeof answer === "string") name = answer.trim();
      return answer;
    },
    async (step) => {
      const answer = await text({
        ...step,
        title,
        prompt: vscode.l10n.t("What the agent may spend on models and tools in a month, in USD"),
        value: cap,
        check: (value) =>
          parseUsd(value) === undefined ? vscode.l10n.t("Enter an amount such as 5, $5 or 5.50.") : undefined,
      });
      if (typeof answer === "string") cap = answer;
      return answer;
    },
  ]);
  return done
    ? { template, vcpu, name: name === "" ? undefined : name, spendCapUsd: parseUsd(cap) ?? defaultCapUsd }
    : undefined;
}

/** A template without a known agent has no chat, so those with one come first. */
function templateItems(
  templates: readonly Template[],
): readonly (vscode.QuickPickItem & { readonly value: { readonly template: string | undefined } })[] {
  const chatty = templates.filter(({ agents }) => agents.length > 0);
  const offered = chatty.length > 0 ? chatty : templates;
  const items = offered.map(({ name, description, agents }) => ({
    label: name,
    description: agents.join(", "),
    ...(description !== undefined && description !== agents.join() && { detail: description }),
    value: { template: name },
  }));
  return items.length > 0
    ? items
    : [{ label: vscode.l10n.t("The server's default"), value: { template: undefined } }];
}

/** Which sizes exist follows the API; without any evidence it is the two-plane one. */
function isUnified(list: readonly Instance[], templates: readonly Template[]): boolean {
  const known = list.find(({ dialect }) => dialect !== "gateway");
  if (known) return known.dialect === "unified";
  return templates.length > 0 && templates.every(({ scope }) => scope === undefined);
}
