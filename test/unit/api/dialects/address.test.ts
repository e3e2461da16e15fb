import { describe, expect, it } from "vitest";
import { addressOf } from "../../../../src/api/dialects/address.ts";
import type { Call } from "../../../../src/api/dialects/dialect.ts";
import type { InstanceRef } from "../../../../src/api/wire.ts";

const call = (place: "base" | "instance"): Call<void> => ({
  name: "test",
  method: "GET",
  place,
  path: ["models"],
  patience: "read",
  decode: () => undefined,
});
const at = (
  baseUrl: string,
  agentUrl: string,
  id = "k7m2p9q4xz",
  dialect: InstanceRef["dialect"] = "two-plane",
) => addressOf(call("instance"), { baseUrl, ref: { id, dialect, agentUrl } }).href;
const cloud = "https://api.agent37.com/v1";

describe("where the key may go", () => {
  it.each<[string, string, string]>([
    [cloud, "https://k7m2p9q4xz.agent37.app", "https://k7m2p9q4xz.agent37.app/v1/models"],
    [cloud, "https://k7m2p9q4xz.agent37.app/", "https://k7m2p9q4xz.agent37.app/v1/models"],
    [cloud, "https://api.agent37.com/agents/x", "https://api.agent37.com/agents/x/v1/models"],
    [
      "https://corp.test/a37/v1",
      "https://corp.test/a37/agents/x/v1",
      "https://corp.test/a37/agents/x/v1/models",
    ],
    ["http://127.0.0.1:1/v1", "http://127.0.0.1:2/agent/x", "http://127.0.0.1:2/agent/x/v1/models"],
    ["http://127.0.0.1:1/v1", "http://localhost:2", "http://localhost:2/v1/models"],
  ])("with the account at %s: %s", (base, url, expected) => {
    expect(at(base, url)).toBe(expected);
  });

  it.each([
    "https://evil.test",
    "https://other00000.agent37.app",
    "https://k7m2p9q4xz.agent37.app.evil.test",
    "https://k7m2p9q4xz.agent37.app:8443",
    "https://user@k7m2p9q4xz.agent37.app",
    "http://k7m2p9q4xz.agent37.app",
    "https://api.agent37.com:444",
    "http://api.agent37.com",
    "http://127.0.0.1:3737",
    "https://127.0.0.1",
    "https://k7m2p9q4xz-8080.agent37.app",
  ])("not to %s", (url) => {
    expect(() => at(cloud, url)).toThrow(
      expect.objectContaining({ code: "untrusted_instance_url", plane: "local" }),
    );
  });

  it.each(["", "k7m2p9q4xz.agent37.app", "javascript:1"])("not to %j, which is no URL", (url) => {
    expect(() => at(cloud, url)).toThrow(expect.objectContaining({ code: "invalid_url" }));
  });

  it("not to a host made from an odd id", () => {
    expect(() => at(cloud, "https://evil.test/.agent37.app", "evil.test/")).toThrow(
      expect.objectContaining({ code: "untrusted_instance_url" }),
    );
  });
});

describe("plain http", () => {
  it.each(["http://api.agent37.com/v1", "http://10.0.0.5/v1", "http://127.0.0.1.evil.test/v1"])(
    "is refused for %s",
    (baseUrl) => {
      expect(() => addressOf(call("base"), { baseUrl, ref: undefined })).toThrow(
        expect.objectContaining({ code: "insecure_url" }),
      );
      expect(() => at(baseUrl, baseUrl)).toThrow(expect.objectContaining({ code: "insecure_url" }));
    },
  );

  it("is refused for a distant gateway, and fine on this machine", () => {
    expect(() => at("", "http://10.0.0.5:3737", "g", "gateway")).toThrow(
      expect.objectContaining({ code: "insecure_url" }),
    );
    expect(at("", "http://localhost:3737", "g", "gateway")).toBe("http://localhost:3737/v1/models");
    expect(at("", "https://gateway.corp.test/a", "g", "gateway")).toBe(
      "https://gateway.corp.test/a/v1/models",
    );
  });
});
