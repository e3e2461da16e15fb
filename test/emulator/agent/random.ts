/** A repeatable random source in [0, 1) for a text (FNV-1a seed, mulberry32 sequence). */
export function randomFor(text: string): () => number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Cuts a text into pieces of uneven length, never between the halves of a surrogate pair. */
export function* unevenPieces(text: string, random: () => number, longest = 14): Generator<string> {
  let start = 0;
  while (start < text.length) {
    let end = start + 1 + Math.floor(random() * longest);
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last < 0xdc00) end += 1;
    yield text.slice(start, end);
    start = end;
  }
}
