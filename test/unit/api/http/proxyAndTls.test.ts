import { describe, expect, it, vi } from "vitest";
import type { NetworkSettings } from "../../../../src/api/options.ts";
import { startConnectProxy } from "../support/connectProxy.ts";
import { startServer } from "../support/server.ts";
import {
  fetchFailure,
  isolateNetwork,
  makeTransport,
  request,
  startTlsServer,
  stubFetch,
  text,
} from "../support/transport.ts";

isolateNetwork();

describe("a proxy", () => {
  it("gets a tunnel with the configured authorization, and nothing of the request", async () => {
    const port = await startTlsServer();
    const proxy = await startConnectProxy(port, "Basic dXNlcjpwYXNz");
    const transport = makeTransport({
      proxy: proxy.url,
      proxyAuthorization: "Basic dXNlcjpwYXNz",
      strictSsl: false,
    });
    const response = await transport.send(
      request("https://api.agent37.test/v1", { headers: { "x-agent37-key": "k" } }),
    );
    expect(await text(response.body)).toBe("secure api.agent37.test");
    expect(proxy.asked).toEqual([{ authority: "api.agent37.test:443", authorization: "Basic dXNlcjpwYXNz" }]);
  });

  it("is taken from the environment, with the credentials in its URL", async () => {
    const port = await startTlsServer();
    const proxy = await startConnectProxy(port, `Basic ${btoa("me:pa:ss")}`);
    vi.stubEnv("HTTPS_PROXY", proxy.url.replace("//", "//me:pa%3Ass@"));
    vi.stubEnv("NO_PROXY", "other.test");
    const response = await makeTransport({ strictSsl: false }).send(request("https://api.agent37.test/"));
    expect(await text(response.body)).toBe("secure api.agent37.test");
  });

  it("that refuses is a proxy failure, once the editor's fetch has failed too", async () => {
    const proxy = await startConnectProxy(9, "Basic right");
    const fetched = stubFetch(() => fetchFailure("ENOTFOUND"));
    const transport = makeTransport({ proxy: proxy.url });
    await expect(transport.send(request("https://api.agent37.test/"))).rejects.toMatchObject({
      code: "proxy_failed",
    });
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it("that is not there is a proxy failure", async () => {
    const gone = await startServer(() => undefined);
    await gone.close();
    stubFetch(() => fetchFailure("ECONNREFUSED"));
    await expect(
      makeTransport({ proxy: gone.origin }).send(request("https://api.agent37.test/")),
    ).rejects.toMatchObject({ code: "proxy_failed" });
  });

  it("is not used for this machine", async () => {
    const server = await startServer((_request, response) => response.end("direct"));
    const response = await makeTransport({ proxy: "http://127.0.0.1:9" }).send(request(server.origin));
    expect(await text(response.body)).toBe("direct");
  });

  it("counts from the next connection on when the settings change", async () => {
    const port = await startTlsServer();
    const proxy = await startConnectProxy(port);
    let settings: NetworkSettings = { proxy: "http://127.0.0.1:9", strictSsl: false };
    stubFetch(() => fetchFailure("ENOTFOUND"));
    const transport = makeTransport(() => settings);
    await expect(transport.send(request("https://api.agent37.test/"))).rejects.toMatchObject({
      code: "proxy_failed",
    });
    settings = { proxy: proxy.url, strictSsl: false };
    expect((await transport.send(request("https://api.agent37.test/"))).status).toBe(200);
  });
});

describe("a certificate that is not trusted", () => {
  it("leads to the editor's fetch, which is kept for that origin", async () => {
    const proxy = await startConnectProxy(await startTlsServer());
    const fetched = stubFetch(() => new Response("by fetch", { headers: { "x-request-id": "f1" } }));
    const transport = makeTransport({ proxy: proxy.url });
    for (const _round of [1, 2]) {
      const response = await transport.send(
        request("https://api.agent37.test/v1", {
          method: "POST",
          body: "{}",
          headers: { "x-agent37-key": "k" },
        }),
      );
      expect(await text(response.body)).toBe("by fetch");
      expect(response.header("x-request-id")).toBe("f1");
    }
    expect(proxy.asked).toHaveLength(1);
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      method: "POST",
      body: "{}",
      redirect: "manual",
      headers: { "x-agent37-key": "k" },
    });
  });

  it("is our own failure when the editor's fetch does not get through either", async () => {
    const proxy = await startConnectProxy(await startTlsServer());
    stubFetch(() => fetchFailure("SELF_SIGNED_CERT_IN_CHAIN"));
    await expect(
      makeTransport({ proxy: proxy.url }).send(request("https://api.agent37.test/")),
    ).rejects.toMatchObject({ code: "tls_failed" });
  });

  it("never hides that the editor's fetch may have sent the request", async () => {
    const proxy = await startConnectProxy(await startTlsServer());
    stubFetch(() => fetchFailure("ECONNRESET"));
    await expect(
      makeTransport({ proxy: proxy.url }).send(
        request("https://api.agent37.test/", { method: "POST", body: "{}" }),
      ),
    ).rejects.toMatchObject({ code: "connection_lost" });
  });

  it("is accepted where the user said so, and the name is not looked at on loopback alone", async () => {
    const port = await startTlsServer();
    const response = await makeTransport({ strictSsl: false }).send(request(`https://127.0.0.1:${port}/`));
    expect(await text(response.body)).toContain("secure");
    await expect(makeTransport().send(request(`https://127.0.0.1:${port}/`))).rejects.toMatchObject({
      code: "tls_failed",
    });
  });
});

describe("a name that cannot be resolved", () => {
  it("is tried once with the editor's fetch, and forgotten there when the settings change", async () => {
    let settings: NetworkSettings = {};
    const fetched = stubFetch(() => new Response("by fetch"));
    const transport = makeTransport(() => settings);
    const url = "https://no-such-name.agent37.invalid/";
    expect(await text((await transport.send(request(url))).body)).toBe("by fetch");
    settings = { proxy: "http://127.0.0.1:9" };
    await transport.send(request(url));
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("is a DNS failure otherwise", async () => {
    stubFetch(() => fetchFailure("ENOTFOUND"));
    await expect(
      makeTransport().send(request("https://no-such-name.agent37.invalid/")),
    ).rejects.toMatchObject({
      code: "dns_failed",
      message: expect.stringContaining("no-such-name") as string,
    });
  });
});

describe("a stream over the editor's fetch", () => {
  it("can be aborted and closed", async () => {
    let cancelled = 0;
    vi.stubGlobal("fetch", (_url: URL, init: RequestInit) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("one"));
          init.signal?.addEventListener("abort", () => {
            cancelled += 1;
            controller.error(init.signal?.reason);
          });
        },
      });
      return Promise.resolve(new Response(body));
    });
    const transport = makeTransport();
    const stop = new AbortController();
    const url = "https://no-such-name.agent37.invalid/";
    const first = await transport.send(request(url, { signal: stop.signal }));
    const reading = text(first.body);
    stop.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    const second = await transport.send(request(url));
    const closed = text(second.body);
    second.close(new RangeError("silent"));
    await expect(closed).rejects.toThrow(RangeError);
    expect(cancelled).toBe(2);
  });
});
