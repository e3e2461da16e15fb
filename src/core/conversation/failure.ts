import { Agent37Error } from "../../api/errors/agent37Error.ts";

/** Any caught value as the error that the program speaks of. */
export function asAgent37Error(error: unknown): Agent37Error {
  if (error instanceof Agent37Error) return error;
  return new Agent37Error({
    code: "internal_error",
    plane: "local",
    message: error instanceof Error ? error.message : String(error),
    cause: error,
  });
}
