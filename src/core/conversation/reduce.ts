import type { TurnSignal } from "../../api/wire.ts";
import type { ConversationEvent } from "./events.ts";
import { turnsFromHistory } from "./history.ts";
import { applyFinalText, applyItemEvent, closeItems, covers, keepKnown } from "./items.ts";
import type { Conversation, Turn, TurnItems, TurnPhase } from "./state.ts";

/** Events of a replay that follow each other within this time (ms) are known ones and carry no times. */
const burstGapMs = 150;

/**
 * The one door through which a conversation changes: live events, a replay after a reconnect and a history that was
 * read. Pure. Events that do not fit the state (a late signal of an ended turn) change nothing.
 */
export function reduce(conversation: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case "historyRead":
      return {
        ...conversation,
        sessionId: event.sessionId,
        settled: turnsFromHistory(event.sessionId, event.history, conversation.settled, event.traced),
      };
    case "turnStarted":
      return {
        ...conversation,
        active: {
          id: event.turnId,
          input: event.input,
          ...sentWith(event),
          ...(event.unsent && { unsent: true }),
          phase: { kind: "sending" },
          cancelRequested: false,
          items: [],
          startedAt: event.at,
        },
      };
    case "instanceAwaited":
      return awaitInstance(conversation, event);
    case "instanceAsleep": {
      const { active } = conversation;
      const isHeld = active?.id === event.turnId && active.phase.kind === "sending" && !active.unsent;
      return isHeld
        ? withActive(conversation, (turn) => ({ ...turn, phase: { kind: "sending", waking: event.name } }))
        : conversation;
    }
    case "uploadProgressed":
      return withUnsent(conversation, event.turnId, (turn) => ({
        ...turn,
        phase: { kind: "sending", upload: event.progress },
      }));
    case "requestSent":
      return withUnsent(conversation, event.turnId, ({ unsent: _, ...turn }) => ({
        ...turn,
        phase: { kind: "sending" },
      }));
    case "turnAttached":
      return attach(conversation, event);
    case "signal":
      return applySignal(conversation, event.signal, event.at);
    case "retryScheduled":
      return withActive(conversation, (turn) => ({
        ...turn,
        phase: { kind: "waiting", error: event.error, until: event.until, attempt: event.attempt },
      }));
    case "retryBegun":
      return withActive(conversation, (turn) => ({ ...turn, phase: { kind: "sending" } }));
    case "cancelRequested":
      return withActive(conversation, (turn) => ({ ...turn, cancelRequested: true }));
    case "cancelRefused":
      return withActive(conversation, (turn) => ({ ...turn, cancelRequested: false }));
    case "turnFailed":
      return settle(
        conversation,
        {
          kind: "failed",
          error: event.error,
          unfollowed: conversation.active?.responseId !== undefined,
        },
        event.at,
        (turn) => turn,
      );
    case "turnAbandoned":
      return settle(conversation, { kind: "cancelled" }, event.at, (turn) => turn);
    case "turnRemoved":
      return {
        ...conversation,
        settled: conversation.settled.filter((turn) => turn.id !== event.turnId),
        active: conversation.active?.id === event.turnId ? undefined : conversation.active,
      };
  }
}

/** A turn that the server has taken does not wait any more. The same object while nothing changes. */
function awaitInstance(
  conversation: Conversation,
  { turnId, step, name }: Extract<ConversationEvent, { type: "instanceAwaited" }>,
): Conversation {
  const { active } = conversation;
  if (active?.id !== turnId || active.responseId !== undefined) return conversation;
  const { phase } = active;
  if (phase.kind === "awaiting" && phase.step === step && phase.name === name) return conversation;
  return withActive(conversation, (turn) => ({
    ...turn,
    unsent: true,
    phase: { kind: "awaiting", step, name },
  }));
}

function applySignal(conversation: Conversation, signal: TurnSignal, at: number): Conversation {
  switch (signal.type) {
    case "created":
      // Empty where the server tells of a turn without naming it.
      return withActive(
        { ...conversation, sessionId: signal.sessionId || conversation.sessionId },
        (turn) => ({
          ...turn,
          responseId: signal.responseId || turn.responseId,
          phase: { kind: "streaming" },
        }),
      );
    case "reconnecting":
      return withActive(conversation, (turn) => ({
        ...turn,
        phase: { kind: "reconnecting", attempt: signal.attempt },
      }));
    case "replay":
      return withActive(conversation, (turn) => ({ ...turn, replay: { items: [] }, burstAt: at }));
    case "completed":
      return settle(
        conversation,
        { kind: isCancelled(conversation, signal.cancelled) ? "cancelled" : "completed" },
        at,
        (turn) =>
          withItems(turn, applyFinalText(turn, signal.outputText), {
            usage: signal.usage ?? turn.usage,
            context: signal.context ?? turn.context,
          }),
      );
    case "failed":
      return settle(conversation, { kind: "failed", error: signal.error }, at, (turn) => turn);
    default:
      return withActive(conversation, (turn) => {
        const { burstAt, time } = timeOf(turn, at);
        if (!turn.replay) {
          return withItems(turn, applyItemEvent(turn, signal, time), { burstAt, phase: streaming(turn) });
        }
        const replay = applyItemEvent(turn.replay, signal, time);
        return covers(replay, turn)
          ? withItems(turn, keepKnown(replay, turn), { burstAt, replay: undefined, phase: streaming(turn) })
          : { ...turn, burstAt, replay, phase: streaming(turn) };
      });
  }
}

/** Events come live unless they follow a replay's beginning without a pause. */
function timeOf(turn: Turn, at: number): { burstAt: number | undefined; time: number | undefined } {
  if (turn.burstAt === undefined) return { burstAt: undefined, time: at };
  return at - turn.burstAt > burstGapMs ? { burstAt: undefined, time: at } : { burstAt: at, time: undefined };
}

/** The same object while nothing changes, so that a view sees no change where there is none. */
function streaming(turn: Turn): TurnPhase {
  return turn.phase.kind === "streaming" ? turn.phase : { kind: "streaming" };
}

function isCancelled(conversation: Conversation, told: boolean | undefined): boolean {
  return told ?? conversation.active?.cancelRequested ?? false;
}

function attach(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "turnAttached" }>,
): Conversation {
  const known = conversation.settled.find((turn) => turn.id === event.turnId);
  return {
    ...conversation,
    settled: known ? conversation.settled.filter((turn) => turn !== known) : conversation.settled,
    active: {
      ...(known ?? {
        id: event.turnId,
        items: [],
        input: event.input,
        ...sentWith(event),
        startedAt: event.startedAt,
      }),
      responseId: event.responseId,
      phase: { kind: "reconnecting", attempt: 0 },
      cancelRequested: event.cancelRequested ?? false,
      endedAt: undefined,
    },
  };
}

function settle(
  conversation: Conversation,
  phase: TurnPhase,
  at: number,
  finish: (turn: Turn) => Turn,
): Conversation {
  const active = conversation.active;
  if (!active) return conversation;
  const { replay, burstAt: _, ...turn } = active;
  // A replay that ended short of what is shown (its reasoning and tools are gone, or the cap cut it) adds nothing.
  const { growing, ...done } = finish(
    replay && covers(replay, turn) ? withItems(turn, keepKnown(replay, turn)) : turn,
  );
  const items = closeItems({ items: done.items, growing }, at);
  return {
    ...conversation,
    settled: [...conversation.settled, { ...done, items, phase, endedAt: at, cancelRequested: false }],
    active: undefined,
  };
}

function withItems(turn: Turn, { items, growing }: TurnItems, changes: Partial<Turn> = {}): Turn {
  return { ...turn, ...changes, items, growing };
}

function withActive(conversation: Conversation, change: (turn: Turn) => Turn): Conversation {
  return conversation.active ? { ...conversation, active: change(conversation.active) } : conversation;
}

/** Changes the active turn as long as its request has not gone out: an upload that was given up may still report. */
function withUnsent(conversation: Conversation, turnId: string, change: (turn: Turn) => Turn): Conversation {
  const { active } = conversation;
  return active?.unsent && active.id === turnId ? withActive(conversation, change) : conversation;
}

function sentWith({ attachments, model }: Pick<Turn, "attachments" | "model">): Partial<Turn> {
  return {
    ...(attachments && attachments.length > 0 && { attachments }),
    ...(model !== undefined && { model }),
  };
}
