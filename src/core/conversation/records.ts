import * as v from "valibot";
import type { InstanceRef } from "../../api/wire.ts";

const instanceRef = v.object({
  id: v.string(),
  dialect: v.picklist(["unified", "two-plane", "gateway"]),
  agentUrl: v.optional(v.string()),
  apiOrigin: v.optional(v.string()),
});

/** What outlives a window: enough to open the same session again and to go on with a turn that is still running. */
export const chatRecordSchema = v.object({
  instance: v.optional(instanceRef),
  sessionId: v.optional(v.string()),
  /** The turn that ran when this was written. */
  running: v.optional(
    v.object({
      turnId: v.string(),
      input: v.optional(v.string()),
      responseId: v.optional(v.string()),
      startedAt: v.optional(v.number()),
      /** User messages that the session held before this turn. */
      knownUserMessages: v.number(),
      cancelRequested: v.boolean(),
    }),
  ),
});
export type ChatRecord = v.InferOutput<typeof chatRecordSchema>;
export type RunningRecord = NonNullable<ChatRecord["running"]>;

/** Where chats keep their records; implemented on VS Code's storage. Reads give only what passes the schema. */
export interface ChatRecords {
  load(chatId: string): ChatRecord | undefined;
  save(chatId: string, record: ChatRecord | undefined): void;
  /** The latest turn that was seen on a session, also by other windows: some servers do not tell which one runs. */
  latestTurn(sessionId: string): string | undefined;
  rememberTurn(sessionId: string, responseId: string): void;
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
