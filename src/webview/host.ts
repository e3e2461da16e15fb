/** The editor behind the page: the one object a webview may talk to, with typed messages. */
import { dispatch, type Handlers } from "../protocol/dispatch.ts";
import type { HostMessage, HostMessages, ViewMessage } from "../protocol/messages.ts";
import { unpack } from "../protocol/packed.ts";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host {
  post(message: ViewMessage): void;
  /** What {@link Host.saveState} kept, also across the disposal of the page; unchecked. */
  loadState(): unknown;
  saveState(state: unknown): void;
  /** Calls the handler of every message from the host. */
  listen(handlers: Handlers<HostMessages>): void;
}

/** The host of this page. VS Code allows one call for each page. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
    listen(handlers) {
      window.addEventListener("message", (event: MessageEvent<unknown>) => {
        const message = unpack(event.data);
        if (isHostMessage(handlers, message)) dispatch(handlers, message);
      });
    },
  };
}

/** The host is trusted with the shape of its payloads; other senders in the page's frames are told apart by the type. */
function isHostMessage(handlers: Handlers<HostMessages>, data: unknown): data is HostMessage {
  return (
    typeof data === "object" &&
    data !== null &&
    "type" in data &&
    "payload" in data &&
    typeof data.type === "string" &&
    Object.hasOwn(handlers, data.type)
  );
}
