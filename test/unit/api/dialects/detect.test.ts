import { describe, expect, it } from "vitest";
import { detectInstance, detectTemplates } from "../../../../src/api/dialects/detect.ts";

const derived = "https://abcdefghij.agent37.app";

describe("an instance object tells its dialect", () => {
  it.each<[string, unknown, unknown]>([
    ["a url", { url: "https://abcdefghij.agent37.app/" }, { dialect: "two-plane", agentUrl: derived }],
    [
      "a url beside vcpu",
      { url: derived, vcpu: 1, balance: {} },
      { dialect: "two-plane", agentUrl: derived },
    ],
    [
      "ports with a default",
      {
        ports: [
          { port: 1, url: "https://x" },
          { port: 3737, default: true, url: derived },
        ],
      },
      { dialect: "two-plane", agentUrl: derived },
    ],
    [
      "ports without a default",
      { ports: [{ port: 1, url: derived }] },
      { dialect: "two-plane", agentUrl: derived },
    ],
    ["a balance", { balance: { managed_cap_usd: 1 } }, { dialect: "unified" }],
    ["vcpu", { vcpu: 2 }, { dialect: "unified" }],
    ["resources", { resources: { cpu: 2 } }, { dialect: "two-plane", agentUrl: derived }],
    ["image_ref", { url: null, image_ref: "x" }, { dialect: "two-plane", agentUrl: derived }],
    ["an idle timeout", { idle_timeout_seconds: 300 }, { dialect: "two-plane", agentUrl: derived }],
    ["nothing, two-plane assumed", { status: "running" }, { dialect: "two-plane", agentUrl: derived }],
    ["no object", 7, { dialect: "two-plane", agentUrl: derived }],
  ])("%s", (_what, json, expected) => {
    expect(detectInstance(json, "abcdefghij", "two-plane")).toEqual(expected);
  });

  it("by the prefix of its id", () => {
    expect(detectInstance({}, "inst_1", "two-plane")).toEqual({ dialect: "unified" });
  });

  it("or takes what is assumed", () => {
    expect(detectInstance({}, "abc", "unified")).toEqual({ dialect: "unified" });
  });
});

describe("template rows tell the dialect", () => {
  it.each<[unknown[], unknown]>([
    [[{ id: "tmpl_1", name: "x" }], "unified"],
    [[{ name: "x", tag: "x:1" }], "unified"],
    [[{ name: "agent37-hermes", scope: "system" }], "two-plane"],
    [[{ name: "x" }, { name: "y", scope: "workspace" }], "two-plane"],
    [[], undefined],
    [[7, null, { name: "x" }], undefined],
  ])("%j", (rows, expected) => {
    expect(detectTemplates(rows)).toBe(expected);
  });
});
