/**
 * The host's messages as they travel. An answer that streams is thousands of batches with a few words each, so their
 * names would be most of what travels: a batch of patches is a list that begins with its number, and one that is only
 * text that grows is a string that begins with its digit. All other messages travel as they are.
 */
import { growthRadix } from "./growth.ts";
import type { HostMessage } from "./messages.ts";
import type { Patch } from "./view.ts";

export type PackedHostMessage =
  Exclude<HostMessage, { type: "growth" | "patches" }> | readonly [seq: number, ...patches: Patch[]] | string;

export function pack(message: HostMessage): PackedHostMessage {
  switch (message.type) {
    case "growth":
      return message.payload.digit.toString(growthRadix) + message.payload.text;
    case "patches":
      return [message.payload.seq, ...message.payload.patches];
    default:
      return message;
  }
}

/** The message that has travelled; anything that was not packed is given back as it is. Its payload is not looked at. */
export function unpack(data: unknown): unknown {
  if (typeof data === "string") {
    const digit = Number.parseInt(data.charAt(0), growthRadix);
    return Number.isNaN(digit) || data.length < 2
      ? data
      : { type: "growth", payload: { digit, text: data.slice(1) } };
  }
  if (!Array.isArray(data)) return data;
  const [seq, ...patches] = data as readonly unknown[];
  return typeof seq === "number" ? { type: "patches", payload: { seq, patches } } : data;
}
