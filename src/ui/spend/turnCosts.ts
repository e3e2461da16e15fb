import type { Chats } from "../../core/conversation/chats.ts";
import { type Conversation, turnsOf } from "../../core/conversation/state.ts";
import { parseInput } from "../../core/conversation/message.ts";
import type { TurnCost } from "./spendFigures.ts";

/** Longest beginning of a message that names its turn, in UTF-16 units. */
const longestText = 60;

/** What each turn has cost in the chat that was used last on an instance; empty where no turn has told its cost. */
export function turnCosts(chats: Pick<Chats, "all">, instanceId: string): readonly TurnCost[] {
  const told = chats.all
    .filter(({ instance }) => instance?.id === instanceId)
    .map(({ conversation }) => conversation)
    .filter(({ settled }) => settled.some(({ usage }) => usage?.costUsd !== undefined));
  const latest = told.toSorted((one, other) => lastUse(other) - lastUse(one))[0];
  return (latest?.settled ?? []).map(({ input, usage }) => ({
    text: beginning(input),
    costUsd: usage?.costUsd,
    inputTokens: usage?.inputTokens,
    outputTokens: usage?.outputTokens,
  }));
}

/** When something was last asked in a conversation; a turn that runs counts as now. */
function lastUse(conversation: Conversation): number {
  if (conversation.active) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...turnsOf(conversation).map(({ startedAt, endedAt }) => endedAt ?? startedAt ?? 0));
}

function beginning(input: string | undefined): string {
  const text = input?.startsWith("[") ? parseInput(input).text : input;
  const line = (text ?? "").trim().split("\n", 1)[0]?.trim() ?? "";
  return line.length <= longestText ? line : `${line.slice(0, longestText - 1).trimEnd()}…`;
}
