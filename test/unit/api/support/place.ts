import type { Agent37Client } from "../../../../src/api/client.ts";
import type { InstanceRef } from "../../../../src/api/wire.ts";
import type { Emulator } from "../../../emulator/emulator.ts";
import { makeClient } from "./client.ts";
import { FakeClock } from "./fakeClock.ts";

export const dialects = ["unified", "two-plane", "gateway"] as const;
export type DialectName = (typeof dialects)[number];

export interface Place {
  readonly client: Agent37Client;
  readonly clock: FakeClock;
  readonly ref: InstanceRef;
}

/** A client of one dialect and the running instance of the emulator's seed, found the way a user finds it. */
export async function placeIn(emulator: Emulator, dialect: DialectName, autoMs = 31_000): Promise<Place> {
  const { unifiedUrl, twoPlaneUrl, gatewayUrl, key } = emulator;
  const baseUrl = dialect === "unified" ? unifiedUrl : twoPlaneUrl;
  // The emulator writes real times into histories.
  const clock = new FakeClock(autoMs, Date.now());
  const account = dialect === "gateway" ? undefined : { baseUrl, key };
  const { client } = makeClient(baseUrl, { clock, account: () => Promise.resolve(account) });
  if (dialect === "gateway") {
    return { client, clock, ref: { id: "gateway", dialect: "gateway", agentUrl: gatewayUrl } };
  }
  const ref = (await client.listInstances()).find(({ name }) => name === "Demo agent");
  if (!ref) throw new Error("The seed has no running instance");
  return { client, clock, ref };
}
