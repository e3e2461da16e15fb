import * as vscode from "vscode";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Instance } from "../../api/wire.ts";
import { isOutage } from "../../core/files/outages.ts";
import { nameOf, type Place, placeKey } from "../../core/files/place.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { showInformation } from "../../platform/messages.ts";
import { withProgress } from "../../platform/progress.ts";
import type { Problems } from "../problems/problems.ts";
import { fileSystemError } from "./fileSystemErrors.ts";
import { FilesError } from "../../core/files/filesError.ts";
import type { InstanceSource } from "./fileSystemInstances.ts";
import { instanceOf } from "./instanceOf.ts";

/** What ends sooner shows nothing. */
const afterMs = 1_000;

interface Waking {
  readonly abort: AbortController;
  readonly done: AbortController;
  waiting: number;
}

export interface NoticesDeps {
  readonly instances: InstanceSource;
  readonly problems: Pick<Problems, "report" | "resolve">;
}

/** Tells the user what VS Code does not: that a transfer takes time, that an instance wakes, that one is out of reach. */
export class FileNotices {
  readonly #deps: NoticesDeps;
  readonly #waking = new Map<string, Waking>();
  /** Keys of the failures that were reported, by instance: VS Code asks for many files, the user is told once. */
  readonly #reported = new Map<string, string>();
  /** Directories of which the user knows that not all is shown. */
  readonly #cut = new Set<string>();

  constructor(deps: NoticesDeps) {
    this.#deps = deps;
  }

  /**
   * Runs what normally takes no time.
   * @throws vscode.FileSystemError
   */
  async quick<T>({ instanceId }: Place, work: (signal: AbortSignal | undefined) => Promise<T>): Promise<T> {
    return this.#reporting(instanceId, async () => {
      const { instances } = this.#deps;
      // A window that opens asks for files first: only the list says that they have to be waited for.
      if (instances.state.kind === "loading") await instances.refresh();
      const instance = instanceOf(instances, instanceId);
      return instance && isAsleep(instance) ? this.#whileWaking(instance, work) : work(undefined);
    });
  }

  /**
   * Runs a transfer of a file's content, with progress and Cancel once it takes noticeable time.
   * @throws vscode.FileSystemError
   */
  async transfer<T>(
    place: Place,
    direction: "read" | "write",
    work: (
      signal: AbortSignal,
      onProgress: (bytes: number, ofBytes: number | undefined) => void,
    ) => Promise<T>,
  ): Promise<T> {
    const name = nameOf(place);
    const title =
      direction === "read" ? vscode.l10n.t("Reading {0}", name) : vscode.l10n.t("Saving {0}", name);
    return this.#reporting(place.instanceId, () =>
      withProgress(
        title,
        (signal, say) => {
          const instance = instanceOf(this.#deps.instances, place.instanceId);
          if (instance && isAsleep(instance)) say(vscode.l10n.t("waking {0}…", instanceLabel(instance)));
          let said = -1;
          return work(signal, (bytes, ofBytes) => {
            const percent = ofBytes ? Math.floor((bytes / ofBytes) * 100) : Math.floor(bytes / 1_000_000);
            if (percent === said) return;
            said = percent;
            say(amount(bytes, ofBytes));
          });
        },
        { afterMs },
      ),
    );
  }

  /** Says, once for each directory, that the server lists only so many of its entries. */
  cut(place: Place, entries: number): void {
    const key = placeKey(place);
    if (this.#cut.has(key)) return;
    this.#cut.add(key);
    void showInformation(vscode.l10n.t("Only the first {0} entries of {1} are listed.", entries, place.path));
  }

  /** One notification for all who wait for the same instance; Cancel ends them all. */
  async #whileWaking<T>(instance: Instance, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { id } = instance;
    let waking = this.#waking.get(id);
    if (!waking) {
      const started: Waking = { abort: new AbortController(), done: new AbortController(), waiting: 0 };
      this.#waking.set(id, started);
      void withProgress(
        vscode.l10n.t("Waking {0}…", instanceLabel(instance)),
        (signal) => {
          signal.addEventListener("abort", () => started.abort.abort(), { once: true });
          return new Promise<void>((resolve) =>
            started.done.signal.addEventListener("abort", () => resolve()),
          );
        },
        { afterMs },
      );
      waking = started;
    }
    waking.waiting += 1;
    try {
      return await work(waking.abort.signal);
    } finally {
      waking.waiting -= 1;
      if (waking.waiting === 0) {
        this.#waking.delete(id);
        waking.done.abort();
      }
    }
  }

  async #reporting<T>(instanceId: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#over(instanceId);
      return result;
    } catch (error) {
      if (isOutage(error)) this.#report(instanceId, error);
      else if (error instanceof FilesError) this.#over(instanceId);
      throw fileSystemError(error);
    }
  }

  #report(id: string, error: Agent37Error): void {
    const instance = id.toLowerCase();
    if (this.#reported.has(instance)) return;
    const key = `files:${id}:${crypto.randomUUID()}`;
    this.#reported.set(instance, key);
    const instanceId = instanceOf(this.#deps.instances, id)?.id ?? id;
    void this.#deps.problems.report(error, { instanceId }, key);
  }

  /** The instance answers. */
  #over(id: string): void {
    const instance = id.toLowerCase();
    const key = this.#reported.get(instance);
    if (key === undefined) return;
    this.#reported.delete(instance);
    this.#deps.problems.resolve(key);
  }
}

function isAsleep({ status }: Instance): boolean {
  return status === "sleeping" || status === "waking";
}

function amount(bytes: number, ofBytes: number | undefined): string {
  const format = new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: 0 });
  const megabytes = format.format(bytes / 1_000_000);
  if (!ofBytes) return vscode.l10n.t("{0} MB", megabytes);
  return vscode.l10n.t("{0} of {1} MB", megabytes, format.format(ofBytes / 1_000_000));
}
