import { Readable } from "node:stream";
import type { StreamedBody } from "./exchange.ts";

/** Bytes that are handed over at a time. */
const chunkBytes = 64 * 1024;

/**
 * A body that goes out piece by piece, at the pace of the connection and without a copy.
 * @param onTaken called with the number of bytes that the connection has taken so far, whenever it asks for more; 0: it
 * is about to take the first ones
 */
export function streamBytes(
  pieces: readonly Uint8Array[],
  onTaken: (bytes: number) => void = () => {},
): StreamedBody {
  return {
    length: pieces.reduce((sum, piece) => sum + piece.byteLength, 0),
    open() {
      const chunks = chunksOf(pieces);
      let taken = 0;
      return new Readable({
        // Nothing is read ahead: what is asked for follows on what has been taken.
        highWaterMark: 0,
        read() {
          onTaken(taken);
          const { value } = chunks.next();
          if (value) taken += value.byteLength;
          this.push(value ?? null);
        },
      });
    },
  };
}

function* chunksOf(pieces: readonly Uint8Array[]): Generator<Uint8Array, undefined> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.byteLength; at += chunkBytes) yield piece.subarray(at, at + chunkBytes);
  }
}
