import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ApiAccount } from "../../../../src/api/client.ts";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { Account, type AccountDeps } from "../../../../src/core/account/account.ts";
import { MemorySecrets } from "../../support/memoryStore.ts";

const home = "https://api.agent37.com/v1";
const elsewhere = "https://agents.example.org/v1";
const key = "sk_live_first";

interface Window {
  readonly account: Account;
  readonly probe: ReturnType<typeof vi.fn<AccountDeps["probe"]>>;
  setUrl(url: string): void;
}

/** A window of VS Code; windows share their secrets. */
function openWindow(
  options: Partial<Pick<AccountDeps, "environment">> & { secrets?: MemorySecrets; url?: string } = {},
): Window {
  let url = options.url ?? home;
  const urlChanged = new Emitter<void>();
  const probe = vi.fn<AccountDeps["probe"]>(async () => {});
  const account = new Account({
    secrets: options.secrets ?? new MemorySecrets(),
    apiUrl: () => url,
    onDidChangeApiUrl: urlChanged.event,
    environment: options.environment ?? {},
    probe,
    logger: silentLogger,
  });
  onTestFinished(() => account.dispose());
  return {
    account,
    probe,
    setUrl(next) {
      url = next;
      urlChanged.fire();
    },
  };
}

describe("a stored key", () => {
  it("is asked of the server before it is kept, without the blanks around it", async () => {
    const { account, probe } = openWindow();
    await account.setKey(`  ${key}\n`);
    expect(probe.mock.calls[0]?.[0]).toEqual({ baseUrl: home, key });
    expect(await account.current()).toEqual({ baseUrl: home, key });
    expect(account.state?.source).toBe("stored");
  });

  it("is never sent to another server than the one it was entered for", async () => {
    const window = openWindow();
    await window.account.setKey(key);
    window.setUrl(elsewhere);
    expect(await window.account.current()).toBeUndefined();
    expect(await window.account.ready()).toEqual({ source: "none", baseUrl: elsewhere });
    window.setUrl(home);
    expect(await window.account.current()).toEqual({ baseUrl: home, key });
  });

  it("is refused when the server changes while it is being entered", async () => {
    const { account, probe, setUrl } = openWindow();
    const origin = account.configuredOrigin ?? "";
    setUrl(elsewhere);
    await expect(account.setKey(key, { origin })).rejects.toMatchObject({ code: "invalid_url" });
    await expect(account.setKey(key, { origin, force: true })).rejects.toMatchObject({ code: "invalid_url" });
    expect(probe).not.toHaveBeenCalled();
    expect(await account.current()).toBeUndefined();
  });

  it("stays with its server when only the path of the URL changes", async () => {
    const window = openWindow();
    await window.account.setKey(key);
    window.setUrl("https://api.agent37.com/v2/");
    expect(await window.account.current()).toEqual({ baseUrl: "https://api.agent37.com/v2", key });
  });

  it("does not share its port or scheme with another server", async () => {
    const window = openWindow({ url: "http://127.0.0.1:3000/v1" });
    await window.account.setKey(key);
    for (const url of ["http://127.0.0.1:3001/v1", "https://127.0.0.1:3000/v1", "http://localhost:3000/v1"]) {
      window.setUrl(url);
      expect(await window.account.current(), url).toBeUndefined();
    }
  });

  it("reaches the other windows, and so does its removal", async () => {
    const secrets = new MemorySecrets();
    const first = openWindow({ secrets });
    const second = openWindow({ secrets });
    await second.account.ready();
    const seen: string[] = [];
    second.account.onDidChange(({ source }) => seen.push(source));
    await first.account.setKey(key);
    expect(await second.account.current()).toEqual({ baseUrl: home, key });
    await first.account.removeKey();
    expect(await second.account.current()).toBeUndefined();
    expect(seen).toEqual(["stored", "none"]);
  });

  it("is told of once when it changes, and not at all when nothing has changed", async () => {
    const window = openWindow();
    await window.account.setKey(key);
    const changed = vi.fn();
    window.account.onDidChange(changed);
    await window.account.setKey(key);
    window.setUrl(home);
    await window.account.ready();
    expect(changed).not.toHaveBeenCalled();
    await window.account.setKey("sk_live_second");
    expect(changed).toHaveBeenCalledTimes(1);
  });
});

describe("a refused key", () => {
  const refusal = new Agent37Error({ code: "invalid_api_key", message: "Revoked.", plane: "hosting" });

  it("leaves the old one in place and shows the server's words", async () => {
    const { account, probe } = openWindow();
    await account.setKey(key);
    probe.mockRejectedValueOnce(refusal);
    await expect(account.setKey("sk_live_wrong")).rejects.toBe(refusal);
    expect(await account.current()).toEqual({ baseUrl: home, key });
  });

  it("can be kept unasked when the user insists, as without a network", async () => {
    const { account, probe } = openWindow();
    await account.setKey(key, { force: true });
    expect(probe).not.toHaveBeenCalled();
    expect(await account.current()).toEqual({ baseUrl: home, key });
  });

  it.each(["", "   ", "sk_live_", "sk_test_abc", "sk_live_a b", "Bearer sk_live_abc"])(
    "is refused without asking when it cannot be a key: '%s'",
    async (text) => {
      const { account, probe } = openWindow();
      await expect(account.setKey(text, { force: true })).rejects.toMatchObject({ code: "invalid_api_key" });
      expect(probe).not.toHaveBeenCalled();
      expect(await account.current()).toBeUndefined();
    },
  );

  it("never shows the key in the error", async () => {
    const { account } = openWindow();
    const error: unknown = await account.setKey("secret value").catch((caught: unknown) => caught);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("secret");
  });
});

describe("two changes at once", () => {
  it("are carried out one after the other, the last one wins", async () => {
    const { account, probe } = openWindow();
    let release = (): void => {};
    probe.mockImplementationOnce(() => new Promise((resolve) => (release = resolve)));
    const first = account.setKey(key);
    const second = account.setKey("sk_live_second");
    await vi.waitFor(() => expect(probe).toHaveBeenCalledTimes(1));
    release();
    await Promise.all([first, second]);
    expect((await account.current())?.key).toBe("sk_live_second");
  });

  it("keep a key for the server it was checked with, even when the URL changes meanwhile", async () => {
    const window = openWindow();
    window.probe.mockImplementationOnce(async () => window.setUrl(elsewhere));
    await window.account.setKey(key);
    expect(await window.account.current()).toBeUndefined();
    window.setUrl(home);
    expect(await window.account.current()).toEqual({ baseUrl: home, key });
  });

  it("leave nothing behind when the user gave up while the key was checked", async () => {
    const { account, probe } = openWindow();
    const closed = new AbortController();
    probe.mockImplementationOnce(async () => closed.abort());
    await expect(account.setKey(key, { signal: closed.signal })).rejects.toThrow(/abort/i);
    expect(await account.current()).toBeUndefined();
  });
});

describe("the environment", () => {
  const pair = { key: "sk_live_env", url: "http://127.0.0.1:4000/v1" };
  const used: ApiAccount = { baseUrl: pair.url, key: pair.key };

  it("gives key and URL together when no key is stored", async () => {
    const { account } = openWindow({ environment: pair });
    expect(await account.current()).toEqual(used);
    expect(account.state?.source).toBe("environment");
  });

  it("yields to a stored key and is used again after its removal", async () => {
    const { account } = openWindow({ environment: pair });
    await account.setKey(key);
    expect(await account.current()).toEqual({ baseUrl: home, key });
    await account.removeKey();
    expect(await account.current()).toEqual(used);
  });

  it("counts a key without a URL as one for the default server", async () => {
    const window = openWindow({ environment: { key: pair.key } });
    expect(await window.account.current()).toEqual({ baseUrl: home, key: pair.key });
    window.setUrl(elsewhere);
    expect(await window.account.current()).toBeUndefined();
  });

  it("says nothing with a URL alone", async () => {
    const { account } = openWindow({ environment: { url: pair.url } });
    expect(await account.ready()).toEqual({ source: "none", baseUrl: home });
  });

  it("is not used with a URL that a key must not be sent to", async () => {
    const { account } = openWindow({ environment: { key: pair.key, url: "http://example.org/v1" } });
    expect(await account.current()).toBeUndefined();
  });
});

describe("a configured URL", () => {
  it.each([
    "",
    "api.agent37.com",
    "ftp://example.org",
    "http://example.org/v1",
    "https://user:pw@example.org",
  ])("is refused with the setting's name: '%s'", async (url) => {
    const { account, probe } = openWindow({ url, environment: { key: "sk_live_env" } });
    const refusal = { code: "invalid_url", param: "apiUrl" };
    await expect(account.current()).rejects.toMatchObject(refusal);
    await expect(account.setKey(key)).rejects.toMatchObject(refusal);
    expect(probe).not.toHaveBeenCalled();
  });

  it("may be plain http on this machine", async () => {
    for (const url of ["http://localhost:3737/v1", "http://127.0.0.1:1/v1", "http://[::1]:9/v1"]) {
      const { account } = openWindow({ url });
      await account.setKey(key);
      expect((await account.current())?.baseUrl).toBe(url);
    }
  });
});
