import { describe, expect, it } from "vitest";
import { all, makeClient, shown, testKey, twoPlaneRef } from "../support/client.ts";
import { streamBytes } from "../support/fixtures.ts";
import { startServer, startStream } from "../support/server.ts";

describe("a turn over one connection", () => {
  it("yields the recorded events in order", async () => {
    const server = await startServer((_request, response) => {
      startStream(response);
      response.end(streamBytes("reasoning-tools-keepalive.sse"));
    });
    const { client } = makeClient(`${server.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(server.origin), { input: "What port?" }));
    expect(signals.map(({ type }) => type)).toEqual([
      "created",
      "reasoning",
      "toolGenerating",
      "toolStarted",
      "toolFailed",
      "toolStarted",
      "toolCompleted",
      "text",
      "completed",
    ]);
    expect(shown(signals)).toEqual({ text: "The port is 8081.\n", end: "completed" });
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/v1/responses",
      headers: { "x-agent37-key": testKey, "content-type": "application/json" },
    });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ input: "What port?", stream: true });
    expect(server.seen[0]?.headers["authorization"]).toBeUndefined();
  });
});

describe("a stream that is cut", () => {
  const bytes = streamBytes("reasoning-tools-keepalive.sse");
  const cuts = Array.from({ length: bytes.length + 1 }, (_, index) => index);

  it.each(cuts.filter((cut) => cut % 7 === 0))(
    "gives the same text when it is cut at byte %i",
    async (cut) => {
      const server = await startServer((request, response) => {
        if (request.url.includes("/v1/sessions")) {
          response.writeHead(200, { "content-type": "application/json" });
          const id = "5e55104d5e55104d5e55104d5e55104d";
          const body = {
            id,
            active_response_id: "1b2c3d4e5f60718293a4b5c6d7e8f90a",
            history: [],
            data: [{ id }],
          };
          response.end(JSON.stringify(body));
          return;
        }
        startStream(response);
        if (request.method === "GET") response.end(bytes);
        else response.write(bytes.subarray(0, cut), () => setTimeout(() => response.destroy(), 3));
      });
      const { client } = makeClient(`${server.origin}/v1`);
      const signals = await all(client.runTurn(twoPlaneRef(server.origin), { input: "What port?" }));
      expect(shown(signals)).toEqual({ text: "The port is 8081.\n", end: "completed" });
      expect(server.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
    },
  );
});
