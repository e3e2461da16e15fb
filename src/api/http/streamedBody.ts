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

/**
 * Like {@link streamBytes}, from a source that is opened for every attempt and closed when its attempt ends.
 */
export function streamSource(
  source: { readonly sizeBytes: number; readonly open: () => AsyncIterable<Uint8Array> },
  onTaken: (bytes: number) => void = () => {},
): StreamedBody {
  return {
    length: source.sizeBytes,
    open() {
      const chunks = chunksOfSource(source.open);
      let taken = 0;
      return new Readable({
        highWaterMark: 0,
        read() {
          onTaken(taken);
          chunks.next().then(
            ({ value }) => {
              if (value) taken += value.byteLength;
              this.push(value ?? null);
            },
            (caught: unknown) => this.destroy(caught instanceof Error ? caught : new Error(String(caught))),
          );
        },
        destroy(error, done) {
          // Whoever ended the attempt is not told of what the closing of a source may throw.
          chunks.return(undefined).catch(() => undefined);
          done(error);
        },
      });
    },
  };
}

async function* chunksOfSource(open: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  for await (const bytes of open()) yield* chunksOf([bytes]);
}

function* chunksOf(pieces: readonly Uint8Array[]): Generator<Uint8Array, undefined> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.byteLength; at += chunkBytes) yield piece.subarray(at, at + chunkBytes);
  }
}
