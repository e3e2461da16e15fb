import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { DisposableStore } from "../../common/disposable.ts";
import { withoutLinks } from "../../common/withoutLinks.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import type { Instances } from "../../core/instances/instances.ts";
import { Highlight } from "../../platform/highlight.ts";
import { remedies } from "../problems/remedies.ts";
import { sentenceOf } from "../problems/wording.ts";
import type { InstancesUiDeps } from "./deps.ts";
import { plainLabel, shapeWords, statusIcon, statusWords } from "./instanceWords.ts";

type Choice = Instance | "create" | "refresh" | "setKey";
type Row = vscode.QuickPickItem & { readonly choice?: Choice };

/**
 * Lets the user select the window's instance. Without a key, the key is asked for first.
 * @returns the instance, or undefined when none was chosen.
 */
export async function selectInstance({
  account,
  instances,
}: Pick<InstancesUiDeps, "account" | "instances">): Promise<Instance | undefined> {
  const { source } = await account.ready();
  const hasGateway = instances.list.some(({ dialect }) => dialect === "gateway");
  if (source === "none" && !hasGateway) {
    const kept = await vscode.commands.executeCommand<boolean>(remedies.setApiKey.command);
    if (!kept) return undefined;
  }
  void instances.refresh();
  const choice = await choose(instances);
  if (choice === "setKey") await vscode.commands.executeCommand(remedies.setApiKey.command);
  if (choice === "create") await vscode.commands.executeCommand(remedies.createInstance.command);
  if (typeof choice !== "object") return choice === "create" ? instances.selected : undefined;
  await instances.select(choice);
  return choice;
}

/** Shows the rows and follows the list while the box is open, so that it is of use while the list is read. */
async function choose(instances: Instances): Promise<Exclude<Choice, "refresh"> | undefined> {
  const store = new DisposableStore();
  const box = store.add(vscode.window.createQuickPick<Row>());
  box.title = vscode.l10n.t("Select Instance");
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.keepScrollPosition = true;
  const highlight = new Highlight();
  const update = (): void => {
    box.busy = instances.isReading;
    box.placeholder = instances.isReading
      ? vscode.l10n.t("Reading the instances…")
      : vscode.l10n.t("The instance for the chats of this window");
    box.items = rows(instances);
    // Where nothing is chosen yet, an instance is offered and not an action that costs money.
    const offers = box.items.filter(({ choice }) => typeof choice === "object");
    const offered = offers.find((row) => isRowOf(row, instances.selected)) ?? offers[0];
    const keys = box.items.map(keyOf).filter((key) => key !== undefined);
    const next = highlight.place(keys, offered && keyOf(offered));
    box.activeItems = box.items.filter((row) => next !== undefined && keyOf(row) === next);
  };
  store.add(instances.onDidChange(update));
  try {
    return await new Promise((resolve) => {
      box.onDidAccept(() => {
        const choice = box.selectedItems[0]?.choice;
        if (choice !== "refresh") resolve(choice);
        else {
          void instances.refresh();
          update();
        }
      });
      box.onDidHide(() => resolve(undefined));
      box.onDidChangeActive(([row]) => highlight.moved(row && keyOf(row)));
      update();
      box.show();
    });
  } finally {
    store.dispose();
  }
}

function isRowOf({ choice }: Row, instance: Instance | undefined): boolean {
  return typeof choice === "object" && choice.id === instance?.id;
}

/** What stays the same of a row while the list is read again; undefined for a heading. */
function keyOf({ choice }: Row): string | undefined {
  return typeof choice === "object" ? `instance ${choice.id}` : choice;
}

function rows(instances: Instances): readonly Row[] {
  const { list, selected, state } = instances;
  const own = list.filter(({ dialect }) => dialect !== "gateway");
  const gateways = list.filter(({ dialect }) => dialect === "gateway");
  return [
    ...section(
      vscode.l10n.t("Instances"),
      own.map((instance) => instanceRow(instance, selected)),
    ),
    ...section(
      vscode.l10n.t("On this computer"),
      gateways.map((gateway) => instanceRow(gateway, selected)),
    ),
    ...section(vscode.l10n.t("More"), [
      ...(state.kind === "noKey"
        ? [{ label: `$(key) ${vscode.l10n.t("Set API Key…")}`, choice: "setKey" as const }]
        : [{ label: `$(add) ${vscode.l10n.t("Create Instance…")}`, choice: "create" as const }]),
      {
        label: `$(refresh) ${vscode.l10n.t("Read the List Again")}`,
        choice: "refresh" as const,
        ...(state.kind === "failed" && { detail: plainLabel(sentenceOf(state.error)) }),
      },
    ]),
  ];
}

function section(title: string, items: readonly Row[]): readonly Row[] {
  return items.length === 0 ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function instanceRow(instance: Instance, selected: Instance | undefined): Row {
  const detail = [
    instance.agents.join(", ") || instance.template,
    shapeWords(instance.shape),
    instance.user,
    instance.dialect === "gateway" ? instance.agentUrl : instance.name && instance.id,
  ];
  return {
    label: `${statusIcon(instance.status)} ${plainLabel(withoutLinks(instanceLabel(instance)))}`,
    description: [
      statusWords(instance),
      ...(instance.id === selected?.id ? [vscode.l10n.t("selected")] : []),
    ].join(" · "),
    detail: plainLabel(withoutLinks(detail.filter((part) => part).join(" · "))),
    choice: instance,
  };
}
