import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { startServer, startStream, until } from "../support/server.ts";
import { isolateNetwork, makeTransport, request, text } from "../support/transport.ts";

isolateNetwork();

describe("our own connections", () => {
  it("send and receive, asking for plain bytes", async () => {
    const server = await startServer(({ body }, response) => response.end(`got ${body}`));
    const response = await makeTransport().send(
      request(`${server.origin}/x?y=1`, { method: "POST", body: "hi", headers: { "x-a": "1" } }),
    );
    expect(response.status).toBe(200);
    expect(await text(response.body)).toBe("got hi");
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/x?y=1",
      headers: { "x-a": "1", "accept-encoding": "identity" },
    });
  });

  it("send a streamed body with its length", async () => {
    const server = await startServer(({ body }, response) => response.end(body));
    const content = Buffer.from("x".repeat(100_000));
    const body = {
      length: content.length,
      open: () => Readable.from([content.subarray(0, 7), content.subarray(7)]),
    };
    const response = await makeTransport().send(request(server.origin, { method: "PUT", body }));
    expect(await text(response.body)).toBe(content.toString());
    expect(server.seen[0]?.headers["content-length"]).toBe("100000");
    expect(server.seen[0]?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("do not follow redirects, which would carry the key along", async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(302, { location: "http://127.0.0.1:9/elsewhere" }).end();
    });
    expect((await makeTransport().send(request(server.origin))).status).toBe(302);
  });

  it("report a refused connection", async () => {
    const server = await startServer(() => undefined);
    await server.close();
    await expect(makeTransport().send(request(server.origin))).rejects.toMatchObject({
      code: "connection_refused",
      plane: "local",
    });
  });

  it("report a lost connection, before and inside the answer", async () => {
    const server = await startServer(({ url }, response) => {
      if (url === "/before") response.destroy();
      else response.write("part", () => setTimeout(() => response.destroy(), 5));
    });
    const transport = makeTransport();
    await expect(transport.send(request(`${server.origin}/before`))).rejects.toMatchObject({
      code: "connection_lost",
    });
    const response = await transport.send(request(`${server.origin}/inside`));
    await expect(text(response.body)).rejects.toMatchObject({ code: "connection_lost" });
  });

  it("report what is not HTTP", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.end("220 smtp.example ESMTP\r\n");
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(makeTransport().send(request(url))).rejects.toMatchObject({ code: "connection_lost" });
  });

  it("report a server that does not answer in time", async () => {
    const server = await startServer(() => undefined);
    const slow = makeTransport().send(request(server.origin, { headersTimeoutMs: 60 }));
    await expect(slow).rejects.toMatchObject({ code: "connection_lost" });
  });

  it("end with the caller's reason, before and inside the answer", async () => {
    const server = await startServer(({ url }, response) => {
      if (url === "/stream") startStream(response);
    });
    const transport = makeTransport();
    const stop = new AbortController();
    const waiting = transport.send(request(`${server.origin}/silent`, { signal: stop.signal }));
    const response = await transport.send(request(`${server.origin}/stream`, { signal: stop.signal }));
    const reading = text(response.body);
    await until(() => server.seen.length === 2);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await expect(transport.send(request(server.origin, { signal: stop.signal }))).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  it("give the reason of a close to whoever reads", async () => {
    const server = await startServer((_request, response) => startStream(response));
    const response = await makeTransport().send(request(server.origin));
    const reading = text(response.body);
    response.close(new RangeError("enough"));
    await expect(reading).rejects.toThrow(RangeError);
  });

  it("close the connection when the reader leaves the loop", async () => {
    let closed = false;
    const server = await startServer((_request, response) => {
      startStream(response);
      response.on("close", () => (closed = true));
      response.write("one");
    });
    const response = await makeTransport().send(request(server.origin));
    for await (const chunk of response.body) if (chunk.byteLength > 0) break;
    await until(() => closed, "the close");
  });

  it("all end with dispose", async () => {
    const server = await startServer((_request, response) => startStream(response));
    const transport = makeTransport();
    const response = await transport.send(request(server.origin));
    const reading = text(response.body);
    await Promise.all([expect(reading).rejects.toMatchObject({ name: "AbortError" }), transport.dispose()]);
    await expect(transport.send(request(server.origin))).rejects.toMatchObject({ name: "AbortError" });
  });
});
