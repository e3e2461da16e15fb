/** Uploads that the other side does not take as it should. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { until, useEmulator } from "../emulator/harness.ts";
import { makeClient, twoPlaneRef } from "./support/client.ts";
import { placeIn } from "./support/place.ts";
import { sendJson, startServer } from "./support/server.ts";

const emulator = useEmulator();

describe("an upload that stands still", () => {
  it("is given up after a minute in which the instance answers and takes nothing", async () => {
    const { client, clock, ref } = await placeIn(emulator.it, "gateway");
    await emulator.it.control.settings.set({ holdUploads: true });
    let end: unknown;
    client
      .uploadFile(ref, { path: "a.bin", bytes: randomBytes(15 * 1024 * 1024) })
      .catch((caught: unknown) => {
        end = caught;
      });
    await until(async () => {
      await clock.advance(end === undefined ? 60_000 : 0);
      return end !== undefined;
    });
    expect(end).toMatchObject({ code: "connection_lost", plane: "local" });
    // Asked before each end, because an instance that wakes up takes nothing either.
    expect(await emulator.it.control.requests.list({ path: "/v1/health" })).not.toHaveLength(0);
    const files = await emulator.it.control.files.list(ref.id);
    expect(files).toEqual([]);
  });
});

describe("an upload to a server of another mind", () => {
  const file = { path: "a.txt", bytes: Buffer.from("hello") };

  it("fails when the server has stored less than was sent, and is removed", async () => {
    const server = await startServer(({ method }, response) => {
      sendJson(
        response,
        200,
        method === "PUT" ? { path: "/home/node/uploads/x/a.txt", size: 0 } : { ok: true },
      );
    });
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.uploadFile(twoPlaneRef(server.origin), file)).rejects.toMatchObject({
      code: "malformed_response",
    });
    expect(server.seen.map(({ method }) => method).slice(0, 2)).toEqual(["PUT", "DELETE"]);
  });

  it.each(["", "stored", "{}", '{"path":"relative.txt","size":null}'])(
    "takes the path that was asked for when the answer names none: %j",
    async (answer) => {
      const server = await startServer((_request, response) => response.end(answer));
      const { client } = makeClient(`${server.origin}/v1`);
      const { path } = await client.uploadFile(twoPlaneRef(server.origin), file);
      expect(path).toMatch(new RegExp(`^~/uploads/[0-9a-f]{8}/a\\.txt$`));
      expect(server.seen.map(({ method }) => method)).toEqual(["PUT"]);
    },
  );

  it("does not take a sign-in page for success", async () => {
    const server = await startServer((_request, response) => response.end("<html>Sign in</html>"));
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.uploadFile(twoPlaneRef(server.origin), file)).rejects.toMatchObject({
      code: "malformed_response",
    });
  });

  it("is not made where the key must not go", async () => {
    const { client } = makeClient("https://api.agent37.com/v1");
    await expect(client.uploadFile(twoPlaneRef("https://elsewhere.example"), file)).rejects.toMatchObject({
      code: "untrusted_instance_url",
    });
  });
});
