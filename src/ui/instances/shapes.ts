import * as vscode from "vscode";

/** vCPU counts that each API offers; memory follows from them. Source: the docs of both APIs. */
const unifiedVcpus = [1, 2, 4, 8];
const twoPlaneVcpus = [2, 4, 8, 16];

/** The sizes to choose from. */
export function shapeItems(
  unified: boolean,
  current?: number,
): readonly (vscode.QuickPickItem & { readonly value: number })[] {
  return (unified ? unifiedVcpus : twoPlaneVcpus).map((vcpu) => ({
    label: vscode.l10n.t("{0} vCPU", vcpu),
    description: [
      // The unified API does not say how much memory comes with a size.
      unified ? undefined : vscode.l10n.t("{0} GB memory", vcpu * 2),
      vcpu === current ? vscode.l10n.t("as it is") : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(" · "),
    value: vcpu,
  }));
}
