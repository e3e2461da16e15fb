import * as vscode from "vscode";
import type { Instance, Model } from "../../api/wire.ts";
import type { ModelDial } from "../../core/conversation/dials.ts";

/** A row of the model picker; without a choice it is a heading. `null` is the session's own model. */
export type ModelRow = vscode.QuickPickItem & { readonly choice?: ModelDial | null };

/**
 * The models that an instance offers, by provider, behind the session's own.
 * @param present what is chosen now; it has a row also when it is not offered any more
 */
export function modelRows(
  models: readonly Model[],
  present: ModelDial | null | undefined,
  instance: Pick<Instance, "dialect">,
): readonly ModelRow[] {
  const offered = models.map((model) => ({ model, choice: dialOf(instance, model) }));
  const isPresent = (choice: ModelDial): boolean => !!present && isSameModel(choice, present);
  const own: ModelRow = {
    label: vscode.l10n.t("The session's own model"),
    ...description(undefined, !present),
    choice: null,
  };
  const gone: readonly ModelRow[] =
    present && !offered.some(({ choice }) => isPresent(choice))
      ? [
          {
            label: present.label,
            ...description(present.provider, true),
            detail: vscode.l10n.t("The instance does not offer it now."),
            choice: present,
          },
        ]
      : [];
  const providers = [...new Set(models.map(({ provider }) => provider ?? ""))];
  const groups = providers.flatMap((provider): readonly ModelRow[] => [
    ...(provider === "" ? [] : [{ label: provider, kind: vscode.QuickPickItemKind.Separator }]),
    ...offered
      .filter(({ model }) => (model.provider ?? "") === provider)
      .map(({ model, choice }) => ({
        label: model.label,
        ...description(model.label === model.id ? undefined : model.id, isPresent(choice)),
        ...(model.description !== undefined && { detail: model.description }),
        choice,
      })),
  ]);
  return [own, ...gone, ...groups];
}

/** Ids of the two-plane API, such as `@provider:model`, say everything; the unified one has a field for the provider. */
export function dialOf({ dialect }: Pick<Instance, "dialect">, { id, label, provider }: Model): ModelDial {
  return { id, label, ...(dialect === "unified" && provider !== undefined && { provider }) };
}

/** A model may be set by hand, without its provider. */
function isSameModel(offered: ModelDial, present: ModelDial): boolean {
  return (
    offered.id === present.id && (present.provider === undefined || offered.provider === present.provider)
  );
}

function description(text: string | undefined, isSelected: boolean): { readonly description?: string } {
  const parts = [text, isSelected ? vscode.l10n.t("selected") : undefined].filter(Boolean);
  return parts.length > 0 ? { description: parts.join(" · ") } : {};
}
