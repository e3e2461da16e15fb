/** What the driver in the page knows of a renderer; the same interface as in the shared harness of streaming UIs. */

/** One message. What returns a promise is waited for. */
export interface Renderer {
  mount(container: HTMLElement): void | Promise<void>;
  append(text: string): void | Promise<void>;
  /** The stream has ended. */
  end(): void | Promise<void>;
  html(): string;
  /** Renders what was put off to a frame or a timer. */
  flush?(): void;
  unmount?(): void;
}

export interface RendererMessage {
  readonly role: string;
  readonly text: string;
}

export interface RendererModule {
  create(): Renderer;
  /** Opens a finished session; without it, each answer gets a renderer of its own. */
  openTranscript?(container: HTMLElement, messages: readonly RendererMessage[]): void | Promise<void>;
}
