import type { Download } from "../../api/wire.ts";

/** Reads a download to its end. @param onProgress called with the bytes so far, and with all where that is known */
export async function collect(
  { sizeBytes, bytes }: Download,
  onProgress?: (length: number, ofBytes: number | undefined) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let whole = new Uint8Array(sizeBytes ?? 0);
  let length = 0;
  for await (const piece of bytes) {
    // Where the server does not say how much is to come, room is made in growing steps.
    if (length + piece.length > whole.length) whole = grown(whole, length + piece.length);
    whole.set(piece, length);
    length += piece.length;
    onProgress?.(length, sizeBytes);
  }
  return whole.length === length ? whole : whole.slice(0, length);
}

/** Ends a download whose bytes nobody wants. */
export async function close(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]();
  // A generator that was never asked would end without letting go of its connection.
  await iterator.next();
  await iterator.return?.();
}

function grown(bytes: Uint8Array<ArrayBuffer>, atLeast: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(atLeast, bytes.length * 2));
  larger.set(bytes);
  return larger;
}
