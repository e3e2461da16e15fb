import { spawn } from "node:child_process";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, posix } from "node:path";
import { ApiError } from "../errors/apiError.ts";
import { contentType, disposition } from "../files/contentType.ts";
import { fileEntry, listDirectory } from "../files/fileEntry.ts";
import { multipartParts } from "../files/multipart.ts";
import { defaultDirectory, insidePath, realPath } from "../files/paths.ts";
import { receiveFile, sendFile, sendStream } from "../files/transfer.ts";
import { badField } from "../http/fields.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import { throughEdge } from "./edge.ts";

export function addGatewayFiles(router: Router): void {
  router
    .add("GET", "/v1/files", list)
    .add("GET", "/v1/files/content", get)
    .add("HEAD", "/v1/files/content", get)
    .add("PUT", "/v1/files/content", put)
    .add("GET", "/v1/files/archive", archive)
    .add("DELETE", "/v1/files", async (x) => {
      const instance = await throughEdge(x);
      await rm(realPath(x.world, instance, requiredPath(x)), { recursive: true, force: true });
      x.send(200, { ok: true });
    })
    .add("PATCH", "/v1/files", move)
    .add("POST", "/v1/files/dir", async (x) => {
      const instance = await throughEdge(x);
      const path = requiredPath(x);
      await mkdir(realPath(x.world, instance, path), { recursive: true }).catch(() => {
        throw badField(x, "path", "The directory cannot be made there.");
      });
      x.send(200, await fileEntry(x.world, instance, path));
    })
    .add("POST", "/v1/files", uploadOfT1);
}

function requiredPath(x: Exchange): string {
  const path = x.query.get("path");
  if (path === null || path === "") throw badField(x, "path", "path is required.");
  return path;
}

async function list(x: Exchange): Promise<void> {
  const instance = await throughEdge(x);
  const wanted = x.query.get("path") ?? "";
  const { path, entries, truncated } = await listDirectory(
    x.world,
    instance,
    wanted === "" ? defaultDirectory(x.world, instance) : wanted,
  );
  x.send(200, { path, parentPath: path === "/" ? null : posix.dirname(path), entries, truncated });
}

async function get(x: Exchange): Promise<void> {
  const instance = await throughEdge(x);
  const path = requiredPath(x);
  const real = realPath(x.world, instance, path);
  const info = await stat(real).catch(() => undefined);
  if (!info) throw new ApiError("file_not_found");
  if (!info.isFile()) throw badField(x, "path", "That path is not a regular file.");
  const kind = x.query.get("disposition") === "inline" ? "inline" : "attachment";
  const name = posix.basename(insidePath(path));
  await sendFile(x, real, {
    "Content-Type": contentType(name),
    "Content-Disposition": disposition(kind, name),
  });
}

async function put(x: Exchange): Promise<void> {
  const { world } = x;
  const instance = await throughEdge(x);
  const path = requiredPath(x);
  const real = realPath(world, instance, path);
  const expected = x.header("x-expected-mtime");
  if (expected !== undefined && !Number.isFinite(Number(expected))) {
    throw badField(x, "X-Expected-Mtime", "X-Expected-Mtime must be a number.");
  }
  const info = await stat(real).catch(() => undefined);
  if (info && !info.isFile()) throw badField(x, "path", "That path is not a regular file.");
  if (info && x.query.get("overwrite") === "false")
    throw new ApiError("file_exists", { hint: "Send overwrite=true." });
  if (info && expected !== undefined && Number(expected) !== info.mtimeMs) {
    throw new ApiError("modified", { hint: "Read it again." });
  }
  await receiveFile(x, x.bodyStream(), instance, path);
  x.send(200, await fileEntry(world, instance, path));
}

async function move(x: Exchange): Promise<void> {
  const { world } = x;
  const instance = await throughEdge(x);
  const { from, to } = x.json();
  if (typeof from !== "string" || from === "") throw badField(x, "from", "from is required.");
  if (typeof to !== "string" || to === "") throw badField(x, "to", "to is required.");
  await fileEntry(world, instance, from);
  let target = to;
  const there = await stat(realPath(world, instance, to)).catch(() => undefined);
  if (there?.isDirectory()) target = posix.join(insidePath(to), posix.basename(insidePath(from)));
  const real = realPath(world, instance, target);
  try {
    await mkdir(dirname(real), { recursive: true });
    await rename(realPath(world, instance, from), real);
  } catch {
    throw badField(x, "to", "The file cannot be moved there.");
  }
  x.send(200, await fileEntry(world, instance, target));
}

async function archive(x: Exchange): Promise<void> {
  const instance = await throughEdge(x);
  const entry = await fileEntry(x.world, instance, requiredPath(x));
  if (entry.type !== "directory") throw new ApiError("not_a_directory", { param: "path" });
  const real = realPath(x.world, instance, entry.path);
  const name = entry.name === "" ? "root" : entry.name;
  const tar = spawn("tar", ["-czf", "-", "-C", dirname(real), "--", posix.basename(real)]);
  await sendStream(x, tar.stdout, {
    "Content-Type": "application/gzip",
    "Content-Disposition": disposition("attachment", `${name}.tar.gz`),
  });
  tar.kill();
}

/** The multipart upload that only the gateways of June 2026 had. */
async function uploadOfT1(x: Exchange): Promise<void> {
  const instance = await throughEdge(x);
  if (x.world.settings.gatewayVersion !== "T1") throw new ApiError("not_found", { envelope: "object" });
  const directory = defaultDirectory(x.world, instance);
  for await (const part of multipartParts(x.bodyStream(), x.header("content-type") ?? "")) {
    if (part.name !== "file" || part.filename === null) {
      part.body.resume();
      continue;
    }
    const path = posix.join(directory, posix.basename(part.filename));
    const bytes = await receiveFile(x, part.body, instance, path);
    x.send(200, { path, filename: posix.basename(path), bytes });
  }
  if (!x.res.headersSent) throw badField(x, "file", "A part named file is required.");
}
