/** What the extension costs those who have installed it and do not use it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Session } from "node:inspector";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { control, fromRunner, places, sendMessage, until, withSetting } from "../host.ts";

/** Longer than anything that is put off at the start. */
const QUIET_MS = 3_000;

interface Meta {
  readonly host: { readonly outputs: Readonly<Record<string, { readonly inputs: object }>> };
}

/** The file names of the bundles that hold code of a package. */
function bundlesWith(packageName: string): string[] {
  const { host } = JSON.parse(readFileSync(fromRunner("meta"), "utf8")) as Meta;
  return Object.entries(host.outputs)
    .filter(([, { inputs }]) =>
      Object.keys(inputs).some((name) => name.includes(`node_modules/${packageName}/`)),
    )
    .map(([name]) => path.basename(name));
}

/** The file names of all scripts that V8 has loaded in this extension host. */
function loadedScripts(): Set<string> {
  const session = new Session();
  session.connect();
  const loaded = new Set<string>();
  session.on("Debugger.scriptParsed", ({ params: { url } }) =>
    loaded.add(path.basename(url.split("?")[0] ?? "")),
  );
  // Names every script that was loaded before, too, and before it returns.
  session.post("Debugger.enable");
  session.disconnect();
  return loaded;
}

describe("without a key", () => {
  before(async () => {
    const extension = vscode.extensions.getExtension("agent37.agent37-chat");
    assert.ok(extension);
    await until("the start has activated the extension", () => extension.isActive || undefined);
    await sleep(QUIET_MS);
  });

  it("no request is made", async () => {
    assert.deepEqual(await control.requests.list(), []);
  });

  it("the HTTP library is not even loaded", () => {
    const undici = bundlesWith("undici");
    assert.ok(undici.length > 0);
    const loaded = loadedScripts();
    assert.ok(loaded.has("extension.js"));
    assert.deepEqual(
      undici.filter((name) => loaded.has(name)),
      [],
    );
  });

  it("a message finds no instance, and still nothing is sent", async () => {
    await assert.rejects(sendMessage({ text: "echo lost" }));
    assert.deepEqual(await control.requests.list(), []);
  });

  it("a gateway can be used, which loads the HTTP library", async () => {
    const { gatewayUrl } = await places();
    await withSetting("agent37.gatewayUrl", gatewayUrl, async () => {
      assert.equal((await sendMessage({ text: "echo at home" })).outputText, "at home");
    });
    const planes = new Set((await control.requests.list()).map(({ plane }) => plane));
    assert.deepEqual([...planes], ["gateway"]);
    const loaded = loadedScripts();
    assert.ok(bundlesWith("undici").some((name) => loaded.has(name)));
  });
});
