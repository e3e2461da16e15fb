/** Files on their way to an instance: sent at the pace of the connection, and gone from the server when they fail. */
import { randomBytes } from "node:crypto";
import type { Caller, Target } from "./caller.ts";
import type { Agent37Client } from "./contract.ts";
import type { Upload } from "./dialects/dialect.ts";
import { dialects } from "./dialects/dialects.ts";
import { Agent37Error } from "./errors/agent37Error.ts";
import { localError, wasNeverSent } from "./errors/localError.ts";
import { shouldRetry } from "./http/retry.ts";
import type { Agent37ClientOptions } from "./options.ts";
import { sendContent } from "./sendContent.ts";
import type { InstanceRef } from "./wire.ts";

export type UploadCalls = Pick<Agent37Client, "uploadFile">;

/** How long an end may be held back by taking away what has arrived. */
const removalMs = 5_000;
/** A server may get to a broken upload only after it was told to remove it, or not be told: once more after this long. */
const lateRemovalMs = 2_000;

/** The way of one attempt, as far as it came. */
interface Progress {
  /** The connection has asked for bytes. */
  started: boolean;
}

export function createUploadCalls({ clock, logger }: Agent37ClientOptions, caller: Caller): UploadCalls {
  /** Uploads that could not be removed, by their instance: the connection that failed them failed that too. */
  const leftovers = new Map<string, Upload[]>();
  const keyOf = ({ dialect, agentUrl, id }: InstanceRef): string => JSON.stringify([dialect, agentUrl, id]);

  const remove = async (upload: Upload, ref: InstanceRef): Promise<boolean> => {
    try {
      const target = { dialect: dialects[ref.dialect], ref };
      await caller.send(upload.remove, target, AbortSignal.timeout(removalMs));
      return true;
    } catch (caught) {
      if (caught instanceof Agent37Error && caught.status === 404) return true;
      logger.debug("What arrived of an upload could not be removed", String(caught));
      return false;
    }
  };

  const takeAway = async (upload: Upload, ref: InstanceRef): Promise<void> => {
    if (!(await remove(upload, ref))) {
      leftovers.set(keyOf(ref), [...(leftovers.get(keyOf(ref)) ?? []), upload]);
    }
    void clock.sleep(lateRemovalMs).then(() => remove(upload, ref));
  };

  const removeLeftovers = async (ref: InstanceRef): Promise<void> => {
    const uploads = leftovers.get(keyOf(ref)) ?? [];
    leftovers.delete(keyOf(ref));
    for (const upload of uploads) await takeAway(upload, ref);
  };

  /** Sends a file once. @throws Agent37Error, also when the server has stored something else; AbortError */
  const transfer = async (
    upload: Upload,
    target: Target & { readonly ref: InstanceRef },
    progress: Progress,
    { signal, onProgress }: NonNullable<Parameters<Agent37Client["uploadFile"]>[2]>,
  ): Promise<string> => {
    const head = Buffer.byteLength(upload.call.content?.head ?? "");
    const size = upload.call.content?.bytes.byteLength ?? 0;
    const stored = await sendContent({ clock, caller }, upload.call, target, {
      signal,
      onSent(bytes) {
        progress.started = true;
        const sent = Math.min(size, bytes - head);
        if (sent > 0) onProgress?.(sent);
      },
    });
    if (stored.size !== undefined && stored.size !== size) {
      throw localError(
        "malformed_response",
        `The instance has stored ${stored.size} of the ${size} bytes of the file.`,
      );
    }
    return stored.path ?? upload.path;
  };

  return {
    async uploadFile(ref, file, options = {}) {
      const dialect = dialects[ref.dialect];
      for (let attempt = 1; ; attempt++) {
        // A new place each time: what is left of a broken attempt cannot get into the next one.
        const upload = dialect.agent.uploadFile(ref.id, file, randomBytes(4).toString("hex"));
        const progress: Progress = { started: false };
        try {
          const path = await transfer(upload, { dialect, ref }, progress, options);
          void removeLeftovers(ref);
          return { path };
        } catch (caught) {
          const untouched = !progress.started || (caught instanceof Agent37Error && wasNeverSent(caught));
          if (!untouched) await takeAway(upload, ref);
          if (!(caught instanceof Agent37Error)) throw caught;
          const idempotent = untouched || upload.call.idempotent === true;
          const decision = shouldRetry({ error: caught, idempotent, startsTurn: false, attempt });
          if (!decision.retry) throw caught;
          logger.debug(`Uploading again in ${decision.delayMs} ms: ${decision.reason}`, {
            code: caught.code,
          });
          await clock.sleep(decision.delayMs, options.signal);
        }
      }
    },
  };
}
