/** Which server is spoken to, and who may decide that. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { startEmulator, type Emulator, type LoggedRequest } from "../../../emulator/emulator.ts";
import { activeExtension, control, places, sendMessage, until, withSetting } from "../host.ts";

describe("the server", () => {
  let other: Emulator;
  before(async () => {
    await activeExtension();
    other = await startEmulator({ key: "sk_live_of_another_server" });
  });
  after(() => other.close());

  it("is the one of the environment's pair, whatever the setting says", async () => {
    await withSetting("agent37.apiUrl", other.twoPlaneUrl, async () => {
      const { outputText } = await sendMessage({ text: "echo from the pair" });
      assert.equal(outputText, "from the pair");
    });
    assert.deepEqual(await other.control.requests.list(), []);
  });

  it("gets the key of the environment in the header of its dialect, and nowhere else", async () => {
    await control.requests.clear();
    await sendMessage({ text: "echo with a key" });
    const { key } = await places();
    const requests = await control.requests.list({ path: "/v1/responses" });
    assert.ok(requests.length > 0);
    for (const { headers, body, query, dialect } of requests) {
      const header = dialect === "unified" ? headers["authorization"] : headers["x-agent37-key"];
      assert.equal(header, dialect === "unified" ? `Bearer ${key}` : key);
      assert.ok(!`${body}${JSON.stringify(query)}`.includes(key));
    }
  });

  it("cannot be chosen by a workspace folder", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, ".vscode/settings.json");
    const settings = {
      "agent37.apiUrl": other.twoPlaneUrl,
      "agent37.gatewayUrl": other.gatewayUrl,
      "agent37.maxRetryWaitSeconds": 1,
      "agent37.model": "from-the-folder",
    };
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings)));
    const read = (): vscode.WorkspaceConfiguration =>
      vscode.workspace.getConfiguration("agent37", folder.uri);
    try {
      // A setting that a folder may choose shows when the file has been read.
      await until(
        "the folder's settings are read",
        () => read().get("model") === "from-the-folder" || undefined,
      );
      assert.notEqual(read().get("apiUrl"), other.twoPlaneUrl);
      assert.equal(read().get("gatewayUrl"), "");
      assert.equal(read().get("maxRetryWaitSeconds"), 300);
      assert.equal((await sendMessage({ text: "echo still here" })).outputText, "still here");
      assert.deepEqual(await other.control.requests.list(), []);
    } finally {
      await vscode.workspace.fs.delete(file);
      await until("the folder's settings are forgotten", () => read().get("model") === "" || undefined);
    }
  });

  it("is never written into a workspace's settings", async () => {
    for (const target of [vscode.ConfigurationTarget.Workspace, vscode.ConfigurationTarget.WorkspaceFolder])
      for (const key of ["apiUrl", "gatewayUrl", "maxRetryWaitSeconds"])
        await assert.rejects(
          async () => vscode.workspace.getConfiguration("agent37").update(key, other.twoPlaneUrl, target),
          key,
        );
  });
});

describe("a gateway that the user runs", () => {
  before(activeExtension);

  it("is one more instance, and gets no key", async () => {
    const { gatewayUrl, key } = await places();
    await control.requests.clear();
    await withSetting("agent37.gatewayUrl", gatewayUrl, async () => {
      const result = await sendMessage({ text: "echo at home", instanceId: "gateway" });
      assert.equal(result.status, "completed");
      assert.equal(result.outputText, "at home");
    });
    const requests = await control.requests.list({ dialect: "gateway" });
    assert.ok(requests.some(({ method, path }) => method === "POST" && path === "/v1/responses"));
    const carriesKey = ({ headers, body, query }: LoggedRequest): boolean =>
      JSON.stringify([headers, body, query]).includes(key) ||
      "authorization" in headers ||
      "x-agent37-key" in headers;
    assert.deepEqual(requests.filter(carriesKey), []);
  });

  it("is gone with its setting", async () => {
    await assert.rejects(sendMessage({ text: "echo gone", instanceId: "gateway" }), /gateway/);
  });
});
