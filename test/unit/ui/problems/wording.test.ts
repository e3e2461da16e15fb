import { describe, expect, it } from "vitest";
import { problemView } from "../../../../src/ui/problems/problemView.ts";
import { settingOf } from "../../../../src/ui/problems/settingOf.ts";
import { sentenceOf } from "../../../../src/ui/problems/wording.ts";
import { failure } from "./errors.ts";

describe("a notification", () => {
  it("says what failed, what the server adds, and the code at the end", () => {
    expect(sentenceOf(failure("invalid_api_key", { message: "The key was revoked" }))).toBe(
      "Agent37 refused the API key. The key was revoked. (invalid_api_key)",
    );
  });

  it("shows the parameter and the hint of a refused request", () => {
    const error = failure("validation_error", { message: "Not a model.", param: "model", hint: "Try list" });
    expect(sentenceOf(error)).toBe(
      "Agent37 could not accept the request. Not a model. Parameter: model. Try list. (validation_error)",
    );
  });

  it("does not say the same thing twice", () => {
    const error = failure("instance_not_running", { message: "the instance is not running" });
    expect(sentenceOf(error)).toBe("The instance is not running. (instance_not_running)");
    expect(problemView(error, {}).message).toBeUndefined();
    const more = failure("instance_not_running", { message: "The instance is not running. Start it first." });
    expect(sentenceOf(more)).toBe("The instance is not running. Start it first. (instance_not_running)");
  });

  it("never lets the server's text become a link, which could run a command", () => {
    const message = "Click [here](command:workbench.action.quit)\nor [there](https://example.org)";
    expect(sentenceOf(failure("agent_error", { message }))).not.toMatch(/\]\(|\n/);
  });

  it("cuts a text that nobody would read in a notification", () => {
    expect(sentenceOf(failure("agent_error", { message: "x".repeat(5_000) })).length).toBeLessThan(400);
  });
});

describe("the card", () => {
  it("has the buttons of the notification, in its order, with everything the server said", () => {
    const error = failure("validation_error", { param: "model", hint: "Try list.", detail: "tail" });
    expect(problemView(error, { turnId: "t" })).toEqual({
      code: "validation_error",
      title: "Agent37 could not accept the request.",
      message: "Server words.",
      hint: "Try list.",
      param: "model",
      detail: "tail",
      severity: "error",
      buttons: [
        { id: "openSettings", label: "Open Settings" },
        { id: "showLog", label: "Show Log" },
      ],
    });
  });
});

describe("Open Settings", () => {
  it("leads to the setting behind the refused field", () => {
    expect(settingOf("reasoning_effort")).toBe("agent37.reasoningEffort");
    expect(settingOf("apiUrl")).toBe("agent37.apiUrl");
    expect(settingOf("input")).toBeUndefined();
    expect(settingOf(undefined)).toBeUndefined();
  });
});
