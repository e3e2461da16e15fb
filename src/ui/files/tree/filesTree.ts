import * as vscode from "vscode";
import { asAgent37Error } from "../../../api/errors/agent37Error.ts";
import { capabilities, type Instance } from "../../../api/wire.ts";
import { isAbortError } from "../../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../../common/disposable.ts";
import { Emitter, type Event } from "../../../common/emitter.ts";
import { FilesError } from "../../../core/files/filesError.ts";
import { parentOf, type Place, placeKey } from "../../../core/files/place.ts";
import { isTransitional } from "../../../core/instances/instanceState.ts";
import { remediesFor } from "../../problems/problemView.ts";
import { remedies } from "../../problems/remedies.ts";
import type { FilesUiDeps } from "../deps.ts";
import { failureWords } from "../fileFailures.ts";
import { type FileNode, message, nodesOf, treeItemOf, upNode } from "./fileNodes.ts";

/** Why no files are shown; the view's welcome texts and buttons go by it. */
type State = "none" | "waiting" | "suspended" | "stopped" | "sleeping" | "busy" | "failed" | "ready";

type TreeDeps = Pick<FilesUiDeps, "files" | "homes" | "instances">;

/** The files of the selected instance, one directory at a time and only when they are looked at. */
export class FilesTree implements vscode.TreeDataProvider<FileNode>, Disposable {
  readonly #deps: TreeDeps;
  readonly #store = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<FileNode | undefined>();
  readonly #shown = new Emitter<Place | undefined>();
  /** The directory at the top, by instance; none: the one that its agent works in. */
  readonly #tops = new Map<string, string>();
  /** Rows that VS Code knows, by place: it takes a change only for the very object. */
  readonly #nodes = new Map<string, FileNode>();
  /** A sleeping instance that the user wants to wake. */
  #wanted: string | undefined;
  #state = "";

  readonly onDidChangeTreeData: vscode.Event<FileNode | undefined> = this.#changed.event;
  /** The directory at the top is read; undefined: no files are shown. */
  readonly onDidShow: Event<Place | undefined>;

  constructor(deps: TreeDeps) {
    this.#deps = deps;
    this.onDidShow = this.#shown.event;
    this.#store.add(this.#changed);
    this.#store.add(this.#shown);
    this.#store.add(deps.instances.onDidChange(() => this.#follow()));
    this.#store.add(
      deps.files.onDidChange((changes) => {
        const moved = changes.filter(({ kind }) => kind !== "changed").map(({ place }) => place);
        this.#changedIn(moved.flatMap((place) => parentOf(place) ?? []));
      }),
    );
    this.#follow();
  }

  /** The instance whose files are shown. */
  get instance(): Instance | undefined {
    return this.#deps.instances.selected;
  }

  /**
   * The directory at the top of the tree.
   * @throws what the client says; a sleeping instance wakes
   */
  async top(instance: Instance, signal?: AbortSignal): Promise<Place> {
    const path = this.#tops.get(instance.id);
    return path === undefined ? this.#deps.homes.place(instance, signal) : { instanceId: instance.id, path };
  }

  /** Shows another directory at the top. */
  show({ instanceId, path }: Place): void {
    this.#tops.set(instanceId, path);
    this.#wanted = instanceId;
    this.#all();
  }

  /** Reads again what is shown. @param wakes a sleeping instance too, as when the user asks for its files */
  refresh({ wakes }: { readonly wakes: boolean }): void {
    if (wakes) this.#wanted = this.instance?.id;
    this.#deps.files.refresh();
    this.#follow();
    this.#all();
  }

  getTreeItem(node: FileNode): vscode.TreeItem {
    return treeItemOf(node);
  }

  getParent(node: FileNode): FileNode | undefined {
    if (node.kind !== "entry") return undefined;
    const above = parentOf(node.place);
    return above && this.#nodes.get(placeKey(above));
  }

  async getChildren(node?: FileNode): Promise<FileNode[]> {
    const { instance } = this;
    if (!instance || (this.#stateOf(instance) !== "ready" && !node)) return [];
    try {
      if (node) return node.kind === "entry" ? await this.#list(instance, node.place) : [];
      return await this.#topRows(instance);
    } catch (error) {
      return isAbortError(error) ? [] : [this.#failure(instance, error)];
    }
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #topRows(instance: Instance): Promise<FileNode[]> {
    const top = await this.top(instance);
    this.#shown.fire(top);
    const up = upNode(top);
    try {
      const rows = await this.#list(instance, top);
      const shown = rows.length > 0 ? rows : [message(instance.id, vscode.l10n.t("This folder is empty"))];
      return up ? [up, ...shown] : shown;
    } catch (error) {
      // From a directory that cannot be read the way up still leads out.
      if (up && error instanceof FilesError) return [up, this.#failure(instance, error)];
      throw error;
    }
  }

  async #list(instance: Instance, place: Place): Promise<FileNode[]> {
    const nodes = nodesOf(instance, place, await this.#deps.files.list(place));
    for (const node of nodes) if (node.kind === "entry") this.#nodes.set(placeKey(node.place), node);
    return nodes;
  }

  /** A failure as a row: what is wrong, and the natural remedy on a click. */
  #failure(instance: Instance, error: unknown): FileNode {
    const again: vscode.Command = {
      command: "agent37.refreshInstanceFiles",
      title: vscode.l10n.t("Try Again"),
    };
    if (error instanceof FilesError) return message(instance.id, failureWords(error), "warning", again);
    const context = { instanceId: instance.id };
    const [first] = remediesFor(asAgent37Error(error), context);
    const command =
      first === undefined || first === "showLog"
        ? again
        : { command: remedies[first].command, title: remedies[first].label(), arguments: [context] };
    return message(instance.id, failureWords(error), "warning", command);
  }

  /** Shows the files of another instance, or the same one's in another state. */
  #follow(): void {
    const { instance } = this;
    const state: State = instance ? this.#stateOf(instance) : "none";
    const key = `${instance?.id ?? ""} ${state}`;
    if (key === this.#state) return;
    this.#state = key;
    if (state !== "ready") this.#shown.fire(undefined);
    const canWrite = instance !== undefined && capabilities[instance.dialect].writeFiles;
    void vscode.commands.executeCommand("setContext", "agent37.filesState", state);
    void vscode.commands.executeCommand("setContext", "agent37.filesCanWrite", canWrite && state === "ready");
    this.#all();
  }

  #stateOf({ id, status, statusText, pastDue }: Instance): State {
    // It cannot be started or woken before it is paid for.
    if (pastDue) return "suspended";
    if (status === "sleeping") return this.#wanted === id ? "ready" : "sleeping";
    // It wakes because its files are being read, which waits for it.
    if (status === "waking" && this.#wanted === id) return "ready";
    if (status === "stopped" || status === "failed") return status;
    if (status === "unknown") return statusText === "" && this.#wanted !== id ? "waiting" : "ready";
    return isTransitional(status) ? "busy" : "ready";
  }

  #all(): void {
    this.#nodes.clear();
    this.#changed.fire(undefined);
  }

  #changedIn(directories: readonly Place[]): void {
    const keys = new Set(directories.map(placeKey));
    const nodes = [...keys].map((key) => this.#nodes.get(key));
    // What is not known as a row is the top, or hidden in a closed folder that is read when it is opened.
    if (nodes.includes(undefined)) this.#changed.fire(undefined);
    else for (const node of nodes) if (node) this.#changed.fire(node);
  }
}
