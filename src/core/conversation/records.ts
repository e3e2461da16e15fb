import * as v from "valibot";
import { type InstanceRef, reasoningEfforts } from "../../api/wire.ts";
import type { Attachment, FileAttachment, Message } from "../../common/attachment.ts";
import type { Dials } from "./dials.ts";

const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.readonly());

const instanceRef = v.object({
  id: v.string(),
  dialect: v.picklist(["unified", "two-plane", "gateway"]),
  agentUrl: v.optional(v.string()),
  apiOrigin: v.optional(v.string()),
});

export const fileSchema = v.object({
  kind: v.literal("file"),
  id: v.string(),
  name: v.string(),
  path: v.string(),
  source: v.union([
    v.object({ uri: v.string() }),
    v.object({ blob: v.string() }),
    v.object({ remotePath: v.string() }),
  ]),
  size: v.optional(v.number()),
  isImage: v.optional(v.boolean()),
}) satisfies v.GenericSchema<FileAttachment>;

/** An attachment as it is kept with drafts, queued messages and turns. */
export const attachmentSchema = v.variant("kind", [
  fileSchema,
  v.object({
    kind: v.literal("snippet"),
    id: v.string(),
    origin: v.picklist(["selection", "symbol", "problems", "terminal"]),
    title: v.string(),
    language: v.optional(v.string()),
    text: v.string(),
    place: v.optional(v.object({ uri: v.string(), from: v.number(), to: v.number() })),
  }),
]) satisfies v.GenericSchema<Attachment>;

/** A message as it is kept. */
export const messageSchema = v.object({
  text: v.string(),
  attachments: list(attachmentSchema),
}) satisfies v.GenericSchema<Message>;

export const dialsSchema = v.object({
  agent: v.optional(v.string()),
  model: v.optional(
    v.nullable(v.object({ id: v.string(), provider: v.optional(v.string()), label: v.string() })),
  ),
  effort: v.optional(v.nullable(v.picklist(reasoningEfforts))),
}) satisfies v.GenericSchema<Dials>;

/** What outlives a window: enough to open the same session again and to go on with a turn that is still running. */
export const chatRecordSchema = v.object({
  instance: v.optional(instanceRef),
  sessionId: v.optional(v.string()),
  /** Of the session, where it was told. */
  title: v.optional(v.string()),
  dials: v.optional(dialsSchema),
  /** The turn that ran when this was written. */
  running: v.optional(
    v.object({
      turnId: v.string(),
      input: v.optional(v.string()),
      attachments: v.optional(list(fileSchema)),
      model: v.optional(v.string()),
      responseId: v.optional(v.string()),
      startedAt: v.optional(v.number()),
      /** User messages that the session held before this turn. */
      knownUserMessages: v.number(),
      cancelRequested: v.boolean(),
      /** False: the request had not gone out, so the server cannot know of it. Records of old versions do not say. */
      sent: v.optional(v.boolean()),
      /** It had not gone out because its instance could not take it yet: it goes on waiting. */
      awaiting: v.optional(v.boolean()),
    }),
  ),
  /** Messages that wait for their turn, the next one first. */
  queue: v.optional(
    v.object({
      messages: list(v.object({ id: v.string(), message: messageSchema })),
      paused: v.boolean(),
      /** The head goes out also after a turn that did not complete. */
      stopFirst: v.boolean(),
    }),
  ),
});
export type ChatRecord = v.InferOutput<typeof chatRecordSchema>;
export type RunningRecord = NonNullable<ChatRecord["running"]>;

/** Where chats keep their records; implemented on VS Code's storage. Reads give only what passes the schema. */
export interface ChatRecords {
  load(chatId: string): ChatRecord | undefined;
  /** Resolves when it is kept. Never rejects. */
  save(chatId: string, record: ChatRecord | undefined): Promise<void>;
  /** The chats whose records hold messages that wait. */
  withQueue(): readonly string[];
  /** The latest turn that was seen on a session, also by other windows: some servers do not tell which one runs. */
  latestTurn(sessionId: string): string | undefined;
  rememberTurn(sessionId: string, responseId: string): void;
  /** What the user has chosen for a session, also in other windows. */
  dialsOf(sessionId: string): Dials | undefined;
  rememberDials(sessionId: string, dials: Dials): void;
}

/** The stored form of a reference. */
export function toRecordRef(ref: InstanceRef): NonNullable<ChatRecord["instance"]> {
  const { id, dialect, agentUrl, apiOrigin } = ref;
  return {
    id,
    dialect,
    ...(agentUrl !== undefined && { agentUrl }),
    ...(apiOrigin !== undefined && { apiOrigin }),
  };
}
