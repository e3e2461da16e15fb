/**
 * Preloaded into the VS Code server. The workbench encrypts secrets with half a key from `POST /mint-key`, which
 * code-server answers and the bare server does not; without it secrets live in memory and a reload forgets them.
 * With it they belong to the browser profile, for as long as the server runs.
 */
import { randomBytes } from "node:crypto";
import { Server, type IncomingMessage, type ServerResponse } from "node:http";

// For this process only: the extension hosts that the server forks inherit its arguments.
process.execArgv.splice(process.execArgv.indexOf("--import"), 2);

const KEY_BYTES = 32;
const key = randomBytes(KEY_BYTES);

const emit = Reflect.get(Server.prototype, "emit") as (
  this: Server,
  event: string,
  ...args: unknown[]
) => boolean;

function emitOrMint(this: Server, event: string, ...args: unknown[]): boolean {
  if (event === "request") {
    const [request, response] = args as [IncomingMessage, ServerResponse];
    if (request.method === "POST" && request.url?.split("?")[0]?.endsWith("/mint-key")) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(key);
      return true;
    }
  }
  return emit.call(this, event, ...args);
}

Reflect.set(Server.prototype, "emit", emitOrMint);
