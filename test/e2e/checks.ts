/**
 * What the specs hold the extension and the server to. Each compares what a person sees with what the emulator knows;
 * rules.spec.ts shows of each that it can fail.
 */
import { expect } from "@playwright/test";
import type { ResponseTruth, SessionTruth } from "../emulator/control/controlTypes.ts";
import type { Emulator } from "../emulator/emulator.ts";
import type { ChatView } from "./pages/chatView.ts";
import type { Workbench } from "./pages/workbench.ts";

/** How long a check waits for what it wants to see, in milliseconds. */
export interface Patience {
  readonly timeout?: number;
}

const patience = { timeout: 30_000 } satisfies Patience;
/** Pause between two steps of a held agent, in milliseconds of the emulator's clock: longer than any test. */
const stepMs = 300_000;
const usualPaceMs = 15;

export type RemoteDialect = "two-plane" | "unified";

export const demoInstance: Readonly<Record<RemoteDialect, string>> = {
  "two-plane": "demo000001",
  unified: "inst_demo",
};

/** From now on the agent takes a step only with {@link stepAgent}, so that no test depends on how fast it is. */
export async function holdAgent({ control }: Emulator): Promise<void> {
  await control.settings.set({ chunkDelayMs: stepMs });
}

export async function stepAgent({ control }: Emulator, steps: number): Promise<void> {
  await control.clock.advance(steps * stepMs);
}

/** Ends the effect of {@link holdAgent}. */
export async function releaseAgent({ control }: Emulator): Promise<void> {
  await control.settings.set({ chunkDelayMs: usualPaceMs });
  await control.clock.advance(stepMs);
}

/** One space for any white space: how text is laid out is not what the server said. */
export function plain(text: string | null | undefined): string {
  return (text ?? "").replace(/\s+/g, " ").trim();
}

/** The turns that the server started for a message. */
export async function turnsOf({ control }: Emulator, input: string): Promise<ResponseTruth[]> {
  return (await control.responses.list()).filter((turn) => turn.input === input);
}

/** The latest turn for a message. @throws Error when the server has none */
export async function turnOf(emulator: Emulator, input: string): Promise<ResponseTruth> {
  const turn = (await turnsOf(emulator, input)).at(-1);
  if (!turn) throw new Error(`The server has no turn for "${input}"`);
  return turn;
}

/** The session that a message was sent in. @throws Error when the server has none */
export async function sessionOf(emulator: Emulator, input: string): Promise<SessionTruth> {
  const { sessionId } = await turnOf(emulator, input);
  const session = await emulator.control.sessions.get(sessionId);
  if (!session) throw new Error(`The server has no session ${sessionId}`);
  return session;
}

/** Bodies of all requests to start a turn that carried this message. */
export async function postsOf({ control }: Emulator, input: string): Promise<number> {
  const posts = await control.requests.list({ method: "POST" });
  return posts.filter(
    ({ path, body }) =>
      path === "/v1/responses" && (JSON.parse(body || "{}") as { input?: unknown }).input === input,
  ).length;
}

/** The answer on screen is what the server has said so far in the turn for this message. */
export async function expectAllThatWasSaid(
  chat: ChatView,
  emulator: Emulator,
  input: string,
  options: Patience = patience,
): Promise<void> {
  await expect(async () => {
    const said = plain((await turnOf(emulator, input)).outputText);
    expect(said).not.toBe("");
    expect(plain(await chat.lastAnswerText())).toBe(said);
  }).toPass({ ...options, intervals: [50, 100, 200] });
}

/** The turn for this message is over, and the answer on screen is the one in the session's history. */
export async function expectFinalText(
  chat: ChatView,
  emulator: Emulator,
  input: string,
  options: Patience = patience,
): Promise<void> {
  await expect(async () => {
    const states = (await turnsOf(emulator, input)).map(({ status }) => status);
    expect(states).not.toHaveLength(0);
    expect(states).not.toContain("in_progress");
    const { finalText } = await sessionOf(emulator, input);
    expect(plain(await chat.lastAnswerText())).toBe(plain(finalText));
  }).toPass({ ...options, intervals: [50, 100, 200] });
  await expect(chat.stopButton).toBeHidden(options);
}

/** Message for message and answer for answer, the chat shows what the session's history holds; no line twice. */
export async function expectHistory(
  chat: ChatView,
  emulator: Emulator,
  sessionId: string,
  options: Patience = patience,
): Promise<void> {
  await expect(async () => {
    const session = await emulator.control.sessions.get(sessionId);
    const rows = (session?.history ?? []).map(({ role, content }) => ({ role, text: plain(content) }));
    expect(rows).not.toHaveLength(0);
    expect(await shownRows(chat)).toEqual(rows);
  }).toPass({ ...options, intervals: [50, 100, 200] });
}

async function shownRows(chat: ChatView): Promise<{ role: string; text: string }[]> {
  const articles = await chat.conversation.locator("article").all();
  return Promise.all(
    articles.map(async (article) => {
      const isUser = (await article.getAttribute("aria-label")) === "You";
      const parts = await article.locator(isUser ? ".bubble" : ".answer").allInnerTexts();
      return { role: isUser ? "user" : "assistant", text: plain(parts.join("\n")) };
    }),
  );
}

/** The message went over the wire once (or as often as the server refused it, and once more); one turn came of it. */
export async function expectSentOnce(
  emulator: Emulator,
  input: string,
  { requests }: { readonly requests: number } = { requests: 1 },
): Promise<void> {
  expect(await postsOf(emulator, input), `requests for "${input}"`).toBe(requests);
  expect(await turnsOf(emulator, input), `turns for "${input}"`).toHaveLength(1);
}

/** Sends a message and sees it answered over the one connection that it was sent with. */
export async function expectAnswerOnOneConnection(
  chat: ChatView,
  emulator: Emulator,
  input: string,
  options: Patience = patience,
): Promise<void> {
  await chat.send(input);
  await expectFinalText(chat, emulator, input, options);
  const { id } = await turnOf(emulator, input);
  expect(await emulator.control.requests.list({ path: `/v1/responses/${id}/stream` })).toHaveLength(0);
}

/** Starts a turn and holds it when the agent has taken so many steps. */
export async function sendAndHold(
  chat: ChatView,
  emulator: Emulator,
  input: string,
  steps: number,
): Promise<void> {
  await holdAgent(emulator);
  await chat.send(input);
  await expect.poll(() => turnsOf(emulator, input), patience).toHaveLength(1);
  await stepAgent(emulator, steps);
}

/** An answer whose connection breaks is neither doubled nor cut, when it goes on and when it has ended. */
export async function expectAnswerSurvivesDrop(
  chat: ChatView,
  emulator: Emulator,
  input: string,
  options: Patience = patience,
): Promise<void> {
  const path = "/v1/responses";
  await emulator.control.faults.add({ method: "POST", path, action: { kind: "drop", afterEvent: 6 } });
  await sendAndHold(chat, emulator, input, 8);
  const { id } = await turnOf(emulator, input);
  try {
    await expect
      .poll(() => emulator.control.requests.list({ path: `${path}/${id}/stream` }), options)
      .not.toHaveLength(0);
    await expectAllThatWasSaid(chat, emulator, input, options);
    await stepAgent(emulator, 4);
    await expectAllThatWasSaid(chat, emulator, input, options);
  } finally {
    await releaseAgent(emulator);
  }
  await expectFinalText(chat, emulator, input, options);
  await expectSentOnce(emulator, input);
}

/** Stop ends the running turn, at the server too, and keeps what was said. */
export async function expectStopWorks(
  chat: ChatView,
  emulator: Emulator,
  input: string,
  options: Patience = patience,
): Promise<void> {
  await sendAndHold(chat, emulator, input, 8);
  await expectAllThatWasSaid(chat, emulator, input);
  await chat.stopButton.click();
  await expect(chat.summary).toContainText("Stopped", options);
  expect((await turnOf(emulator, input)).status).toBe("cancelled");
  await expectFinalText(chat, emulator, input, options);
}

/** A message that finds its session busy: Cancel Running Turn ends the other turn, and the message goes out by itself. */
export async function expectCancelRunningTurnWorks(
  workbench: Workbench,
  emulator: Emulator,
  input: string,
  runningId: string,
  options: Patience = patience,
): Promise<void> {
  const { chat } = workbench;
  await chat.send(input);
  await expect(workbench.notification("(session_busy)")).toBeVisible(patience);
  await workbench.answerNotification("(session_busy)", "Cancel Running Turn");
  await expect
    .poll(async () => (await emulator.control.responses.get(runningId))?.status, options)
    .toBe("cancelled");
  await expect.poll(() => turnsOf(emulator, input), options).toHaveLength(1);
  await expectFinalText(chat, emulator, input, options);
}

/** The new cap is the one that the server works with, not only what it answered. */
export async function expectSpendCapRaised(
  workbench: Workbench,
  { control }: Emulator,
  usd: number,
  options: Patience = patience,
): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand("Agent37: Raise Spend Cap…");
  await expect(quickInput.title).toContainText("Raise Spend Cap of");
  await quickInput.enter(`$${usd.toFixed(2)}`);
  await expect
    .poll(async () => (await control.instances.get(demoInstance["two-plane"]))?.budget.capUsd, options)
    .toBe(usd);
}

/** A key that the server does not know is refused where it is entered. */
export async function expectOtherKeyRefused(
  workbench: Workbench,
  options: Patience = patience,
): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand("Agent37: Set API Key");
  await expect(quickInput.title).toContainText("Set API Key");
  await quickInput.enter("sk_live_nobody_has_this");
  await expect(quickInput.message).toContainText("(invalid_api_key)", options);
  await quickInput.cancel();
}

/** A refused message goes out again once, when the time that the server asked for has passed. */
export async function expectRetryAfterKept(
  chat: ChatView,
  emulator: Emulator,
  text: string,
  options: Patience = patience,
): Promise<void> {
  await emulator.control.faults.add({
    method: "POST",
    path: "/v1/responses",
    action: {
      kind: "error",
      code: "rate_limited",
      status: 429,
      retryAfter: "2",
      window: true,
      envelope: "object",
    },
  });
  await chat.send(`echo ${text}`);
  await expect(chat.conversation).toContainText(/Retrying in \d s/);
  await expect.poll(() => chat.lastAnswerText(), options).toBe(text);
  expect(await postsOf(emulator, `echo ${text}`)).toBe(2);
}
