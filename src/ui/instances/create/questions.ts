import * as vscode from "vscode";
import { capabilities, type Template } from "../../../api/wire.ts";
import { formatUsd, parseUsd } from "../../../core/spend/usd.ts";
import { nameProblem } from "../actions/renameInstance.ts";
import { idleWords, shapeWords } from "../instanceWords.ts";
import { diskItems, shapeItems } from "../shapes.ts";
import { sleepItems } from "../sleepItems.ts";
import { type PickItem, pick, type Question, text } from "../steps.ts";
import { type CreateDraft, defaultCapUsd } from "./draft.ts";

/** The questions of the create flow; each begins with what the draft holds and writes its answer there. */
export function questions(draft: CreateDraft): readonly Question[] {
  const title = vscode.l10n.t("Create Instance");
  const can = capabilities[draft.dialect];
  const summed = (words: string): string => [words, ...summary(draft)].join(" · ");

  const template: Question = async (step) => {
    const answer = await pick({
      ...step,
      title,
      placeholder: vscode.l10n.t("What the instance is made from"),
      items: templateItems(draft),
      active: ({ template: offered }) => offered === draft.template,
    });
    if (typeof answer === "object") draft.template = answer.template;
    return answer;
  };
  const size: Question = async (step) => {
    const answer = await pick({
      ...step,
      title,
      placeholder: vscode.l10n.t("How big the computer is"),
      items: shapeItems(draft.dialect === "unified"),
      active: (vcpu) => vcpu === draft.vcpu,
    });
    if (typeof answer === "number") {
      // A disk that was chosen may not go with another size.
      if (answer !== draft.vcpu) draft.diskGb = undefined;
      draft.vcpu = answer;
    }
    return answer;
  };
  const disk: Question = async (step) => {
    const answer = await pick({
      ...step,
      title,
      placeholder: vscode.l10n.t("How big its disk is; it can grow later, not shrink"),
      items: diskItems(draft.vcpu),
      active: ({ diskGb }) => diskGb === draft.diskGb,
    });
    if (typeof answer === "object") draft.diskGb = answer.diskGb;
    return answer;
  };
  const name: Question = async (step) => {
    return text({
      ...step,
      title,
      prompt: vscode.l10n.t("A name for the instance (optional)"),
      value: draft.name,
      check: nameProblem,
      keep: (value) => (draft.name = value.trim()),
    });
  };
  const cap: Question = async (step) => {
    return text({
      ...step,
      title,
      prompt:
        draft.dialect === "two-plane"
          ? vscode.l10n.t(
              "What the agent may spend on models and tools in a month, in USD. With 0 the first message fails; {0} is a good start.",
              usd(defaultCapUsd),
            )
          : // Spending counts for good there.
            vscode.l10n.t("What the agent may spend on models and tools in all, in USD"),
      value: draft.cap,
      check: (value) =>
        parseUsd(value) === undefined ? vscode.l10n.t("Enter an amount such as 5, $5 or 5.50.") : undefined,
      keep: (value) => (draft.cap = value.trim()),
    });
  };
  const sleep: Question = async (step) => {
    const answer = await pick({
      ...step,
      title,
      placeholder: summed(vscode.l10n.t("When it sleeps")),
      items: sleepItems(),
      active: ({ idleMs }) => idleMs === draft.sleep.idleMs,
    });
    if (typeof answer === "object") draft.sleep = answer;
    return answer;
  };
  return [template, size, ...(can.diskSize ? [disk] : []), name, cap, ...(can.autoSleep ? [sleep] : [])];
}

/** What was answered, in a few words each. */
export function summary(draft: CreateDraft): readonly string[] {
  const { template, vcpu, diskGb, name, cap, sleep } = draft;
  return [
    name,
    template?.name,
    shapeWords({ vcpu, diskGb }),
    usd(parseUsd(cap) ?? defaultCapUsd),
    sleep.idleMs === undefined ? undefined : idleWords(sleep.idleMs),
  ].filter((part) => part !== undefined && part !== "") as readonly string[];
}

type TemplateItem = PickItem<{ readonly template: Template | undefined }>;

/**
 * A template without a known agent has no chat, so those with one come first. The unified API lists the account's own
 * templates alone, so what it makes without one is offered beside them.
 */
function templateItems({ templates, tellsAgents, dialect }: CreateDraft): readonly TemplateItem[] {
  const byDefault = { label: vscode.l10n.t("The server's default"), value: { template: undefined } };
  if (templates.length === 0) return [byDefault];
  const item = (template: Template, chat: boolean): TemplateItem => {
    const { name, description, agents } = template;
    return {
      label: name,
      description: chat ? agents.join(", ") : vscode.l10n.t("no chat"),
      ...(description !== undefined && description !== agents.join() && { detail: description }),
      value: { template },
    };
  };
  const chatty = templates.filter(({ agents }) => agents.length > 0 || !tellsAgents);
  const mute = templates.filter((template) => !chatty.includes(template));
  return [
    ...(dialect === "unified" ? [byDefault] : []),
    ...chatty.map((template) => item(template, true)),
    ...(mute.length > 0
      ? [{ label: vscode.l10n.t("Without an Agent"), kind: vscode.QuickPickItemKind.Separator }]
      : []),
    ...mute.map((template) => item(template, false)),
  ];
}

function usd(amount: number): string {
  return formatUsd(amount, vscode.env.language);
}
