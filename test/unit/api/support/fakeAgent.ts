import type { ServerResponse } from "node:http";
import { frame, type SeenRequest, sendJson, startServer, startStream, type TestServer } from "./server.ts";

export const responseId = "1b2c3d4e5f60718293a4b5c6d7e8f90a";
export const sessionId = "5e55104d5e55104d5e55104d5e55104d";

export type Route = (request: SeenRequest, response: ServerResponse, nth: number) => unknown;

export interface AgentScript {
  /** `POST /v1/responses`; `nth` counts from 1. */
  readonly post?: Route;
  /** `GET /v1/responses/{id}/stream` */
  readonly attach?: Route;
  /** `GET /v1/sessions/{id}` */
  readonly session?: Route;
  readonly sessions?: Route;
  readonly cancel?: Route;
  /** `GET /v1/responses/{id}` (unified). */
  readonly stored?: Route;
}

export interface FakeAgent extends TestServer {
  /** How often each route was called. */
  readonly count: (route: keyof AgentScript) => number;
}

/** An agent's HTTP side whose every answer the test writes itself; both dialects' paths lead to the same routes. */
export async function startAgent(script: AgentScript): Promise<FakeAgent> {
  const counts = new Map<keyof AgentScript, number>();
  const routeOf = ({ method, url }: SeenRequest): keyof AgentScript | undefined => {
    const path = url.replace(/\?.*$/, "");
    if (method === "POST" && path.endsWith("/v1/responses")) return "post";
    if (path.endsWith("/stream")) return "attach";
    if (path.endsWith("/cancel")) return "cancel";
    if (/\/v1\/responses\/[^/]+$/.test(path)) return "stored";
    if (/\/v1\/sessions\/[^/]+$/.test(path)) return "session";
    if (path.endsWith("/sessions")) return "sessions";
    return undefined;
  };
  const server = await startServer((request, response) => {
    const name = routeOf(request);
    const route = name && script[name];
    if (!name || !route) {
      sendJson(response, 404, { error: { code: "response_not_found", message: "No such thing." } });
      return;
    }
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return route(request, response, nth);
  });
  return { ...server, count: (route) => counts.get(route) ?? 0 };
}

export const created = frame("response.created", { id: responseId, session_id: sessionId });
export const delta = (text: string): string => frame("response.output_text.delta", { text });
export const completed = (text: string): string =>
  frame("response.completed", { output_text: text, usage: { input_tokens: 1, output_tokens: 2 } });

/** A stream with these frames, closed in good order. */
export function streamOf(...frames: string[]): Route {
  return (_request, response) => {
    startStream(response);
    response.end(frames.join(""));
  };
}

/** A stream with these frames whose connection then breaks. */
export function brokenStreamOf(...frames: string[]): Route {
  return (_request, response) => {
    startStream(response);
    response.write(frames.join("") || ":\n\n", () => setTimeout(() => response.destroy(), 3));
  };
}

/** Breaks the connection without an answer. */
export const drop: Route = (_request, response) => void response.destroy();

export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Route {
  return (_request, response) => sendJson(response, status, body, headers);
}

export const errorAnswer = (
  status: number,
  code: string,
  more: Readonly<Record<string, unknown>> = {},
): Route => answer(status, { error: { code, message: `It is ${code}.`, ...more } });

/** A session as the gateway writes it; `messages` alternate between user and assistant. */
export function sessionBody(
  active: string | null | undefined,
  ...messages: string[]
): Record<string, unknown> {
  return {
    id: sessionId,
    agent: "hermes",
    ...(active === undefined ? {} : { active_response_id: active }),
    history: messages.map((content, index) => ({
      id: `h${index}`,
      role: index % 2 === 0 ? "user" : "assistant",
      content,
      created_at: Date.UTC(2026, 9, 1) + index,
    })),
  };
}
