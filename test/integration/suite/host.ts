import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { EmulatorControl } from "../../emulator/control/controlTypes.ts";
import { connectControl, findPlaces } from "../../emulator/control/controlClient.ts";
import { environment } from "../events.ts";

const POLL_MS = 50;
const WAIT_MS = 10_000;

/** What the runner has put into the environment. */
export function fromRunner(name: keyof typeof environment): string {
  const value = process.env[environment[name]];
  assert.ok(value, `${environment[name]} is not set`);
  return value;
}

export const emulatorUrl = fromRunner("emulator");
export const control: EmulatorControl = connectControl(emulatorUrl);
export const places = () => findPlaces(emulatorUrl);

/** The extension, activated. */
export async function activeExtension(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension("agent37.agent37-chat");
  assert.ok(extension, "the extension is not there");
  await extension.activate();
  return extension;
}

/** Waits until `look` gives something. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await sleep(POLL_MS);
  }
}

export interface SendMessageResult {
  readonly responseId?: string;
  readonly sessionId?: string;
  readonly status: string;
  readonly outputText: string;
}

/** `agent37.sendMessage`, as a keybinding or another extension runs it. */
export async function sendMessage(input: unknown): Promise<SendMessageResult> {
  return vscode.commands.executeCommand<SendMessageResult>("agent37.sendMessage", input);
}

/** Sets a user setting for the time of `work`. */
export async function withSetting<T>(key: string, value: unknown, work: () => Promise<T>): Promise<T> {
  const set = (to: unknown) =>
    vscode.workspace.getConfiguration().update(key, to, vscode.ConfigurationTarget.Global);
  const before = vscode.workspace.getConfiguration().inspect(key)?.globalValue;
  await set(value);
  try {
    return await work();
  } finally {
    await set(before);
  }
}
