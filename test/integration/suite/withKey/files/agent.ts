/** The other side of an instance's files: what its agent does there, and what was asked of it. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { control, places } from "../../host.ts";

/** The dialect of the scene that this runs in. */
export const isUnified = (process.env["AGENT37_API_URL"] ?? "").includes("/unified/");
export const instanceId = isUnified ? "inst_demo" : "demo000001";
const home = isUnified ? "/~" : "/home/node";

/** A URI below the agent's home. */
export function at(path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: "agent37", authority: instanceId, path: `${home}/${path}` });
}

/** Runs a command on the instance, in the agent's home, and gives what it printed. */
export async function shell(command: string): Promise<string> {
  const { unifiedUrl, twoPlaneUrl, key } = await places();
  const base = isUnified ? unifiedUrl : twoPlaneUrl;
  const answer = await fetch(`${base}/instances/${instanceId}/exec`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ command }),
  });
  const { exit_code, stdout, stderr } = (await answer.json()) as {
    exit_code: number;
    stdout: string;
    stderr: string;
  };
  assert.equal(exit_code, 0, stderr);
  return stdout;
}

/** What is asked for files of the instance while `work` runs: `GET /v1/files /home/node`. */
export async function requestsDuring(work: () => Promise<unknown>): Promise<string[]> {
  await control.requests.clear();
  await work();
  const requests = await control.requests.list({ path: isUnified ? "/files" : "/v1/files" });
  return requests.map(({ method, path, query }) => `${method} ${path} ${query["path"] ?? ""}`.trim());
}

/** Whether a rejection is the file system's error of this kind. */
export function failsWith(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof vscode.FileSystemError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (from: Uint8Array): string => new TextDecoder().decode(from);
