import { expect } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import type { InstanceRef } from "../../../../src/api/wire.ts";
import { makeClient, testKey, twoPlaneRef, unifiedRef } from "./client.ts";
import { fixtureText } from "./fixtures.ts";
import { sendJson, startServer } from "./server.ts";

interface Example {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: Readonly<Record<string, unknown>>;
  };
  readonly response: { readonly status: number; readonly body?: unknown };
}

export type Send = (client: Agent37Client, ref: InstanceRef) => Promise<unknown>;

/** Sends a recorded call with the client, answers it with the recorded answer and compares what travelled. */
export async function play(file: string, dialect: "unified" | "two-plane", send: Send): Promise<unknown> {
  const { request, response } = JSON.parse(fixtureText(`examples/${file}.json`)) as Example;
  const server = await startServer(({ url }, answer) => {
    // What a client may look at to learn the dialect before it creates something.
    if (url.endsWith("/templates") && !request.url.endsWith("/templates")) {
      const row = dialect === "unified" ? { name: "x", tag: "x:1" } : { name: "x", scope: "system" };
      sendJson(answer, 200, { data: [row] });
    } else if (response.body === undefined) answer.writeHead(response.status).end();
    else sendJson(answer, response.status, response.body);
  });
  const { client } = makeClient(`${server.origin}/base/v1`);
  const ref = dialect === "unified" ? unifiedRef : twoPlaneRef(`${server.origin}/agent`);
  const result = await send(client, ref);

  const wanted = new URL(request.url);
  for (const [name, value] of Object.entries(request.query ?? {})) wanted.searchParams.set(name, value);
  const onInstance = wanted.hostname.endsWith(".agent37.app");
  const seen = server.seen.at(-1);
  expect(seen?.method).toBe(request.method);
  expect(seen?.url).toBe(`${onInstance ? "/agent" : "/base"}${wanted.pathname}${wanted.search}`);
  expect(seen?.headers["x-agent37-key"]).toBe(onInstance ? testKey : undefined);
  expect(seen?.headers["authorization"]).toBe(onInstance ? undefined : `Bearer ${testKey}`);
  expect(seen?.headers["user-agent"]).toBe("agent37-chat/0.0.0-test");
  const { metadata, ...body } = request.body ?? {};
  // A new instance gets no metadata from this client; a turn does.
  const fields = file.endsWith("instances-create") ? body : { ...body, ...(metadata ? { metadata } : {}) };
  if (request.body !== undefined) expect(JSON.parse(seen?.body ?? "")).toMatchObject(fields);
  else expect(seen?.body).toBe("");
  return result;
}
