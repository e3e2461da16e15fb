import * as v from "valibot";
import type * as vscode from "vscode";
import type { Logger } from "../common/logger.ts";

/** The extension's log in the Output panel. Every line passes `redact`, so a call site never has to think of secrets. */
export function createLogger(
  channel: Pick<vscode.LogOutputChannel, keyof Logger>,
  redact: (text: string) => string,
): Logger {
  const line = (message: string, details: unknown): string =>
    redact(details === undefined ? message : `${message} ${printed(details)}`);
  return {
    trace: (message, details) => channel.trace(line(message, details)),
    debug: (message, details) => channel.debug(line(message, details)),
    info: (message, details) => channel.info(line(message, details)),
    warn: (message, details) => channel.warn(line(message, details)),
    error: (message, details) => channel.error(line(message, details)),
  };
}

/** Longest line kept, in UTF-16 units. */
const longest = 20_000;

/** A value as JSON. Errors show what they carry, their causes too; nothing printed here can throw. */
function printed(details: unknown): string {
  try {
    const text = JSON.stringify(details, (_, value: unknown) =>
      value instanceof Error ? plain(value) : value,
    );
    return text.length > longest ? `${text.slice(0, longest)}…` : text;
  } catch {
    return String(details);
  }
}

function plain(error: Error): Record<string, unknown> {
  const { name, message, cause } = error;
  // What does not pass a schema may be what the user wrote or attached: of that only the place is told.
  if (v.isValiError(error)) {
    return {
      name,
      issues: error.issues.map((issue) => ({ at: v.getDotPath(issue), expected: issue.expected })),
    };
  }
  return { ...Object.fromEntries(Object.entries(error)), name, message, cause };
}
