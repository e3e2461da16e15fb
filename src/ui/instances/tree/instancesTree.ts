import * as vscode from "vscode";
import type { Instance, Spend } from "../../../api/wire.ts";
import type { Clock } from "../../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../../common/disposable.ts";
import { withoutLinks } from "../../../common/withoutLinks.ts";
import type { Instances } from "../../../core/instances/instances.ts";
import type { SpendTracker } from "../../../core/spend/spendTracker.ts";
import { sentenceOf } from "../../problems/wording.ts";
import { treeItem } from "./instanceItem.ts";
import { instanceRows, matches } from "./instanceRows.ts";
import { RowSpend } from "./rowSpend.ts";
import { type ShownRow, ShownRows } from "./shownRows.ts";

export interface InstancesTreeDeps {
  readonly instances: Instances;
  readonly spend: SpendTracker;
  readonly windowFocus: { readonly focused: boolean };
  readonly clock: Clock;
}

/** The view "Instances": the account's instances and the user's gateway. */
export class InstancesTree implements Disposable, vscode.TreeDataProvider<ShownRow> {
  readonly #deps: InstancesTreeDeps;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<ShownRow[] | undefined>());
  readonly #view: vscode.TreeView<ShownRow>;
  readonly #rowSpend: RowSpend;
  /** The rows whose figures were read after the list was: until it is read again, those figures are newer. */
  readonly #spendReadFor = new Map<string, Instance>();
  readonly #rows = new ShownRows();
  #filter = "";
  #place = "";

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(deps: InstancesTreeDeps) {
    this.#deps = deps;
    const { instances, spend } = deps;
    this.#rowSpend = new RowSpend(spend, deps.clock);
    this.#view = this.#store.add(
      vscode.window.createTreeView<ShownRow>("agent37.instances", { treeDataProvider: this }),
    );
    this.#store.add(instances.onDidChange(() => this.#update()));
    this.#store.add(
      spend.onDidChange((id) => {
        const instance = instances.find(id);
        if (instance) this.#spendReadFor.set(id, instance);
        this.#update();
      }),
    );
    this.#store.add(this.#view.onDidChangeVisibility(() => this.#update()));
    this.#update();
  }

  getChildren(parent?: ShownRow): ShownRow[] {
    return this.#rows.below(parent);
  }

  getTreeItem({ row }: ShownRow): vscode.TreeItem {
    return treeItem(row);
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows only the instances with all of these words; an empty text shows all. */
  setFilter(text: string): void {
    this.#filter = text.trim();
    void vscode.commands.executeCommand("setContext", "agent37.instancesFiltered", this.#filter !== "");
    this.#update();
  }

  /** Reads the list again, and what its rows have spent. */
  async refresh(): Promise<void> {
    this.#rowSpend.forget();
    await this.#deps.instances.refresh();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(): void {
    const { instances, windowFocus } = this.#deps;
    const shown = instances.list.filter((instance) => matches(instance, this.#filter));
    const rows = instanceRows(shown, {
      selectedId: instances.selected?.id,
      isBusy: (id) => instances.actions.isBusy(id),
      spendOf: (instance) => this.#spendOf(instance),
    });
    this.#tell(shown.length);
    // A row that is drawn anew closes its tooltip, so it is left alone while it says the same.
    const changed = this.#rows.update(rows);
    if (changed?.length !== 0) this.#changed.fire(changed);
    if (this.#view.visible && windowFocus.focused && instances.state.kind === "ready")
      void this.#rowSpend.look(shown);
  }

  #spendOf(instance: Instance): Spend | undefined {
    const known = this.#deps.spend.known(instance.id);
    return this.#spendReadFor.get(instance.id) === instance ? known : (instance.spend ?? known);
  }

  /** What stands above the rows, and which words stand in their place where there are none. */
  #tell(shown: number): void {
    const { list, state } = this.#deps.instances;
    const lines = [
      ...(state.kind === "failed" ? [withoutLinks(sentenceOf(state.error))] : []),
      ...(this.#filter === ""
        ? []
        : [vscode.l10n.t("Filtered by “{0}”: {1} of {2}", this.#filter, shown, list.length)]),
    ];
    // A message would take the place of the words for an empty list.
    this.#view.message = shown === 0 ? "" : lines.join(" ");
    this.#view.description = this.#filter === "" ? "" : vscode.l10n.t("filtered");
    const emptiness = list.length > 0 ? "filtered" : state.kind === "ready" ? "empty" : state.kind;
    const place = shown > 0 ? "rows" : emptiness;
    if (place === this.#place) return;
    this.#place = place;
    void vscode.commands.executeCommand("setContext", "agent37.instancesView", place);
  }
}
