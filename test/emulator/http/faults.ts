import type { ActiveFault, FaultAction } from "../control/controlTypes.ts";
import { ApiError, httpStatus, withDefaultFields } from "../errors/apiError.ts";
import type { ErrorDetails } from "../errors/apiError.ts";
import { errorEntry } from "../errors/errorTable.ts";
import type { Exchange } from "./exchange.ts";
import type { Handler } from "./router.ts";

/**
 * Does what a fault wants before the request is handled. True: the request is answered (or dropped). False: it goes
 * on, and the fault may act while it is answered.
 */
export async function applyFault(
  x: Exchange,
  fault: ActiveFault,
  handler: Handler | undefined,
): Promise<boolean> {
  const { action } = fault;
  x.entry.fault = fault.id;
  switch (action.kind) {
    case "delay":
      await x.world.clock.sleep(action.ms);
      return false;
    case "html":
      sendRaw(
        x,
        action.status,
        "text/html",
        `<html><body><h1>${String(action.status)}</h1><p>proxy</p></body></html>`,
      );
      return true;
    case "empty":
      x.sendBytes(action.status, {}, Buffer.alloc(0));
      return true;
    case "garbage":
      sendRaw(
        x,
        200,
        wantsStream(x) ? "text/event-stream" : "application/json",
        "\u0000\u00ff}{ this is not it\n\nevent\ndata\n",
      );
      return true;
    case "error":
      return fail(x, fault, action, handler);
    case "drop":
      if (!isEarlyDrop(action)) break;
      x.destroy();
      return true;
    case "stall":
    case "cutUpload":
    case "failTurn":
      break;
  }
  x.fault = fault;
  return false;
}

function isEarlyDrop(action: FaultAction & { kind: "drop" }): boolean {
  const when =
    action.when ?? (action.afterEvent === undefined && action.afterByte === undefined ? "request" : "stream");
  return when === "request";
}

async function fail(
  x: Exchange,
  fault: ActiveFault,
  action: FaultAction & { kind: "error" },
  handler: Handler | undefined,
): Promise<boolean> {
  const details = withDefaultFields(action.code, x.plane, given(action));
  const isTurn = x.method === "POST" && x.path === "/v1/responses";
  if (isTurn && action.status === undefined && onlyInTurns(action.code, x)) {
    const { message, hint, param } = given(action);
    const words = { ...(message !== undefined && { message }), ...(hint !== undefined && { hint }) };
    x.fault = {
      ...fault,
      action: { kind: "failTurn", code: action.code, ...words, ...(param !== undefined && { param }) },
    };
    return false;
  }
  if (isTurn && handler && x.world.mutations.has("startsTwice")) {
    const twin = x.silenced();
    await Promise.resolve(handler(twin)).catch(() => undefined);
  }
  x.fail(new ApiError(action.code, details));
  return true;
}

/** Codes that the contract knows only inside a failed turn; invented ones are answered as HTTP errors. */
function onlyInTurns(code: string, x: Exchange): boolean {
  return errorEntry(code) !== undefined && httpStatus(code, x.plane) === undefined;
}

function given(action: FaultAction & { kind: "error" }): ErrorDetails {
  const { status, message, hint, param, detail, retryAfter, envelope, responseId } = action;
  return {
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
    ...(hint !== undefined && { hint }),
    ...(param !== undefined && { param }),
    ...(detail !== undefined && { detail }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(envelope !== undefined && { envelope }),
    ...(responseId !== undefined && { responseId }),
  };
}

function wantsStream(x: Exchange): boolean {
  if (x.path.endsWith("/stream")) return true;
  if (x.path !== "/v1/responses") return false;
  try {
    return x.json()["stream"] === true;
  } catch {
    return false;
  }
}

function sendRaw(x: Exchange, status: number, type: string, text: string): void {
  x.sendBytes(status, { "Content-Type": type }, Buffer.from(text, "latin1"));
}
