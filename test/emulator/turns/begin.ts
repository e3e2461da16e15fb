import { errorCommand } from "../agent/commands.ts";
import { ApiError, httpStatus, withDefaultFields } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Instance } from "../state/instance.ts";
import { turnError } from "./engine.ts";
import type { Turn, TurnRequest } from "./turn.ts";

/** Starts the turn of a POST /responses, with what its input or a fault wants instead of an agent's work. */
export function beginTurn(x: Exchange, instance: Instance, request: TurnRequest): Turn {
  const action = x.fault?.action;
  if (action?.kind === "failTurn") {
    const { code, message, hint, param, afterEvent = 1 } = action;
    const given = {
      ...(message !== undefined && { message }),
      ...(hint !== undefined && { hint }),
      ...(param !== undefined && { param }),
    };
    return x.world.turns.start(instance, {
      ...request,
      failure: { error: turnError(code, given), afterEvent },
    });
  }
  const wanted = errorCommand(request.input);
  if (wanted) {
    const key = `${instance.id} ${request.input.trim()}`;
    const answered = x.world.errorCommands.get(key) ?? 0;
    if (answered < wanted.times) {
      x.world.errorCommands.set(key, answered + 1);
      if (httpStatus(wanted.code, x.plane) !== undefined) {
        throw new ApiError(wanted.code, withDefaultFields(wanted.code, x.plane, {}));
      }
      return x.world.turns.start(instance, {
        ...request,
        failure: { error: turnError(wanted.code), afterEvent: 1 },
      });
    }
    return x.world.turns.start(instance, {
      ...request,
      input: `echo No more errors after ${String(wanted.times)}.`,
      historyInput: request.historyInput ?? request.input,
    });
  }
  return x.world.turns.start(instance, request);
}
