import type * as vscode from "vscode";
import type { Disposable } from "../../common/disposable.ts";
import { type HostMessages, parseViewMessage, type ViewMessage } from "../../protocol/messages.ts";
import type { ChatSnapshot, Patch } from "../../protocol/view.ts";

/** One batch a frame is as fast as a screen can show it. */
const frameMs = 16;

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
 * numbered batches of patches from then on, one at a time and only while it shows.
 */
export class ViewChannel implements Disposable {
  readonly #content: ViewContent;
  #host: ViewHost | undefined;
  #isReady = false;
  #seq = 0;
  /** The batch that the view has not acknowledged yet; the next one waits for it. */
  #unacknowledged: number | undefined;
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
    this.#unacknowledged = undefined;
    this.post("snapshot", { seq: this.#seq, now: Date.now(), ...this.#content.snapshot() });
  }

  /** The batch `seq` is on screen. */
  acknowledge(seq: number): void {
    if (this.#unacknowledged === undefined || seq < this.#unacknowledged) return;
    this.#unacknowledged = undefined;
    if (this.#isDirty) this.changed();
  }

  /** What is shown has changed; it travels with the next frame. */
  changed(): void {
    this.#isDirty = true;
    if (!this.#canSend || this.#unacknowledged !== undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, frameMs);
  }

  post<K extends keyof HostMessages>(type: K, payload: HostMessages[K]): void {
    if (this.#isReady) void this.#host?.webview.postMessage({ type, payload });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#host = undefined;
    this.#isReady = false;
  }

  get #canSend(): boolean {
    return this.#isReady && this.#host?.visible === true;
  }

  #flush(): void {
    if (!this.#canSend) return;
    this.#isDirty = false;
    const patches = this.#content.patches();
    if (patches.length === 0) return;
    this.#unacknowledged = ++this.#seq;
    this.post("patches", { seq: this.#seq, patches });
  }
}
