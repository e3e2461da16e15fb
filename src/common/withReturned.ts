/**
 * The text of a composer to which a message comes back: the message in front of what was typed meanwhile. A text that
 * begins with the message already has it back. Host and view both work it out, and must agree.
 */
export function withReturned(message: string, typed: string): string {
  if (typed.startsWith(message)) return typed;
  return typed.trim() === "" ? message : `${message}\n\n${typed}`;
}
