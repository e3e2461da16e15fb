/** Makes a failing case small, so that a report shows what matters: delta debugging over pieces and over characters. */

/** How long to look for a smaller case, in ms: more where somebody waits for a long run anyway. */
const patience = process.env["MARKDOWN_RUNS"] === undefined ? 4000 : 60_000;

/**
 * The smallest pieces that still fail, as far as it is found in a few seconds.
 * @param fails must be true for `pieces`.
 */
export function shrink(pieces: readonly string[], fails: (pieces: readonly string[]) => boolean): string[] {
  const until = Date.now() + patience;
  const stillFails = (candidate: readonly string[]): boolean =>
    Date.now() < until && failsOrThrows(fails, candidate);
  let smallest = withoutChunks(pieces, stillFails);
  smallest = withShorterPieces(smallest, stillFails);
  // Where it fails with one character a piece as well, the text alone has to be made small.
  const characters = smallest.join("").split("");
  if (stillFails(characters)) smallest = characters;
  for (let before = Infinity; weight(smallest) < before && Date.now() < until;) {
    before = weight(smallest);
    smallest = withoutChunks(smallest, stillFails);
    smallest = withShorterPieces(smallest, stillFails);
    smallest = withJoins(smallest, stillFails);
  }
  return smallest;
}

/** The same by whole blocks, then by whole words, for documents in which what is begun has to be ended. */
export function shrinkByWords(
  pieces: readonly string[],
  fails: (pieces: readonly string[]) => boolean,
): string[] {
  const text = pieces.join("");
  if (!failsOrThrows(fails, text.split(""))) return [...pieces];
  const until = Date.now() + patience;
  const without = (whole: string, separator: string): string =>
    withoutChunks(
      whole.split(separator),
      (parts) => Date.now() < until && failsOrThrows(fails, parts.join(separator).split("")),
    ).join(separator);
  const blocks = without(text, "\n\n");
  // A row that has lost its first bar begins like text.
  return (blocks.includes("|") ? blocks : without(blocks, " ")).split("");
}

/** Something that throws is a failure as well. */
export function failsOrThrows(
  fails: (pieces: readonly string[]) => boolean,
  pieces: readonly string[],
): boolean {
  try {
    return fails(pieces);
  } catch {
    return true;
  }
}

function weight(pieces: readonly string[]): number {
  return pieces.length + pieces.join("").length;
}

function withoutChunks<T>(items: readonly T[], fails: (items: readonly T[]) => boolean): T[] {
  let left = [...items];
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0)
    for (let start = 0; start < left.length;) {
      const candidate = left.toSpliced(start, size);
      if (candidate.length < left.length && fails(candidate)) left = candidate;
      else start += size;
    }
  return left;
}

function withShorterPieces(
  pieces: readonly string[],
  fails: (pieces: readonly string[]) => boolean,
): string[] {
  const shorter = [...pieces];
  pieces.forEach((piece, index) => {
    if (piece.length < 2) return;
    const letters = withoutChunks(piece.split(""), (some) => fails(shorter.with(index, some.join(""))));
    shorter[index] = letters.join("");
  });
  return shorter;
}

function withJoins(pieces: readonly string[], fails: (pieces: readonly string[]) => boolean): string[] {
  let joined = [...pieces];
  for (let index = 0; index < joined.length - 1;) {
    const candidate = joined.toSpliced(index, 2, (joined[index] ?? "") + (joined[index + 1] ?? ""));
    if (fails(candidate)) joined = candidate;
    else index += 1;
  }
  return joined;
}
