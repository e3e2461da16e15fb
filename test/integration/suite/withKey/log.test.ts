import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension, control, places, sendMessage, until } from "../host.ts";

describe("the log", () => {
  before(activeExtension);

  it("says what was called and what failed, and never the key", async () => {
    const { key } = await places();
    await control.faults.add({
      method: "POST",
      path: "/v1/responses",
      action: {
        kind: "error",
        code: "validation_error",
        status: 400,
        message: `The quoted key is ${key}, so.`,
      },
    });
    assert.equal((await sendMessage({ text: `echo ${key}` })).status, "failed");
    assert.equal((await sendMessage({ text: `echo ${key}` })).outputText, key);
    await vscode.commands.executeCommand("agent37.showLog");
    const log = await until("the log shows the failure", () =>
      vscode.workspace.textDocuments
        .filter(({ uri }) => uri.scheme === "output")
        .map((document) => document.getText())
        .find((text) => text.includes("The quoted key is") && text.includes("/v1/responses → 200")),
    );
    assert.ok(!log.includes(key));
    assert.ok(!log.includes(key.slice("sk_live_".length)));
  });
});
