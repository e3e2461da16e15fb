/** Ways to cut a text into the pieces it arrives in. Cuts fall anywhere, also between the halves of a surrogate pair. */
import type { Random } from "./random.ts";

export function charByChar(text: string): string[] {
  return text.split("");
}

/** Pieces of one to `longest` UTF-16 units, as a model's deltas are. */
export function smallPieces(text: string, random: Random, longest = 12): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start += pieces.at(-1)?.length ?? 1)
    pieces.push(text.slice(start, start + random.from(1, longest)));
  return pieces;
}

/** A few cuts anywhere. */
export function fewCuts(text: string, random: Random): string[] {
  const places = random.times(random.from(0, 8), () => random.below(text.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((start, index) => text.slice(start, places[index] ?? text.length));
}

/** A long text of which most comes in large pieces, and some in the middle in small ones. */
export function smallPiecesWithin(text: string, random: Random): string[] {
  const start = random.from(Math.min(text.length, 900), text.length);
  const end = start + random.from(50, 400);
  return [
    text.slice(0, start),
    ...smallPieces(text.slice(start, end), random, random.pick([1, 3, 12])),
    ...smallPieces(text.slice(end), random, 2000),
  ];
}

export function randomCuts(text: string, random: Random): string[] {
  if (text.length < 200 && random.chance(0.3)) return charByChar(text);
  if (text.length > 4000) return random.chance(0.5) ? smallPieces(text, random, 400) : fewCuts(text, random);
  return random.chance(0.6) ? smallPieces(text, random, random.pick([2, 4, 12, 40])) : fewCuts(text, random);
}
