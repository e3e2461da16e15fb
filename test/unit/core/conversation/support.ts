/** What a chat works with, where a test does not care about it. */
import type { Message } from "../../../../src/common/attachment.ts";
import type { Computers, Traces, Uploads } from "../../../../src/core/conversation/ports.ts";

/** A message without attachments. */
export function say(text: string): Message {
  return { text, attachments: [] };
}

export const noUploads: Uploads = {
  upload: () => Promise.reject(new Error("No file was expected here.")),
  forget: () => undefined,
};

/** Nothing was read of any instance, and every one runs. */
export const readyComputers: Computers = {
  find: () => undefined,
  refresh: () => Promise.resolve(),
  waitUntilReady: (_, { onStatus }) => Promise.resolve(onStatus({ kind: "agent" })),
};

export const noTraces: Traces = {
  load: () => Promise.resolve([]),
  keep: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  clear: () => Promise.resolve(),
};
