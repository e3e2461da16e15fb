import type { ReasoningEffort, TurnRequest } from "../../api/wire.ts";

export interface ModelDial {
  readonly id: string;
  readonly provider?: string | undefined;
  /** What people call it. */
  readonly label: string;
}

/** What the settings say for new turns. */
export interface TurnDefaults {
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
}

/** What the user has chosen for a chat. Absent: what the settings say. `null`: the session's own, whatever the settings say. */
export interface Dials {
  /** Harness; only a new session can choose. */
  readonly agent?: string | undefined;
  readonly model?: ModelDial | null | undefined;
  readonly effort?: ReasoningEffort | null | undefined;
}

/** Whether everything is as the settings say. */
export function isEmpty({ agent, model, effort }: Dials): boolean {
  return agent === undefined && model === undefined && effort === undefined;
}

/** What a turn is sent with: what the user has chosen, else what the settings say. */
export function turnChoice(
  { agent, model, effort }: Dials,
  defaults: TurnDefaults,
): {
  readonly request: Pick<TurnRequest, "agent" | "model" | "provider" | "reasoningEffort">;
  /** The model as people call it; undefined: the session's own. */
  readonly model: string | undefined;
} {
  const id = model === undefined ? defaults.model : model?.id;
  const provider = model === undefined ? defaults.provider : model?.provider;
  const reasoningEffort = effort === undefined ? defaults.reasoningEffort : (effort ?? undefined);
  return {
    request: {
      ...(agent !== undefined && { agent }),
      ...(id !== undefined && { model: id }),
      ...(provider !== undefined && { provider }),
      ...(reasoningEffort !== undefined && { reasoningEffort }),
    },
    model: model?.label ?? id,
  };
}
