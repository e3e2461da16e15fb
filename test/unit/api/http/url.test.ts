import { describe, expect, it } from "vitest";
import { joinUrl, parseHttpUrl } from "../../../../src/api/http/url.ts";
import { isLoopback } from "../../../../src/common/serverUrl.ts";

describe("joining", () => {
  it.each<[string, string[], string]>([
    ["https://api.agent37.com/v1", ["instances"], "https://api.agent37.com/v1/instances"],
    ["https://api.agent37.com/v1/", ["instances"], "https://api.agent37.com/v1/instances"],
    ["https://h/proxy/a37/v1//", ["a", "b"], "https://h/proxy/a37/v1/a/b"],
    ["https://h", ["a"], "https://h/a"],
    ["http://127.0.0.1:4000/unified/v1?x=1#y", ["a"], "http://127.0.0.1:4000/unified/v1/a"],
    [" https://h/v1 ", ["s", "a/b c?d#é"], "https://h/v1/s/a%2Fb%20c%3Fd%23%C3%A9"],
  ])("keeps the path of %s", (base, segments, expected) => {
    expect(joinUrl(base, segments).href).toBe(expected);
  });

  it("leaves out queries that are not given", () => {
    expect(joinUrl("https://h", ["a"], { agent: "x y", profile: undefined, cursor: "" }).href).toBe(
      "https://h/a?agent=x%20y",
    );
  });

  it.each(["", ".", ".."])("refuses %j as an id", (id) => {
    expect(() => joinUrl("https://h/v1", ["sessions", id])).toThrow(
      expect.objectContaining({ code: "invalid_url" }),
    );
  });

  it.each(["", "api.agent37.com", "ftp://h", "javascript:alert(1)", "file:///etc"])(
    "refuses the base %j",
    (base) => {
      expect(() => parseHttpUrl(base)).toThrow(expect.objectContaining({ code: "invalid_url" }));
    },
  );
});

describe("loopback", () => {
  it.each([
    "http://127.0.0.1:1",
    "http://127.9.9.9",
    "http://localhost:3",
    "http://a.localhost",
    "http://[::1]:3",
  ])("is %s", (url) => {
    expect(isLoopback(new URL(url).hostname)).toBe(true);
  });
  it.each(["http://127.0.0.1.evil.test", "http://localhost.evil.test", "http://10.0.0.1", "http://[::2]"])(
    "is not %s",
    (url) => {
      expect(isLoopback(new URL(url).hostname)).toBe(false);
    },
  );
});
