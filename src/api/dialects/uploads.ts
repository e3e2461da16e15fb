/** Where a file goes on an instance, and the calls that put it there and take it away again. */
import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { FileUpload } from "../wire.ts";
import type { StoredFile, Upload } from "./dialect.ts";
import { ignore, maybe, number, text } from "./shapes.ts";
import { safeSegments, uniqueName } from "./uploadPath.ts";

const folder = "~/uploads";
const stored = v.object({
  path: maybe(v.pipe(text, v.regex(/^~?\/./))),
  size: maybe(number),
  bytes: maybe(number),
});

/** A gateway takes the bytes as they are and makes the folders of the path: a folder of its own keeps the file apart. */
export function putUpload(file: FileUpload, token: string): Upload {
  const own = `${folder}/${token}`;
  const path = [own, ...safeSegments(file.path)].join("/");
  return {
    path,
    call: {
      name: "upload the file",
      method: "PUT",
      place: "instance",
      path: ["files", "content"],
      query: { path },
      content: { type: "application/octet-stream", head: "", bytes: file.bytes, tail: "" },
      patience: "upload",
      idempotent: true,
      decode: readStored,
    },
    remove: {
      name: "remove the upload",
      method: "DELETE",
      place: "instance",
      path: ["files"],
      query: { path: own },
      patience: "agent",
      idempotent: true,
      decode: ignore,
    },
  };
}

/** The unified API takes a form and keeps the file's name alone: the name itself is made unlike all others. */
export function postUpload(instanceId: string, file: FileUpload, token: string): Upload {
  const name = uniqueName(safeSegments(file.path).at(-1) ?? "file", token);
  const path = `${folder}/${name}`;
  const boundary = `agent37-${randomUUID()}`;
  return {
    path,
    call: {
      name: "upload the file",
      method: "POST",
      place: "base",
      path: ["instances", instanceId, "files"],
      content: {
        type: `multipart/form-data; boundary=${boundary}`,
        head:
          `--${boundary}\r\n` +
          `Content-Disposition: form-data; name="files"; filename="${name}"\r\n` +
          "Content-Type: application/octet-stream\r\n\r\n",
        bytes: file.bytes,
        tail: `\r\n--${boundary}--\r\n`,
      },
      patience: "upload",
      decode: readStored,
    },
    remove: {
      name: "remove the upload",
      method: "DELETE",
      place: "base",
      path: ["instances", instanceId, "files"],
      query: { path },
      patience: "read",
      idempotent: true,
      decode: ignore,
    },
  };
}

/** Everything in the answer is optional: the path was ours to choose. */
function readStored(json: unknown): StoredFile {
  const result = v.safeParse(stored, json);
  if (!result.success) return {};
  const { path, size, bytes } = result.output;
  return { path, size: size ?? bytes };
}
