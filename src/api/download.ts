/** A body that is read as it comes, at the reader's own pace. */
import type { Clock } from "../common/clock.ts";
import type { OpenAnswer } from "./caller.ts";
import { localError } from "./errors/localError.ts";
import type { HttpResponse } from "./http/exchange.ts";
import { startWatchdog } from "./stream/watchdog.ts";
import type { Download } from "./wire.ts";

/** A reader waits this long for the next bytes, in milliseconds. */
const silenceMs = 60_000;

/**
 * The answer as a download.
 * @throws `malformed_response` for bytes that are not the file's own
 */
export function downloadOf({ response, host, requestId }: OpenAnswer, clock: Clock): Download {
  const encoding = (response.header("content-encoding") ?? "identity").trim().toLowerCase();
  if (encoding !== "identity" && encoding !== "") {
    response.close();
    throw localError(
      "malformed_response",
      `${host} has compressed the file although it was asked not to. A proxy in between may have done so.`,
      { status: response.status, requestId },
    );
  }
  const sizeBytes = sizeOf(response);
  const reading = readBytes(response, host, sizeBytes, clock);
  const bytes: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => reading.next(),
      // A generator that has not begun does not run its `finally`.
      return(): Promise<IteratorResult<Uint8Array, void>> {
        response.close();
        return reading.return();
      },
    }),
  };
  return { sizeBytes, bytes };
}

function sizeOf(response: HttpResponse): number | undefined {
  const text = response.header("content-length")?.trim() ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Leaving the loop, and whatever ends it, closes the connection. */
async function* readBytes(
  response: HttpResponse,
  host: string,
  sizeBytes: number | undefined,
  clock: Clock,
): AsyncGenerator<Uint8Array, void> {
  let waiting = true;
  let received = 0;
  const watchdog = startWatchdog({
    clock,
    silenceMs,
    // What the reader does with the bytes may take as long as it likes.
    keepWaiting: () => Promise.resolve(!waiting),
    onSilent: () =>
      response.close(
        localError("stream_silent", `${host} has sent nothing for ${silenceMs / 1000} seconds.`),
      ),
  });
  try {
    for await (const chunk of response.body) {
      received += chunk.byteLength;
      waiting = false;
      yield chunk;
      waiting = true;
      watchdog.touch();
    }
    if (sizeBytes !== undefined && received !== sizeBytes) {
      throw localError(
        "connection_lost",
        `Only ${received} of the file's ${sizeBytes} bytes came from ${host}.`,
      );
    }
  } finally {
    watchdog.stop();
    response.close();
  }
}
