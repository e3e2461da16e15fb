/**
 * Every message between host and chat view, defined once. What the view sends is checked at the host against these
 * schemas, since a webview is the less trusted side; what the host sends is typed only.
 */
import * as v from "valibot";
import type { Message } from "./dispatch.ts";
import type { Growth } from "./growth.ts";
import { slashCommands } from "./slashCommands.ts";
import type { ChatSnapshot, MentionView, Patch } from "./view.ts";

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
  /**
   * The message in the composer, with what is attached to it. While a turn runs it joins the queue; `stopFirst` stops the
   * running turn and sends it next.
   */
  send: v.object({ text, stopFirst: v.boolean() }),
  /** A key or a button was pressed in the view, for the first time since it got the focus. */
  used: v.object({}),
  /** The view has got the focus; VS Code gives it also by itself, as when the command palette closes. */
  focused: v.object({}),
  /** The user has turned elsewhere. */
  blurred: v.object({}),
  stop: v.object({}),
  /** Does something with a queued message. A held one is being edited and stays until it is released. */
  queue: v.object({
    id,
    action: v.picklist(["remove", "up", "down", "sendNow", "hold", "release"]),
  }),
  /** The new text of a queued message, which is released by it. */
  queueText: v.object({ id, text }),
  /** Lets the messages of a paused queue go out. */
  queueResume: v.object({}),
  /** Lets the user choose what to attach. */
  attach: v.object({}),
  /** Resources that were dropped on the composer, or pasted. */
  attachUris: v.object({ uris: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(200)) }),
  /** A file without a resource that was dropped or pasted. */
  attachBytes: v.object({ name: v.pipe(v.string(), v.maxLength(500)), bytes: v.instance(Uint8Array) }),
  /** What can be mentioned after `@`; answered by `mentions` with the same `request`. */
  mention: v.object({ request: v.number(), query: v.pipe(v.string(), v.maxLength(200)) }),
  /** A mention was chosen. */
  attachMention: v.object({ id: v.pipe(v.string(), v.maxLength(4096)) }),
  removeAttachment: v.object({ id }),
  /** Shows an attachment: of the composer, or of the turn or queued message that is named. */
  openAttachment: v.object({ id, of: v.optional(id) }),
  /** Lets the user choose the value of a dial. */
  dial: v.object({ id: v.picklist(["agent", "model", "effort"]) }),
  /** A slash command. */
  command: v.object({ id: v.picklist(slashCommands) }),
  /** Puts the message of a turn back into the composer. */
  sendAgain: v.object({ turnId: id }),
  /** Does something with a code block of an answer; `path` is the file that it names. */
  code: v.object({
    action: v.picklist(["insert", "replace", "compare", "save", "run"]),
    text,
    language: v.pipe(v.string(), v.maxLength(100)),
    path: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  }),
  /** Which of these paths are files of the workspace or of the chat's instance; answered by `paths`. */
  findPaths: v.object({ paths: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1000))), v.maxLength(500)) }),
  /** Shows a file of the workspace or of the chat's instance; line and column are 1-based. */
  openPath: v.object({
    path: v.pipe(v.string(), v.maxLength(1000)),
    line: v.optional(v.number()),
    column: v.optional(v.number()),
  }),
  /** Runs a remedy; `turnId` names the failed turn it is for. */
  remedy: v.object({ id, turnId: v.optional(id) }),
  /**
   * The composer's text changed (sent a moment after the last keystroke). `revision` is that of the last `setDraft` that
   * this page has got: what was written before another chat came is kept for the chat that it was written to.
   */
  draft: v.object({ text, revision: v.optional(v.number()) }),
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
  /** A batch that only adds text to the item that grows. */
  growth: Growth;
  /** Replaces what stands in the composer; the view tells first what has been typed and was not told yet. */
  setDraft: { readonly text: string; readonly revision?: number };
  /**
   * A message could not be sent: the view puts it in front of what has been typed meanwhile, unless that begins with it
   * already. The view alone knows the newest text.
   */
  returnText: { readonly text: string };
  focusComposer: Record<string, never>;
  /** What can be mentioned, best first. */
  mentions: { readonly request: number; readonly items: readonly MentionView[] };
  /** Of the paths that were asked for, those that are files. */
  paths: { readonly asked: readonly string[]; readonly found: readonly string[] };
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
