/** A chat with a turn that runs and messages that wait for it. */
import { expect, vi } from "vitest";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import { a, running, type SetUp, setUp } from "./scripted.ts";
import { say } from "./support.ts";

export const queueUp = { stopFirst: false };

/** A chat in which "one" runs, and what ends it. */
export async function whileOneRuns(options: SetUp = {}) {
  const bench = setUp(options);
  const turn = running();
  bench.scripts.run.push(turn.script);
  bench.chat.submit(say("one"), a, queueUp);
  await vi.waitFor(() => expect(bench.chat.conversation.active?.responseId).toBe("r1"));
  return { ...bench, end: turn.end };
}

export const waiting = ({ queue }: Chat): readonly string[] =>
  queue.messages.map(({ message }) => message.text);
export const idOf = (chat: Chat, text: string): string =>
  chat.queue.messages.find(({ message }) => message.text === text)?.id ?? "";
/** Lets everything happen that is about to. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
