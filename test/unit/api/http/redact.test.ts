import { describe, expect, it } from "vitest";
import { createRedactor, redact } from "../../../../src/api/http/redact.ts";

const secret = "Zq8xT3mN5pR7wY2k";

describe("redaction", () => {
  it.each([
    `key sk_live_${secret}`,
    `sk_test_${secret}.more-${secret}`,
    `Authorization: Bearer ${secret}`,
    `authorization: ${secret}`,
    `Proxy-Authorization: Basic ${secret}==`,
    `x-agent37-key: ${secret}`,
    `{"x-agent37-key":"${secret}"}`,
    `{"Authorization": "Bearer ${secret}"}`,
    `{\\"authorization\\":\\"Bearer ${secret}\\"}`,
    `{ 'x-agent37-key': '${secret}' }`,
    `{ authorization: '${secret}', other: 1 }`,
    `X-Agent37-Key=${secret}`,
    `https://x.agent37.app/?a37_token=${secret}`,
    `https://x.agent37.app/?a=1&a37_token=${secret}#x`,
    `https://embed.invalid/t#token=${secret}`,
    `https://embed.invalid/t?x=1&access_token=${secret}`,
    `u=https%3A%2F%2Fx%2F%3Fa37_token%3D${secret}`,
    `http://user:${secret}@proxy:8080/path`,
    `https://${secret}@host/`,
    `http://user:p@${secret}@proxy:8080/`,
    `curl -H "X-Agent37-Key: ${secret}" https://h`,
  ])("hides the secret in %s", (text) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text).replaceAll("•••", "")).not.toContain(secret.slice(0, 6));
  });

  it.each([
    "GET https://api.agent37.com/v1/instances/inst_q9 → 200, 31 ms",
    "mail support@agent37.com about https://agent37.com/pricing",
    "a basic idea, a bearer of news",
    "sk_live_ is the prefix of keys",
    "the authorization failed",
  ])("leaves %s as it is", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("keeps what says which secret it was", () => {
    expect(redact("key sk_live_abc")).toBe("key sk_live_•••");
    expect(redact("x-agent37-key: abc\nnext line")).toBe("x-agent37-key: •••\nnext line");
  });

  it("hides keys of any length and alphabet wherever they stand", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % below;
    };
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const frames = [
      (key: string) => `start ${key} end`,
      (key: string) => `"${key}"`,
      (key: string) => `(${key})`,
      (key: string) => `?key=${key}&x=1`,
      (key: string) => `a,${key};b`,
      (key: string) => `line\n${key}\nline`,
      (key: string) => JSON.stringify({ nested: { key } }),
    ];
    for (let round = 0; round < 500; round++) {
      const body = Array.from({ length: 8 + random(60) }, () => alphabet[random(alphabet.length)]).join("");
      const frame = frames[random(frames.length)];
      const text = frame?.(`sk_live_${body}`) ?? "";
      expect(redact(text)).not.toContain(body);
      expect(redact(redact(text))).toBe(redact(text));
    }
  });
});

describe("a redactor that knows the secrets", () => {
  it("hides a key that does not look like one, also encoded", () => {
    const key = `odd "key" with/slash`;
    const hide = createRedactor(() => [key, undefined, "ab"]);
    expect(hide(`got ${key}, ${encodeURIComponent(key)}, ${JSON.stringify({ key })}; ab stays`)).toBe(
      `got •••, •••, {"key":"•••"}; ab stays`,
    );
  });

  it("asks for the secrets at every line", () => {
    let key = "first-secret";
    const hide = createRedactor(() => [key]);
    key = "second-secret";
    expect(hide("first-secret second-secret")).toBe("first-secret •••");
  });

  it("leaves no rest of a secret that contains another one", () => {
    expect(createRedactor(() => ["abcdef", "abcdefghij"])("abcdefghij")).toBe("•••");
  });
});
