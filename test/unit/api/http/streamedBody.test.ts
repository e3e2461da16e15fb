import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sendWithFetch } from "../../../../src/api/http/fetchRequest.ts";
import { streamBytes } from "../../../../src/api/http/streamedBody.ts";
import { startServer } from "../support/server.ts";
import { makeTransport, request, text } from "../support/transport.ts";

const mega = 1024 * 1024;

describe("a body of bytes", () => {
  it("is handed over in pieces, without a copy and without reading ahead", async () => {
    const bytes = randomBytes(mega + 5);
    const taken: number[] = [];
    const body = streamBytes([Buffer.from("head"), bytes, new Uint8Array()], (n) => taken.push(n));
    expect(body.length).toBe(mega + 9);
    const readable = body.open();
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toEqual([]);
    const chunks: Buffer[] = [];
    for await (const chunk of readable) {
      chunks.push(chunk as Buffer);
      // No more has been asked for than what came and the next piece.
      expect(taken.length).toBeLessThanOrEqual(chunks.length + 1);
    }
    expect(Buffer.concat(chunks).equals(Buffer.concat([Buffer.from("head"), bytes]))).toBe(true);
    expect(chunks.slice(1).every(({ buffer }) => buffer === bytes.buffer)).toBe(true);
    expect(Math.max(...chunks.map(({ length }) => length))).toBe(64 * 1024);
    expect(taken[0]).toBe(0);
    expect(taken.at(-1)).toBe(mega + 9);
  });

  it("begins from the start for each attempt", async () => {
    const body = streamBytes([Buffer.from("once more")]);
    for (let attempt = 0; attempt < 2; attempt++) {
      const chunks: Buffer[] = [];
      for await (const chunk of body.open()) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString()).toBe("once more");
    }
  });

  it.each(["our own connection", "the editor's"])("travels over %s with its length", async (way) => {
    const server = await startServer(({ headers, body }, response) => {
      response.end(
        JSON.stringify({ length: headers["content-length"], chunked: headers["transfer-encoding"], body }),
      );
    });
    const put = {
      ...request(`${server.origin}/a`, { method: "PUT" }),
      body: streamBytes([Buffer.from("one "), Buffer.from("two")]),
      headersTimeoutMs: 0,
    };
    const answer =
      way === "the editor's"
        ? await sendWithFetch(put, new AbortController().signal)
        : await makeTransport().send(put);
    expect(JSON.parse(await text(answer.body))).toEqual({ length: "7", body: "one two" });
  });

  it("stops at once when the request is aborted", async () => {
    const server = await startServer(() => undefined);
    const stop = new AbortController();
    let taken = 0;
    const body = streamBytes([randomBytes(64 * mega)], (n) => {
      taken = n;
      if (n > mega) stop.abort();
    });
    const sending = makeTransport().send(
      request(`${server.origin}/a`, { method: "PUT", body, signal: stop.signal }),
    );
    await expect(sending).rejects.toMatchObject({ name: "AbortError" });
    const then = taken;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken).toBe(then);
    expect(then).toBeLessThan(2 * mega);
  });
});
