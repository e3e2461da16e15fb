import * as vscode from "vscode";
import { openLink } from "../../platform/links.ts";
import type { PickItem } from "./steps.ts";

/** vCPU counts that each API offers; memory follows from them. Source: the docs of both APIs. */
const unifiedVcpus = [1, 2, 4, 8];
const twoPlaneVcpus = [2, 4, 8, 16];

/** GB of disk to choose from; what is too much for the vCPUs is refused by the server. */
const disks = [2, 4, 6, 8, 12, 16, 20, 24, 40, 60, 80];
/** The most that goes with the vCPUs. Source: the docs of the two-plane API. */
const largestDisks: ReadonlyMap<number, number> = new Map([
  [2, 12],
  [4, 20],
  [8, 40],
  [16, 80],
]);

/** The API names no prices, so the page that does is offered instead. */
const pricing = "https://agent37.com/pricing";

/** The sizes to choose from, and a way to their prices. */
export function shapeItems(unified: boolean, current?: number): readonly PickItem<number>[] {
  const sizes = (unified ? unifiedVcpus : twoPlaneVcpus).map((vcpu) => ({
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
  return [
    ...sizes,
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(link-external) ${vscode.l10n.t("Prices…")}`,
      alwaysShow: true,
      run: () => void openLink(pricing),
    },
  ];
}

/** A size of the disk; `undefined` leaves it to the server, or as it is. */
export interface DiskChoice {
  readonly diskGb: number | undefined;
}

/**
 * The disks to choose from.
 * @param vcpu of the instance
 * @param current GB of a disk that is there: it can only grow
 */
export function diskItems(vcpu: number | undefined, current?: number): readonly PickItem<DiskChoice>[] {
  const largest = (vcpu === undefined ? undefined : largestDisks.get(vcpu)) ?? Infinity;
  const standard =
    current === undefined
      ? { label: vscode.l10n.t("Default"), description: vscode.l10n.t("what comes with the size") }
      : { label: vscode.l10n.t("{0} GB disk", current), description: vscode.l10n.t("as it is") };
  return [
    { ...standard, value: { diskGb: undefined } },
    ...disks
      .filter((gb) => gb <= largest && gb > (current ?? 0))
      .map((gb) => ({ label: vscode.l10n.t("{0} GB disk", gb), value: { diskGb: gb } })),
  ];
}
