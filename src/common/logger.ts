/**
 * Where log lines go. Implementations redact secrets themselves: a call site never has to think of it.
 * `details` is printed as JSON behind the message.
 */
export interface Logger {
  trace(message: string, details?: unknown): void;
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/** Drops every line. */
export const silentLogger: Logger = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
};
