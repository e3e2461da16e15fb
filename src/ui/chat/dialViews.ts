import * as vscode from "vscode";
import type { Dials, TurnDefaults } from "../../core/conversation/dials.ts";
import type { Instance } from "../../api/wire.ts";
import type { DialView } from "../../protocol/view.ts";
import { agentName } from "./header.ts";

export interface DialInput {
  readonly dials: Dials;
  /** What the settings say where nothing was chosen. */
  readonly defaults: TurnDefaults;
  /** Where the next message goes. */
  readonly instance: Pick<Instance, "agents"> | undefined;
  readonly hasSession: boolean;
}

/** The choices below the composer: what the next message is sent with. */
export function dialsOf({ dials, defaults, instance, hasSession }: DialInput): readonly DialView[] {
  const agents = instance?.agents ?? [];
  const views: DialView[] = [modelDial(dials, defaults), effortDial(dials, defaults)];
  return agents.length > 1 ? [agentDial(dials.agent ?? agents[0], hasSession), ...views] : views;
}

function agentDial(agent: string | undefined, hasSession: boolean): DialView {
  const label = agentName(agent);
  return {
    id: "agent",
    label,
    title: hasSession
      ? vscode.l10n.t("Agent: {0}. A session stays with its agent.", label)
      : vscode.l10n.t("Agent: {0}", label),
    enabled: !hasSession,
  };
}

function modelDial({ model }: Dials, defaults: TurnDefaults): DialView {
  const chosen = model === undefined ? defaults.model : model?.label;
  return {
    id: "model",
    label: chosen ?? vscode.l10n.t("Model"),
    title: vscode.l10n.t("Model: {0}", chosen ?? vscode.l10n.t("the session's own")),
    enabled: true,
  };
}

function effortDial({ effort }: Dials, defaults: TurnDefaults): DialView {
  const chosen = effort === undefined ? defaults.reasoningEffort : effort;
  return {
    id: "effort",
    label: chosen ? vscode.l10n.t("Effort: {0}", chosen) : vscode.l10n.t("Effort"),
    title: vscode.l10n.t("Reasoning effort: {0}", chosen ?? vscode.l10n.t("the session's own")),
    enabled: true,
  };
}
