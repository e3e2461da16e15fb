import type { InstanceRef, Session } from "../../api/wire.ts";
import type { Message } from "../../common/attachment.ts";
import { type ArrivalDeps, awaitInstance, isArriving } from "./arrival.ts";
import type { ChatDependencies } from "./chatTypes.ts";
import { messageOf } from "./message.ts";
import type { ChatRecord, RunningRecord } from "./records.ts";
import type { Turn } from "./state.ts";

/** What the server says of a chat that was shown before: its history, and what to do about the turn that ran. */
export interface Restored {
  readonly session: Session | undefined;
  /** What was kept of the session's turns on this machine. */
  readonly traced: readonly Turn[] | undefined;
  /** A turn to be followed from its start. */
  readonly follow?: { readonly responseId: string; readonly running: RunningRecord | undefined };
  /** A message that may have been on its way when the window closed, to be looked for. */
  readonly lost?: RunningRecord;
  /** A message whose request had not gone out when the window closed. */
  readonly unsent?: RunningRecord;
}

/** The message that was waiting for its instance when the record was written: nothing of it had gone out. */
export function awaitedMessage({ running }: ChatRecord): Message | undefined {
  const isAwaited = running?.awaiting === true && running.sent === false && running.responseId === undefined;
  return isAwaited ? messageOf(running) : undefined;
}

/**
 * Reads the server's view of a chat, once its instance answers. Sends nothing.
 * @throws Agent37Error when the server cannot be asked
 */
export async function readRestored(
  deps: ArrivalDeps & Pick<ChatDependencies, "traces">,
  instance: InstanceRef,
  record: ChatRecord,
  agent: string | undefined,
  signal: AbortSignal,
): Promise<Restored> {
  try {
    return await readOnce(deps, instance, record, agent, signal);
  } catch (error) {
    if (!isArriving(error)) throw error;
    await awaitInstance(deps, instance, signal, () => undefined);
    return readOnce(deps, instance, record, agent, signal);
  }
}

async function readOnce(
  { client, traces }: Pick<ChatDependencies, "client" | "traces">,
  instance: InstanceRef,
  { sessionId, running }: ChatRecord,
  agent: string | undefined,
  signal: AbortSignal,
): Promise<Restored> {
  const [session, traced] =
    sessionId === undefined
      ? []
      : await Promise.all([
          client.getSession(instance, sessionId, { signal, agent }),
          traces.load(sessionId),
        ]);
  if (running?.responseId !== undefined) {
    return {
      session: withoutTurn(session, running),
      traced,
      follow: { responseId: running.responseId, running },
    };
  }
  if (running?.input !== undefined && running.sent !== false) {
    return { session: withoutTurn(session, running), traced, lost: running };
  }
  return {
    session,
    traced,
    ...(session?.activeResponseId && {
      follow: { responseId: session.activeResponseId, running: undefined },
    }),
    ...(running && { unsent: running }),
  };
}

/**
 * The history as it was before the turn that will be followed: its replay tells the turn again, with the reasoning and
 * the tools that the history does not have.
 */
function withoutTurn(session: Session | undefined, running: RunningRecord | undefined): Session | undefined {
  if (!session || !running) return session;
  const starts = session.history.flatMap((row, index) => (row.role === "user" ? [index] : []));
  const start = starts.at(-1);
  if (start === undefined || starts.length <= running.knownUserMessages) return session;
  return { ...session, history: session.history.slice(0, start) };
}
