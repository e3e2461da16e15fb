/** Backups of an instance, kept by the two-plane API. Times are seconds. */
import * as v from "valibot";
import type { Backup } from "../wire.ts";
import type { HostingApi } from "./dialect.ts";
import { epochMs, id, ignore, maybe, number, read, readPage, readRows, text } from "./shapes.ts";

const backup = v.object({ id, kind: maybe(text), created: maybe(number), size_bytes: maybe(number) });

function readBackup(json: unknown): Backup {
  const raw = read(backup, json);
  return {
    id: raw.id,
    kind: raw.kind ?? "manual",
    createdAt: epochMs(raw.created),
    sizeBytes: raw.size_bytes,
  };
}

export const backupCalls: Pick<HostingApi, "listBackups" | "createBackup" | "restoreBackup"> = {
  listBackups: (instanceId) => ({
    name: "list backups",
    method: "GET",
    place: "base",
    path: ["instances", instanceId, "backups"],
    patience: "read",
    decode: (json) =>
      readRows(readPage(json).rows, readBackup).sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)),
  }),
  createBackup: (instanceId) => ({
    name: "create a backup",
    method: "POST",
    place: "base",
    path: ["instances", instanceId, "backups"],
    patience: "lifecycle",
    decode: readBackup,
  }),
  restoreBackup: (instanceId, backupId) => ({
    name: "restore the backup",
    method: "POST",
    place: "base",
    path: ["instances", instanceId, "restore"],
    body: { backup: backupId },
    patience: "lifecycle",
    decode: ignore,
  }),
};
