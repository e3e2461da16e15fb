import { rm, stat } from "node:fs/promises";
import { posix } from "node:path";
import { ApiError } from "../errors/apiError.ts";
import { contentType, disposition } from "../files/contentType.ts";
import { listDirectory } from "../files/fileEntry.ts";
import { multipartParts } from "../files/multipart.ts";
import { insidePath, realPath } from "../files/paths.ts";
import { receiveFile, sendFile } from "../files/transfer.ts";
import type { Exchange } from "../http/exchange.ts";
import { badField } from "../http/fields.ts";
import type { Router } from "../http/router.ts";
import { runningInstance } from "./shapes.ts";

const home = insidePath("~");

export function addUnifiedFiles(router: Router): void {
  router
    .add("POST", "/v1/instances/:id/files", upload)
    .add("GET", "/v1/instances/:id/files", list)
    .add("GET", "/v1/instances/:id/files/content", get)
    .add("DELETE", "/v1/instances/:id/files", async (x) => {
      const instance = runningInstance(x);
      const path = x.query.get("path") ?? "";
      if (path === "") throw badField(x, "path", "path is required.");
      const real = realPath(x.world, instance, path);
      if (!(await stat(real).catch(() => undefined))) throw new ApiError("file_not_found");
      await rm(real, { recursive: true });
      x.send(200, { path: shown(path), deleted: true });
    });
}

/** Paths travel with `~` for the agent's home in this dialect. */
function shown(path: string): string {
  const inside = insidePath(path);
  return inside === home ? "~" : inside.startsWith(`${home}/`) ? `~${inside.slice(home.length)}` : inside;
}

async function upload(x: Exchange): Promise<void> {
  const instance = runningInstance(x);
  const type = x.header("content-type") ?? "";
  if (!type.startsWith("multipart/form-data")) throw badField(x, "files", "Send multipart/form-data.");
  const uploaded: { path: string; bytes: number }[] = [];
  for await (const part of multipartParts(x.bodyStream(), type)) {
    if (part.name !== "files" || part.filename === null) {
      part.body.resume();
      continue;
    }
    const path = `~/uploads/${posix.basename(part.filename)}`;
    uploaded.push({ path, bytes: await receiveFile(x, part.body, instance, path) });
  }
  const first = uploaded[0];
  if (!first) throw badField(x, "files", "A part named files is required.");
  x.send(200, uploaded.length === 1 ? first : { ...first, data: uploaded });
}

async function list(x: Exchange): Promise<void> {
  const instance = runningInstance(x);
  const path = x.query.get("path") ?? "~";
  const { entries } = await listDirectory(x.world, instance, path);
  const data = entries.map((entry) => ({
    name: entry.name,
    path: shown(entry.path),
    type: entry.type === "directory" ? "directory" : "file",
    size: entry.size,
    modified: Math.floor(entry.modified / 1000),
  }));
  x.send(200, { path: shown(path), data });
}

async function get(x: Exchange): Promise<void> {
  const instance = runningInstance(x);
  const path = x.query.get("path") ?? "";
  const real = realPath(x.world, instance, path);
  const info = await stat(real).catch(() => undefined);
  if (path === "" || !info?.isFile()) throw new ApiError("file_not_found");
  const name = posix.basename(path);
  await sendFile(x, real, {
    "Content-Type": contentType(name),
    "Content-Disposition": disposition("attachment", name),
  });
}
