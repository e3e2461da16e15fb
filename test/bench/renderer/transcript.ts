/** A finished conversation for the benches, in the chat view's own transcript. */
import { shownTurns } from "../../../src/protocol/shown.ts";
import type { TurnView } from "../../../src/protocol/view.ts";
import { ViewMemory } from "../../../src/webview/memory.ts";
import { TranscriptElement } from "../../../src/webview/transcript/transcriptElement.ts";
import "../../../src/webview/turns.ts";
import { addStyles } from "./styles.ts";

export interface Message {
  readonly role: string;
  readonly text: string;
}

/** Opens a conversation in an element of fixed height; resolves when the first screen is there. */
export async function openTranscript(
  element: HTMLElement,
  messages: readonly Message[],
): Promise<TranscriptElement> {
  addStyles();
  const transcript = new TranscriptElement(new ViewMemory({ viewId: "", pageId: "" }, undefined, () => {}));
  transcript.turns = shownTurns(turnsOf(messages));
  element.style.display = "flex";
  element.style.flexDirection = "column";
  element.append(transcript);
  await transcript.updateComplete;
  return transcript;
}

/** The same, with every turn mounted. */
export async function openTranscriptFull(element: HTMLElement, messages: readonly Message[]): Promise<void> {
  const transcript = await openTranscript(element, messages);
  await transcript.complete();
}

/** An answer belongs to the turn of the question before it. */
function turnsOf(messages: readonly Message[]): readonly TurnView[] {
  const turns: TurnView[] = [];
  for (const [index, { role, text }] of messages.entries()) {
    const question = turns.at(-1);
    const items: TurnView["items"] = [{ id: "text", kind: "text", text }];
    if (role === "user") turns.push({ ...emptyTurn, id: `turn-${index}`, input: text });
    else if (question && question.items.length === 0) turns[turns.length - 1] = { ...question, items };
    else turns.push({ ...emptyTurn, id: `turn-${index}`, items });
  }
  return turns;
}

const emptyTurn: TurnView = {
  id: "",
  phase: { kind: "completed" },
  stopping: false,
  asks: false,
  items: [],
};
