import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  bodyExcerpt,
  parseErrorAnswer,
  parseTurnError,
  type RequestPlane,
} from "../../../../src/api/errors/parse.ts";
import { fixtureText } from "../support/fixtures.ts";

interface Example {
  readonly response: { readonly status: number; readonly body?: Readonly<Record<string, unknown>> };
}
const examples = readdirSync(new URL("../../../fixtures/examples/errors/", import.meta.url));

const parse = (body: string, plane: RequestPlane = "agent", status = 500) =>
  parseErrorAnswer({ status, body, plane, host: "h.example" });

describe("every recorded error envelope", () => {
  it.each(examples)("%s", (name) => {
    const { response } = JSON.parse(fixtureText(`examples/errors/${name}`)) as Example;
    const [prefix] = name.split("-");
    const plane = prefix === "unified" || prefix === "hosting" ? prefix : "agent";
    const error = parse(
      response.body ? JSON.stringify(response.body) : "<html><h1>502</h1>",
      plane,
      response.status,
    );
    expect(error.status).toBe(response.status);
    expect(error.message).not.toBe("");
    const { error: raw } = response.body ?? {};
    if (raw === undefined) {
      expect(error).toMatchObject({ code: `http_${response.status}`, plane: "local" });
    } else if (typeof raw === "string") {
      expect(error).toMatchObject({ code: raw, plane: "transport" });
    } else {
      const { response_id: responseId, ...fields } = raw as Record<string, string>;
      expect(error).toMatchObject({ ...fields, plane, responseId });
    }
  });
});

describe("odd bodies", () => {
  it.each([
    "",
    " ",
    "<!doctype html><html><body>502</body></html>",
    "null",
    "[]",
    "[1]",
    '"text"',
    "42",
    "{",
    "{}",
    '{"error":null}',
    '{"error":""}',
    '{"error":{}}',
    '{"error":{"code":7}}',
    '{"error":[{"code":"x"}]}',
    '{"message":"no"}',
  ])("makes a local code of %j", (body) => {
    const error = parse(body, "agent", 502);
    expect(error).toMatchObject({ code: "http_502", plane: "local", status: 502 });
    expect(error.message).toContain("h.example");
    expect(error.message).not.toContain("<");
  });

  it("takes the type of a managed service's error for its code", () => {
    const error = parse('{"error":{"type":"instance_budget_exhausted","message":"used up"}}');
    expect(error).toMatchObject({ code: "instance_budget_exhausted", plane: "managed", message: "used up" });
  });

  it("finds words for a bare code", () => {
    expect(parse('{"error":"container_unavailable"}').message).toContain("not running");
    expect(parse('{"error":"brand_new"}').message).toContain("brand_new");
  });

  it("keeps the plane of a flat code from the base URL", () => {
    const error = parse('{"error":"custom_auth_required","toolkit":"x"}', "hosting", 422);
    expect(error).toMatchObject({ code: "custom_auth_required", plane: "hosting" });
  });

  it("carries the wait and the request id", () => {
    const error = parseErrorAnswer({
      status: 429,
      body: '{"error":{"code":"rate_limited","message":"slow"}}',
      plane: "unified",
      host: "h",
      retryAfterMs: 7000,
      requestId: "r1",
    });
    expect(error).toMatchObject({ retryAfterMs: 7000, requestId: "r1" });
  });

  it("does not repeat a key that the server echoes", () => {
    const error = parse('{"error":{"code":"invalid_api_key","message":"bad key sk_live_abcdef1234"}}');
    expect(error.message).not.toContain("abcdef1234");
  });
});

describe("a failed turn's error", () => {
  it("reads the object", () => {
    expect(parseTurnError({ code: "auth_error", message: "m", hint: "h" }, "agent", "x")).toMatchObject({
      code: "auth_error",
      hint: "h",
      plane: "agent",
    });
  });
  it.each([undefined, null, 3, {}, []])("makes an agent error of %j", (raw) => {
    expect(parseTurnError(raw, "agent", "x")).toMatchObject({ code: "agent_error", plane: "agent" });
  });
  it("takes a bare string for the code", () => {
    expect(parseTurnError("timeout", "agent", "x").code).toBe("timeout");
  });
});

describe("the excerpt for the log", () => {
  it("has no markup, no script, no key and at most 2,000 characters", () => {
    const page = `<html><script>var a = "sk_live_abcdefgh";</script><body>x sk_live_abcdefgh ${"y ".repeat(5000)}<b`;
    const text = bodyExcerpt(page);
    expect(text.length).toBeLessThanOrEqual(2000);
    expect(text).not.toMatch(/[<>]|var a|abcdefgh/);
  });
});
