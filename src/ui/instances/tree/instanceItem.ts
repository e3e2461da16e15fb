import * as vscode from "vscode";
import { withoutLinks } from "../../../common/withoutLinks.ts";
import { plainTooltip } from "../instanceFacts.ts";
import { type InstanceRow, rowId, type TagRow } from "./instanceRows.ts";

/** A row as VS Code draws it. */
export function treeItem(row: InstanceRow | TagRow): vscode.TreeItem {
  const item = row.kind === "tag" ? tagItem(row) : instanceItem(row);
  item.id = rowId(row);
  return item;
}

function instanceItem(row: InstanceRow): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, vscode.TreeItemCollapsibleState.None);
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.spoken };
  item.tooltip = plainTooltip([
    row.title,
    ...row.notes,
    ...row.facts.map(([what, value]) => `${what}: ${value}`),
  ]);
  return item;
}

function tagItem({ tag, rows }: TagRow): vscode.TreeItem {
  const name = tag === undefined ? vscode.l10n.t("No tag") : withoutLinks(tag);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.description = String(rows.length);
  item.iconPath = new vscode.ThemeIcon("tag");
  item.contextValue = "tag ";
  item.accessibilityInformation = { label: vscode.l10n.t("{0}, {1} instances", name, rows.length) };
  return item;
}
