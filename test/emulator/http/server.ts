import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { ApiError } from "../errors/apiError.ts";
import type { Plane } from "../errors/apiError.ts";
import type { DialectName } from "../control/controlTypes.ts";
import type { World } from "../world.ts";
import { authenticate } from "./auth.ts";
import { Exchange } from "./exchange.ts";
import { applyFault } from "./faults.ts";
import { answersForPort } from "./portPages.ts";
import { limitRate } from "./rateLimit.ts";
import type { Router } from "./router.ts";

export type Routers = Record<Plane, Router>;
type ControlHandler = (req: IncomingMessage, res: ServerResponse, path: string) => Promise<void>;

interface Target {
  plane: Plane;
  dialect: DialectName;
  path: string;
  instanceId: string | null;
}

/** The HTTP server: control calls aside, every request is logged, meets its fault, is authenticated and routed. */
export function createEmulatorServer(world: World, routers: Routers, control: ControlHandler): Server {
  return createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 30_000 }, (req, res) => {
    const url = new URL(req.url ?? "/", "http://emulator");
    if (url.pathname.startsWith("/__control/")) {
      void control(req, res, url.pathname.slice("/__control/".length));
      return;
    }
    const target = resolve(url.pathname);
    if (!target) {
      res.writeHead(404, { "Content-Type": "text/plain" }).end("Not a path of the emulator.\n");
      return;
    }
    answer(world, routers, req, res, target, url.searchParams).catch(() => req.socket.destroy());
  });
}

/** Which plane a URL belongs to; the path is the one the dialect's documents write. */
function resolve(path: string): Target | undefined {
  const bases: [string, Plane, DialectName][] = [
    ["/unified/v1", "unified", "unified"],
    ["/two-plane/v1", "hosting", "two-plane"],
  ];
  for (const [base, plane, dialect] of bases) {
    if (path === base || path.startsWith(`${base}/`)) {
      return { plane, dialect, path: `/v1${path.slice(base.length)}`, instanceId: null };
    }
  }
  if (path.startsWith("/gateway/")) {
    return { plane: "gateway", dialect: "gateway", path: path.slice("/gateway".length), instanceId: null };
  }
  const agent = /^\/agent\/([^/]+)(\/.*)?$/.exec(path);
  if (!agent?.[1]) return undefined;
  return { plane: "agent", dialect: "two-plane", path: agent[2] ?? "/", instanceId: agent[1] };
}

async function answer(
  world: World,
  routers: Routers,
  req: IncomingMessage,
  res: ServerResponse,
  target: Target,
  query: URLSearchParams,
): Promise<void> {
  const method = req.method ?? "GET";
  const headers = Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
  );
  const { plane, dialect, path, instanceId } = target;
  const at = world.clock.now();
  const entry = world.log.open({
    method,
    path,
    query: Object.fromEntries(query),
    headers,
    at,
    dialect,
    plane,
    instanceId,
  });
  const x = new Exchange(world, req, res, { plane, path, query, entry });
  world.exchanges.add(x);
  res.on("close", () => {
    world.exchanges.delete(x);
    world.log.onDone?.(entry);
  });
  try {
    await handle(x, routers[plane]);
  } catch (error) {
    if (res.headersSent || req.socket.destroyed) x.destroy();
    else x.fail(error instanceof ApiError ? error : internal(error));
  }
}

async function handle(x: Exchange, router: Router): Promise<void> {
  const { world, plane, method, path } = x;
  if (plane === "agent" && path === "/health") {
    x.send(200, { ok: true });
    return;
  }
  if (plane === "agent" && answersForPort(x)) return;
  if (method === "OPTIONS" && (plane === "agent" || plane === "gateway")) {
    x.sendBytes(
      204,
      { "Access-Control-Allow-Methods": "*", "Access-Control-Allow-Headers": "*" },
      Buffer.alloc(0),
    );
    return;
  }
  const route = router.find(method, path);
  if (route) x.params = route.params;
  const streamed = isUpload(x);
  if (!streamed) await x.readBody();
  const patience = world.mutations.has("retryAfterIgnored") ? 2 : 1;
  const fault = world.faults.take(x.entry, world.clock.now(), patience);
  if (fault && (await applyFault(x, fault, route?.handler))) return;
  limitRate(x);
  authenticate(x);
  if (!route) throw new ApiError("not_found", { envelope: "object" });
  await route.handler(x);
}

/** Bodies that may be large are read by their handler, as a stream. */
function isUpload(x: Exchange): boolean {
  const multipart = x.header("content-type")?.startsWith("multipart/") === true;
  return multipart || (x.method === "PUT" && x.path === "/v1/files/content");
}

function internal(error: unknown): ApiError {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ApiError("internal_error", {
    status: 500,
    message: `The emulator failed: ${message}`,
    envelope: "object",
  });
}
