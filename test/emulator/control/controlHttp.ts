import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "../errors/apiError.ts";
import type { EmulatorControl } from "./controlTypes.ts";

/** Paths that are no functions of EmulatorControl but say where things are. */
export interface EmulatorPlaces {
  url: string;
  unifiedUrl: string;
  twoPlaneUrl: string;
  gatewayUrl: string;
  key: string;
}

/**
 * Serves the control over HTTP: `POST /__control/faults/add` with the JSON array of arguments calls
 * `control.faults.add(...)` and answers `{"result": …}`, or `{"error": "…"}` with status 400. A body that is no
 * array is the single argument; GET calls without arguments. `GET /__control/places` answers URLs and key.
 */
export function controlHandler(control: EmulatorControl, places: () => EmulatorPlaces) {
  return async (req: IncomingMessage, res: ServerResponse, path: string): Promise<void> => {
    try {
      const args = await readArguments(req);
      const result = path === "places" ? places() : await call(control, path, args);
      send(res, 200, { result: result ?? null });
    } catch (error) {
      const code = error instanceof ApiError ? error.code : undefined;
      send(res, 400, { error: error instanceof Error ? error.message : String(error), code });
    }
  };
}

async function readArguments(req: IncomingMessage): Promise<unknown[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text.trim() === "") return [];
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

async function call(control: EmulatorControl, path: string, args: unknown[]): Promise<unknown> {
  let target: unknown = control;
  for (const name of path.split("/")) {
    if (typeof target !== "object" || target === null || !Object.hasOwn(target, name)) {
      throw new Error(`No control call ${path}.`);
    }
    target = Reflect.get(target, name);
  }
  if (typeof target !== "function") throw new Error(`No control call ${path}.`);
  return (await (Reflect.apply(target, undefined, args) as Promise<unknown>)) ?? null;
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
