import type { ViewMessage, ViewMessages } from "../protocol/messages.ts";

const viewMessageEvent = "agent37-view-message";

/** Sends a message to the host from anywhere in the page: it bubbles up to the one listener of {@link onPost}. */
export function post<K extends keyof ViewMessages>(
  source: EventTarget | null,
  type: K,
  payload: ViewMessages[K],
): void {
  source?.dispatchEvent(
    new CustomEvent(viewMessageEvent, { bubbles: true, composed: true, detail: { type, payload } }),
  );
}

/** Calls `listener` with each message posted inside `root`. */
export function onPost(root: EventTarget, listener: (message: ViewMessage) => void): void {
  root.addEventListener(viewMessageEvent, (event) => {
    listener((event as CustomEvent<ViewMessage>).detail);
  });
}
