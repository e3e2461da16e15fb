/**
 * Every message between host and chat view, defined once. What the view sends is checked at the host against these
 * schemas, since a webview is the less trusted side; what the host sends is typed only.
 */
import * as v from "valibot";
import type { Message } from "./dispatch.ts";
import type { ChatSnapshot, Patch } from "./view.ts";

export { dispatch, type Handlers, type Message } from "./dispatch.ts";

/** Longest message the view may send, in UTF-16 units: well above the server's 2 MB limit, so the server's answer is what the user sees. */
const maxText = 8_000_000;
const text = v.pipe(v.string(), v.maxLength(maxText));
const id = v.pipe(v.string(), v.maxLength(200));

/** View → host, by message type. */
export const viewMessageSchemas = {
  /** The view has loaded and wants a snapshot. */
  ready: v.object({}),
  /** The batch `seq` is on screen. */
  ack: v.object({ seq: v.number() }),
  /** A batch is missing; only a snapshot helps. */
  resync: v.object({}),
  send: v.object({ text }),
  stop: v.object({}),
  /** Runs a remedy; `turnId` names the failed turn it is for. */
  remedy: v.object({ id, turnId: v.optional(id) }),
  /** The composer's text changed (sent a moment after the last keystroke). */
  draft: v.object({ text }),
  openLink: v.object({ href: v.pipe(v.string(), v.maxLength(4096)) }),
  copy: v.object({ text }),
} as const;

export type ViewMessages = {
  [K in keyof typeof viewMessageSchemas]: v.InferOutput<(typeof viewMessageSchemas)[K]>;
};

/** Host → view, by message type. */
export interface HostMessages {
  snapshot: ChatSnapshot;
  patches: { readonly seq: number; readonly patches: readonly Patch[] };
  /** Replaces what stands in the composer. */
  setDraft: { readonly text: string };
  /**
   * A message could not be sent: the view puts it in front of what has been typed meanwhile, unless that begins with it
   * already. The view alone knows the newest text.
   */
  returnText: { readonly text: string };
  focusComposer: Record<string, never>;
}

export type ViewMessage = Message<ViewMessages>;
export type HostMessage = Message<HostMessages>;

/** The message of a webview event, or undefined when it is none of ours. */
export function parseViewMessage(data: unknown): ViewMessage | undefined {
  if (typeof data !== "object" || data === null || !("type" in data) || !("payload" in data))
    return undefined;
  const { type, payload } = data;
  if (typeof type !== "string" || !Object.hasOwn(viewMessageSchemas, type)) return undefined;
  const schema = viewMessageSchemas[type as keyof ViewMessages];
  const result = v.safeParse(schema, payload);
  return result.success ? ({ type, payload: result.output } as ViewMessage) : undefined;
}
