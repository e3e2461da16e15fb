import { describe, expect, it } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { unreadInstance } from "../../../../src/core/instances/instanceState.ts";
import { type StatusSituation, statusText, statusView } from "../../../../src/ui/instances/statusView.ts";

const account = { source: "stored", baseUrl: "https://api.agent37.com/v1" } as const;
const agent: Instance = {
  ...unreadInstance({ id: "abcdefghij", dialect: "two-plane" }, "Builder"),
  status: "running",
  statusText: "running",
  agents: ["hermes"],
  shape: { vcpu: 2, memoryGb: 4 },
};

function view(situation: Partial<StatusSituation>) {
  return statusView({ account, selected: agent, spend: undefined, error: undefined, ...situation });
}

describe("the status bar", () => {
  it("names the instance and its status", () => {
    expect(view({}).name).toBe("Agent37: Builder, running");
    expect(view({ selected: { ...agent, name: undefined } }).name).toBe("Agent37: abcdefghij, running");
    expect(statusText(view({}))).toBe("$(vm-running) Agent37: Builder, running");
  });

  it("asks for what is missing, the key first", () => {
    expect(view({ account: { ...account, source: "none" } }).name).toBe("Agent37: set API key");
    expect(view({ selected: undefined }).name).toBe("Agent37: select instance");
  });

  it("needs no key for the user's own gateway", () => {
    const gateway = { ...agent, dialect: "gateway" as const, id: "gateway", name: undefined };
    expect(view({ account: { ...account, source: "none" }, selected: gateway }).name).toBe(
      "Agent37: gateway, running",
    );
  });

  it("says when the key comes from the environment", () => {
    expect(view({ account: { ...account, source: "environment" } }).notes.join()).toContain(
      "AGENT37_API_KEY",
    );
    expect(view({}).notes).toEqual([]);
  });

  it("says that an instance which was not read yet is being read, and when that has failed", () => {
    const selected = unreadInstance({ id: "abcdefghij", dialect: "two-plane" }, "Builder");
    expect(view({ selected }).name).toBe("Agent37: Builder, checking…");
    const error = new Agent37Error({ code: "dns_failed", message: "No such host.", plane: "local" });
    expect(view({ selected, error }).name).toBe("Agent37: Builder, status unknown");
  });

  it("shows a status that nobody has heard of as it came", () => {
    expect(view({ selected: { ...agent, status: "unknown", statusText: "hibernating" } }).name).toBe(
      "Agent37: Builder, hibernating",
    );
  });

  it("warns of a failed and of an unpaid instance", () => {
    const statusReason = { code: "provisioning_failed", message: "Disk full." };
    const failed = view({ selected: { ...agent, status: "failed", statusReason } });
    expect(failed).toMatchObject({ background: "error", notes: ["Disk full."] });
    expect(view({ selected: { ...agent, pastDue: true } }).background).toBe("warning");
    expect(view({}).background).toBeUndefined();
  });

  it("keeps the last error of the list in the tooltip, and turns red for a refused key alone", () => {
    const offline = new Agent37Error({ code: "dns_failed", message: "No such host.", plane: "local" });
    const refused = new Agent37Error({ code: "invalid_api_key", message: "Revoked.", plane: "hosting" });
    expect(view({ error: offline }).notes.join()).toContain("(dns_failed)");
    expect(view({ error: offline }).background).toBeUndefined();
    expect(view({ error: refused }).background).toBe("error");
  });

  it("tells size, agent and spend", () => {
    const spend = { capUsd: 5, usedUsd: 1.25, remainingUsd: 3.75 };
    expect(Object.fromEntries(view({ spend }).facts)).toMatchObject({
      Id: "abcdefghij",
      Agent: "hermes",
      Size: "2 vCPU, 4 GB memory",
      Spend: "$1.25 of $5.00",
    });
  });

  it("tells the credit beyond the cap, and when the month of the cap is over", () => {
    const spend = { capUsd: 5, usedUsd: 1.25, remainingUsd: 3.75, creditUsd: 2, period: "2026-11" };
    expect(Object.fromEntries(view({ spend }).facts)).toMatchObject({
      Spend: "$1.25 of $7.00",
      "Credit beyond the cap": "$2.00",
      "The cap counts anew on": "Dec 1, 2026",
    });
  });

  it("leads to what the instance's API has, and to nothing without an instance", () => {
    const commands = (selected: Instance | undefined): readonly string[] =>
      view({ selected }).links.map(({ command }) => command.replace("agent37.", ""));
    expect(commands(agent)).toEqual([
      "showSpend",
      "raiseSpendCap",
      "openInstanceFiles",
      "openInstanceTerminal",
      "showInstanceLog",
      "openInstancePage",
    ]);
    expect(commands({ ...agent, dialect: "unified" })).not.toContain("showInstanceLog");
    expect(commands({ ...agent, dialect: "gateway" })).toEqual(["openInstanceFiles"]);
    expect(commands(undefined)).toEqual([]);
  });

  it("draws no icon that hides in a name", () => {
    expect(statusText(view({ selected: { ...agent, name: "$(flame)" } }))).toBe(
      "$(vm-running) Agent37: \\$(flame), running",
    );
  });
});
