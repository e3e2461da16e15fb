import type { HttpResponse } from "./exchange.ts";

/** A body that does not end within its limit. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/**
 * The whole body as text.
 * @param limit in bytes; `cut` keeps what came until then, `reject` throws {@link BodyTooLarge}. Either way the rest is
 * not read.
 */
export async function readText(
  response: HttpResponse,
  limit: number,
  beyond: "cut" | "reject",
  onBytes?: () => void,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    onBytes?.();
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size <= limit) continue;
    response.close();
    if (beyond === "reject") throw new BodyTooLarge(`More than ${limit} bytes`);
    break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, limit));
}

/** Whether an answer is a stream of events; everything else is an object, an error or a page. */
export function isEventStream(response: HttpResponse): boolean {
  return (response.header("content-type") ?? "").trim().toLowerCase().startsWith("text/event-stream");
}
