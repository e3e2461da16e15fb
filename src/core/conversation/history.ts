import type { HistoryItem } from "../../api/wire.ts";
import { GrowingText } from "../../common/growingText.ts";
import { align } from "./align.ts";
import { remoteFile } from "./remoteFile.ts";
import { answerOf, type Turn, type TurnItem } from "./state.ts";

/**
 * Turns as the server remembers them. Where a turn that is known here says the same, it is kept: it also knows its
 * reasoning, tools and costs, which the server forgets.
 * @param known the turns on screen, oldest first
 * @param traced the turns that were kept of the session, oldest first; any of them may be missing
 */
export function turnsFromHistory(
  sessionId: string,
  history: readonly HistoryItem[],
  known: readonly Turn[],
  traced: readonly Turn[] = [],
): readonly Turn[] {
  const turns = readTurns(sessionId, history);
  if (known.length === 0 && traced.length === 0) return turns;
  const told = turns.map((turn) => ({ turn, answer: answerOf(turn) }));
  const fromScreen = align(told, known.map(withAnswer), saysTheSame);
  const shown = new Set([...fromScreen.values()].flatMap((index) => keysOf(known[index])));
  // What was kept last is what is missing least, so equal turns are paired from the end.
  const rest = told.map((row, index) => ({ ...row, index })).filter(({ index }) => !fromScreen.has(index));
  const kept = traced.filter((turn) => !keysOf(turn).some((key) => shown.has(key)));
  const restBackward = rest.toReversed();
  const keptBackward = kept.toReversed();
  const fromTrace = new Map<number, Turn | undefined>();
  for (const [left, right] of align(restBackward, keptBackward.map(withAnswer), saysTheSame)) {
    const row = restBackward[left];
    if (row) fromTrace.set(row.index, keptBackward[right]);
  }
  return turns.map((turn, index) => {
    const screen = fromScreen.get(index);
    const better = screen === undefined ? fromTrace.get(index) : known[screen];
    return better
      ? { ...better, input: turn.input, attachments: better.attachments ?? turn.attachments }
      : turn;
  });
}

interface Told {
  readonly turn: Turn;
  readonly answer: string;
}

function withAnswer(turn: Turn): Told {
  return { turn, answer: answerOf(turn) };
}

/** Whether a turn that is known here is the one that the server tells of. */
function saysTheSame(told: Told, { turn: known, answer }: Told): boolean {
  const sameInput = (known.input ?? told.turn.input) === told.turn.input;
  if (!sameInput) return false;
  if (answer === told.answer) return true;
  // Of a turn that did not come to its end a server may keep less than it had said.
  return known.phase.kind !== "completed" && answer.startsWith(told.answer);
}

/** What names a turn on this machine and at the server. */
function keysOf(turn: Turn | undefined): readonly string[] {
  if (!turn) return [];
  return turn.responseId === undefined ? [turn.id] : [turn.id, turn.responseId];
}

function readTurns(sessionId: string, history: readonly HistoryItem[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const row of history) {
    const last = turns.at(-1);
    const id = `history-${sessionId}-${turns.length}`;
    if (row.role === "user") turns.push(historyTurn(id, row));
    else if (last)
      turns[turns.length - 1] = { ...last, items: [...last.items, ...historyItems(row)], endedAt: row.at };
    else turns.push({ ...historyTurn(id, undefined), items: historyItems(row), endedAt: row.at });
  }
  return turns;
}

function historyTurn(id: string, row: HistoryItem | undefined): Turn {
  return {
    id,
    input: row?.text,
    ...(row?.files?.length && { attachments: row.files.map(remoteFile) }),
    phase: { kind: "completed" },
    cancelRequested: false,
    items: [],
    startedAt: row?.at,
  };
}

function historyItems(row: HistoryItem): readonly TurnItem[] {
  const thinking: TurnItem[] = row.thinking
    ? [{ kind: "reasoning", text: GrowingText.of(row.thinking), open: false }]
    : [];
  return row.text === "" ? thinking : [...thinking, { kind: "text", text: GrowingText.of(row.text) }];
}
