import { PassThrough } from "node:stream";
import type { Readable } from "node:stream";

export interface Part {
  name: string;
  filename: string | null;
  body: Readable;
}

const crlf = Buffer.from("\r\n\r\n");

/**
 * Reads a multipart/form-data body part by part without holding a file in memory. Each part's body must be
 * consumed before the next part comes.
 */
export async function* multipartParts(body: Readable, contentType: string): AsyncGenerator<Part> {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  const marker = Buffer.from(`\r\n--${(boundary?.[1] ?? boundary?.[2] ?? "").trim()}`);
  const source = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  // The first boundary has no line break before it; adding one makes all of them alike.
  let held: Buffer = Buffer.from("\r\n");
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done === true) return false;
    held = Buffer.concat([held, next.value]);
    return true;
  };
  const upTo = async (mark: Buffer, out: PassThrough | null): Promise<void> => {
    for (;;) {
      const at = held.indexOf(mark);
      if (at >= 0) {
        if (out && at > 0) await write(out, held.subarray(0, at));
        held = held.subarray(at + mark.length);
        return;
      }
      const safe = Math.max(0, held.length - mark.length + 1);
      if (out && safe > 0) {
        await write(out, held.subarray(0, safe));
        held = held.subarray(safe);
      }
      if (!(await more())) throw new Error("The multipart body is not complete.");
    }
  };
  await upTo(marker, null);
  for (;;) {
    while (held.length < 2) if (!(await more())) return;
    if (held.subarray(0, 2).toString() === "--") return;
    while (held.indexOf(crlf) < 0) if (!(await more())) return;
    const end = held.indexOf(crlf);
    const head = held.subarray(0, end).toString("utf8");
    held = held.subarray(end + crlf.length);
    const out = new PassThrough();
    // Whoever reads the part gets the error; until somebody does it must not end the process.
    out.on("error", () => undefined);
    const filling = upTo(marker, out).then(
      () => out.end(),
      (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    yield {
      name: /[; ]name="([^"]*)"/i.exec(head)?.[1] ?? "",
      filename: /filename="([^"]*)"/i.exec(head)?.[1] ?? null,
      body: out,
    };
    await filling;
  }
}

function write(out: PassThrough, bytes: Buffer): Promise<void> | undefined {
  if (out.write(bytes)) return undefined;
  return new Promise((resolve) => {
    const goOn = (): void => {
      out.off("drain", goOn).off("close", goOn);
      resolve();
    };
    out.on("drain", goOn).on("close", goOn);
  });
}
