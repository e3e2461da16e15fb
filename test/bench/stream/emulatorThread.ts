/** An emulator in a thread of its own, so that its work is not counted as the client's. It says where it is. */
import { parentPort } from "node:worker_threads";
import { startEmulator } from "../../emulator/emulator.ts";

export interface EmulatorAddress {
  readonly unifiedUrl: string;
  readonly key: string;
  readonly instanceId: string;
}

const instanceId = "inst_demo";
const plentyUsd = 1_000_000;

const { unifiedUrl, key, control } = await startEmulator();
await control.wallet.set(plentyUsd);
await control.instances.set(instanceId, { budget: { capUsd: plentyUsd } });
const address: EmulatorAddress = { unifiedUrl, key, instanceId };
parentPort?.postMessage(address);
