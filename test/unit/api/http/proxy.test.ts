import { describe, expect, it } from "vitest";
import { chooseProxy, matchesNoProxy } from "../../../../src/api/http/proxy.ts";

const target = new URL("https://k7m2p9q4xz.agent37.app/v1");

describe("choosing a proxy", () => {
  it("goes directly when nothing is configured", () => {
    expect(chooseProxy(target, {}, {})).toBeUndefined();
  });

  it("prefers the setting to the environment", () => {
    const environment = { HTTPS_PROXY: "http://env:1" };
    expect(chooseProxy(target, { proxy: "http://set:2" }, environment)?.url.host).toBe("set:2");
    expect(chooseProxy(target, { proxy: "" }, environment)?.url.host).toBe("env:1");
  });

  it("takes the variable of the scheme, in either case, then ALL_PROXY", () => {
    expect(
      chooseProxy(target, {}, { https_proxy: "http://low:1", HTTPS_PROXY: "http://up:1" })?.url.host,
    ).toBe("low:1");
    expect(chooseProxy(target, {}, { HTTP_PROXY: "http://http:1" })).toBeUndefined();
    expect(chooseProxy(new URL("http://h"), {}, { HTTP_PROXY: "http://http:1" })?.url.host).toBe("http:1");
    expect(chooseProxy(target, {}, { ALL_PROXY: "all:3128" })?.url.href).toBe("http://all:3128/");
  });

  it("never uses one for this machine", () => {
    expect(chooseProxy(new URL("http://127.0.0.1:1"), { proxy: "http://p:1" }, {})).toBeUndefined();
  });

  it("lets the setting of exceptions replace the variable", () => {
    const environment = { NO_PROXY: "agent37.app" };
    const proxy = "http://p:1";
    expect(chooseProxy(target, { proxy }, environment)).toBeUndefined();
    expect(chooseProxy(target, { proxy, noProxy: ["other.test"] }, environment)?.url.host).toBe("p:1");
    expect(chooseProxy(target, { proxy, noProxy: ["*.agent37.app"] }, {})).toBeUndefined();
  });

  it("sends the configured authorization, or the one in the URL", () => {
    expect(chooseProxy(target, { proxy: "http://a:b%40c@p:1" }, {})?.authorization).toBe(
      `Basic ${btoa("a:b@c")}`,
    );
    const settings = { proxy: "http://a:b@p:1", proxyAuthorization: "Bearer t" };
    expect(chooseProxy(target, settings, {})?.authorization).toBe("Bearer t");
  });

  it.each(["socks5://p:1", "http://"])("does not know what to do with %s", (proxy) => {
    expect(() => chooseProxy(target, { proxy }, {})).toThrow(TypeError);
  });
});

describe("exceptions", () => {
  it.each<[string, string, boolean]>([
    ["https://a.example.com", "*", true],
    ["https://a.example.com", "example.com", true],
    ["https://a.example.com", ".example.com", true],
    ["https://a.example.com", "*.example.com", true],
    ["https://example.com", ".example.com", true],
    ["https://badexample.com", "example.com", false],
    ["https://a.example.com", "A.EXAMPLE.com", true],
    ["https://a.example.com", "example.com:443", true],
    ["https://a.example.com", "example.com:8443", false],
    ["https://a.example.com:8443", "example.com:8443", true],
    ["https://10.1.2.3", "10.1.2.3", true],
    ["https://10.1.2.3", "10.0.0.0/8", true],
    ["https://11.1.2.3", "10.0.0.0/8", false],
    ["https://10.1.2.3", "2.3", false],
    ["https://10.1.2.3", "10.0.0.0/99", false],
    ["https://[fd00::1]", "fd00::/8", true],
    ["https://[fd00::1]", "[fd00::1]", true],
    ["https://[fd00::1]:9", "[fd00::1]:9", true],
    ["https://[fd00::1]", "fd00::1", true],
    ["https://a.example.com", "", false],
    ["https://a.example.com", "  ", false],
    ["https://a.example.com", "/", false],
    ["https://a.example.com", ":443", false],
  ])("%s against %j: %s", (url, entry, expected) => {
    expect(matchesNoProxy(new URL(url), entry)).toBe(expected);
  });
});
