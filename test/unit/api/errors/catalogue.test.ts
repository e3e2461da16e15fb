import { describe, expect, it } from "vitest";
import { Agent37Error, type Plane } from "../../../../src/api/errors/agent37Error.ts";
import {
  defaultRow,
  isKnownCode,
  type RemedyId,
  remedyIds,
  rowOf,
} from "../../../../src/api/errors/catalogue.ts";
import { localCodes, localError } from "../../../../src/api/errors/localError.ts";
import { mayHaveStarted } from "../../../../src/api/errors/mayHaveStarted.ts";
import { fixtureText } from "../support/fixtures.ts";

interface PublicCode {
  readonly code: string;
  readonly plane: readonly Plane[];
  readonly retry: string;
  readonly by_plane?: Readonly<Record<string, { readonly retry?: string }>>;
}
const publicCodes = JSON.parse(fixtureText("errors.json")) as readonly PublicCode[];

const row = (code: string, plane: Plane = "unified", param?: string) =>
  rowOf(new Agent37Error({ code, plane, message: "m", param }));

describe("the catalogue", () => {
  it.each(publicCodes.map(({ code }) => code))("has a row of its own for %s", (code) => {
    expect(isKnownCode(code)).toBe(true);
  });

  it.each(localCodes)("has a row of its own for the local %s", (code) => {
    expect(isKnownCode(code)).toBe(true);
  });

  it("agrees with the public list about what may be repeated", () => {
    const names: Record<string, string> = {
      never: "never",
      after_header: "afterHeader",
      backoff: "backoff",
      after_fix: "afterFix",
      after_state: "afterState",
    };
    const wrong = publicCodes.flatMap(({ code, plane, retry, by_plane }) =>
      plane.flatMap((on) => {
        const expected = names[by_plane?.[on]?.retry ?? retry];
        const actual = row(code, on).retry;
        return actual === expected ? [] : [`${code} on ${on}: ${actual}, the list says ${expected}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it.each<[string, "error" | "warning", RemedyId[]]>([
    ["invalid_api_key", "error", ["setApiKey", "openApiKeysDashboard"]],
    ["insufficient_balance", "error", ["openBillingDashboard", "retry"]],
    ["instance_cap_reached", "warning", ["raiseSpendCap", "openBillingDashboard"]],
    ["instance_not_found", "error", ["selectInstance", "createInstance"]],
    ["instance_not_running", "warning", ["startInstance", "retry"]],
    ["session_busy", "warning", ["cancelTurn", "followTurn", "newChat"]],
    ["insufficient_capacity", "warning", ["retry", "stopRetrying"]],
    ["rate_limited", "warning", ["retry", "stopRetrying"]],
    ["validation_error", "error", ["editMessage", "showLog"]],
  ])("shows %s as %s with its buttons", (code, severity, remedies) => {
    expect(row(code)).toMatchObject({ severity, remedies });
  });

  it.each(["model", "provider", "reasoning_effort", "agent", "profile"])(
    "sends a wrong %s to the settings",
    (param) => {
      expect(row("validation_error", "agent", param).remedies).toEqual(["openSettings", "showLog"]);
    },
  );

  it.each(["input", "files", "session_id", undefined])("sends a wrong %s back to the composer", (param) => {
    expect(row("validation_error", "agent", param).remedies).toEqual(["editMessage", "showLog"]);
  });

  it("tells apart what has two meanings", () => {
    expect(row("not_found", "hosting").kind).toBe("instanceMissing");
    expect(row("not_found", "transport").remedies).toEqual(["selectInstance", "createInstance"]);
    expect(row("not_found", "agent").kind).toBe("notFound");
    expect(row("rate_limited", "agent").remedies).toEqual(["retry", "showLog"]);
    expect(row("rate_limited", "hosting").remedies).toEqual(["retry", "stopRetrying"]);
  });

  it("gives an unknown code the default row, whatever its name", () => {
    for (const code of ["some_new_provider_code", "constructor", "__proto__", "toString", ""]) {
      expect(row(code, "agent")).toBe(defaultRow);
      expect(isKnownCode(code)).toBe(false);
    }
    expect(defaultRow.remedies).toEqual(["retry", "showLog"]);
  });

  it("takes overload and gateway statuses of foreign answers for transient, others not", () => {
    expect(row("http_502", "local")).toMatchObject({ kind: "network", retry: "backoff" });
    expect(row("http_522", "local").retry).toBe("backoff");
    expect(row("http_403", "local").retry).toBe("afterFix");
    expect(row("http_502", "agent")).toBe(defaultRow);
  });

  it("sends a file that cannot be read back to the composer; nothing was sent then", () => {
    expect(row("attachment_unreadable", "local")).toMatchObject({
      kind: "validation",
      remedies: ["editMessage", "showLog"],
    });
    expect(mayHaveStarted(localError("attachment_unreadable", "m"))).toBe(false);
  });

  it("names only remedies that exist, and at least one for each code", () => {
    for (const code of [...publicCodes.map((entry) => entry.code), ...localCodes]) {
      const { remedies } = row(code);
      expect(remedies.length, code).toBeGreaterThan(0);
      expect(remedyIds, code).toEqual(expect.arrayContaining([...remedies]));
      expect(new Set(remedies).size, code).toBe(remedies.length);
    }
  });
});
