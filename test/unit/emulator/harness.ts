import { afterAll, beforeAll, beforeEach } from "vitest";
import { startEmulator } from "../../emulator/emulator.ts";
import type { Emulator } from "../../emulator/emulator.ts";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
}

export interface Frame {
  event: string;
  data: Record<string, unknown>;
}

/** One emulator for a test file, put back to its seed before each test; agents and transitions take no time. */
export function useEmulator(): { readonly it: Emulator } {
  let emulator: Emulator | undefined;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  beforeEach(async () => {
    await emulator?.control.reset();
    await emulator?.control.settings.set({ chunkDelayMs: 0, transitionMs: 0, bootMs: 0, cancelMs: 0 });
  });
  afterAll(() => emulator?.close());
  return {
    get it() {
      if (!emulator) throw new Error("The emulator is not running yet.");
      return emulator;
    },
  };
}

/** A call with the emulator's key in both headers; `body` is sent as JSON unless it is a string. */
export async function call(
  method: string,
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: headers ?? { Authorization: "Bearer sk_live_emulator" },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parse(text) };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The complete frames of an SSE body; comments are left out. */
export function framesOf(text: string): Frame[] {
  return text
    .split("\n\n")
    .slice(0, -1)
    .filter((block) => block.startsWith("event: "))
    .map((block) => {
      const [first = "", second = ""] = block.split("\n");
      return { event: first.slice(7), data: JSON.parse(second.slice(6)) as Record<string, unknown> };
    });
}

/** Starts a streaming turn on the two-plane demo agent and reads it until the body ends or dies. */
export async function streamTurn(emulator: Emulator, input: string, more: Record<string, unknown> = {}) {
  const answer = await fetch(`${emulator.url}/agent/demo000001/v1/responses`, {
    method: "POST",
    headers: { "X-Agent37-Key": emulator.key },
    body: JSON.stringify({ input, stream: true, ...more }),
  });
  return readStream(answer);
}

/** Reattaches to a turn of the two-plane demo agent. */
export async function reattach(emulator: Emulator, id: string) {
  const headers = { "X-Agent37-Key": emulator.key };
  return readStream(await fetch(`${emulator.url}/agent/demo000001/v1/responses/${id}/stream`, { headers }));
}

async function readStream(answer: Response) {
  const decoder = new TextDecoder();
  let text = "";
  let dropped = false;
  try {
    if (answer.body) for await (const chunk of answer.body) text += decoder.decode(chunk, { stream: true });
  } catch {
    dropped = true;
  }
  const frames = framesOf(text);
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    frames,
    dropped,
    id: idOf(frames[0]),
  };
}

function idOf(frame: Frame | undefined): string {
  const id = frame?.data["id"];
  return typeof id === "string" ? id : "";
}

/** All text deltas joined. */
export function textOf(frames: Frame[]): string {
  return frames
    .filter(({ event }) => event === "response.output_text.delta")
    .map(({ data }) => String(data["text"]))
    .join("");
}

/** The `error` object of an answer. */
export function errorOf({ body }: Answer): Record<string, unknown> {
  return body["error"] as Record<string, unknown>;
}

/** Waits until a condition holds, turning the event loop but not the emulator's clock. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (performance.now() < deadline) {
    if (await condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error("It did not happen.");
}
