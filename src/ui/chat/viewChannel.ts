import type * as vscode from "vscode";
import type { Disposable } from "../../common/disposable.ts";
import { growthOf } from "../../protocol/growth.ts";
import {
  type HostMessage,
  type HostMessages,
  parseViewMessage,
  type ViewMessage,
} from "../../protocol/messages.ts";
import { pack } from "../../protocol/packed.ts";
import type { ChatSnapshot, Patch } from "../../protocol/view.ts";

/** One batch a frame is as fast as a screen can show it, in milliseconds. */
const frameMs = 16;
/** Batches under way: while one is being painted the next one travels, and no more. */
const maxUnacknowledged = 2;

/** The part of a webview view and of a webview panel that is needed to show something in it. */
export interface ViewHost {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
}

/** What a view shows. */
export interface ViewContent {
  /** All of it; patches count from here. */
  snapshot(): Omit<ChatSnapshot, "seq" | "now">;
  /** What has changed since the last snapshot or patches. */
  patches(): readonly Patch[];
}

/**
 * The way to a webview that may be killed and made again at any time: one snapshot when it says that it is ready, and
 * numbered batches of patches from then on, only while it shows and only as fast as it paints them. What comes after
 * quiet goes at once, so that it is on screen with the next frame.
 */
export class ViewChannel implements Disposable {
  readonly #content: ViewContent;
  #host: ViewHost | undefined;
  #isReady = false;
  /** Number of the last batch. */
  #seq = 0;
  /** The last batch that is known to be on screen. */
  #acknowledged = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDirty = false;

  constructor(content: ViewContent) {
    this.#content = content;
  }

  /** Whether there is a page that takes messages. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Connects a webview that VS Code has made; it disconnects itself when VS Code disposes it. */
  connect(host: ViewHost, onDidDispose: vscode.Event<void>, receive: (message: ViewMessage) => void): void {
    this.#host = host;
    this.#isReady = false;
    const messages = host.webview.onDidReceiveMessage((data: unknown) => {
      const message = parseViewMessage(data);
      if (message) receive(message);
    });
    onDidDispose(() => {
      messages.dispose();
      if (this.#host !== host) return;
      this.#host = undefined;
      this.#isReady = false;
    });
  }

  /** To be called when the webview is shown or hidden. VS Code ends a hidden page; the next one says when it is ready. */
  visibilityChanged(): void {
    if (!this.#host?.visible) this.#isReady = false;
  }

  /** The page has loaded. */
  pageReady(): void {
    this.#isReady = true;
    this.sendSnapshot();
  }

  sendSnapshot(): void {
    this.#isDirty = false;
    this.#acknowledged = this.#seq;
    this.post("snapshot", { seq: this.#seq, now: Date.now(), ...this.#content.snapshot() });
  }

  /** The batches up to `seq` are on screen. */
  acknowledge(seq: number): void {
    if (seq <= this.#acknowledged || seq > this.#seq) return;
    this.#acknowledged = seq;
    this.#schedule();
  }

  /** What is shown has changed; it travels with the next frame. */
  changed(): void {
    this.#isDirty = true;
    this.#schedule();
  }

  post<K extends keyof HostMessages>(type: K, payload: HostMessages[K]): void {
    if (!this.#isReady) return;
    void this.#host?.webview.postMessage(pack({ type, payload } as HostMessage));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#host = undefined;
    this.#isReady = false;
  }

  get #canSend(): boolean {
    return (
      this.#isDirty &&
      this.#isReady &&
      this.#host?.visible === true &&
      this.#seq - this.#acknowledged < maxUnacknowledged
    );
  }

  #schedule(): void {
    if (this.#timer !== undefined || !this.#canSend) return;
    const waitMs = Math.max(0, this.#sentAt + frameMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#canSend) this.#flush();
    }, waitMs);
  }

  #flush(): void {
    this.#isDirty = false;
    const patches = this.#content.patches();
    const [patch] = patches;
    if (!patch) return;
    this.#seq += 1;
    this.#sentAt = performance.now();
    if (patches.length === 1 && patch.op === "grow") this.post("growth", growthOf(this.#seq, patch.text));
    else this.post("patches", { seq: this.#seq, patches });
  }
}
