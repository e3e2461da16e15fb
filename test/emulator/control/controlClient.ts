import type { EmulatorPlaces } from "./controlHttp.ts";
import type { EmulatorControl } from "./controlTypes.ts";

/** The control of an emulator in another process: the same interface, over its `/__control` endpoint. */
export function connectControl(url: string): EmulatorControl {
  const call =
    (path: string) =>
    async (...args: unknown[]): Promise<unknown> => {
      const answer = await fetch(`${url}/__control/${path}`, { method: "POST", body: JSON.stringify(args) });
      const body = (await answer.json()) as { result?: unknown; error?: string };
      if (!answer.ok) throw new Error(body.error ?? `Control call ${path} failed.`);
      return body.result;
    };
  // Every member is a call or a group of calls, so a proxy of two levels is the whole interface.
  const group = (name: string) =>
    new Proxy(call(name), {
      get: (target, member) =>
        typeof member === "string" ? call(`${name}/${member}`) : (Reflect.get(target, member) as unknown),
    });
  return new Proxy(
    {},
    { get: (_target, name) => (typeof name === "string" && name !== "then" ? group(name) : undefined) },
  ) as EmulatorControl;
}

/** URLs and key of a running emulator. */
export async function findPlaces(url: string): Promise<EmulatorPlaces> {
  const answer = await fetch(`${url}/__control/places`);
  return ((await answer.json()) as { result: EmulatorPlaces }).result;
}
