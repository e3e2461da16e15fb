import { describe, expect, it } from "vitest";
import { all, makeClient, shown, twoPlaneRef } from "../support/client.ts";
import { responseId, sessionBody, sessionId } from "../support/fakeAgent.ts";
import { streamBytes } from "../support/fixtures.ts";
import { sendJson, startServer, startStream } from "../support/server.ts";

describe("a stream that is cut", () => {
  const bytes = streamBytes("reasoning-tools-keepalive.sse");
  const starts = Array.from({ length: Math.ceil(bytes.length / 100) }, (_, index) => index * 100);

  it.each(starts)(
    "at each byte from %i on gives the same text, and was sent once",
    { timeout: 60_000 },
    async (from) => {
      const cuts = Array.from({ length: Math.min(100, bytes.length - from) }, (_, index) => from + index);
      // Each cut is an agent of its own at the same server, so that their waits are one.
      const server = await startServer((request, response) => {
        const [, cut = "", path = ""] = /^\/(\d+)(.*)$/.exec(request.url) ?? [];
        if (path.startsWith("/v1/sessions")) {
          sendJson(response, 200, { ...sessionBody(responseId), data: [{ id: sessionId }] });
          return;
        }
        startStream(response);
        if (request.method === "GET") response.end(bytes);
        else response.write(bytes.subarray(0, Number(cut)), () => setTimeout(() => response.destroy(), 1));
      });
      const { client } = makeClient(`${server.origin}/v1`);
      const run = async (cut: number): Promise<void> => {
        const ref = twoPlaneRef(`${server.origin}/${cut}`);
        const signals = await all(client.runTurn(ref, { input: "What port?" }));
        const mine = server.seen.filter(({ url }) => url.startsWith(`/${cut}/`));
        expect(shown(signals), `cut at ${cut}`).toEqual({ text: "The port is 8081.\n", end: "completed" });
        expect(mine.filter(({ method }) => method === "POST")).toHaveLength(1);
        expect(signals.filter(({ type }) => type === "completed" || type === "failed")).toHaveLength(1);
      };
      await Promise.all(cuts.map(run));
    },
  );
});
