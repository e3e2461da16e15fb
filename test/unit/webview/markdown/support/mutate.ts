/** Small damage to a document, so that what is nearly right is tried as well. */
import type { Random } from "./random.ts";

const markup: [string, ...string[]] = [
  ..."* _ ` ~ [ ] ( ) < > # - + = | : \\ & ! 1 . ) \t".split(" "),
  ..." |\n|\n\n|  |    |```|~~~|- |> |1. |**|](|[foo]: /u\n|\r|\r\n|\u0000|\u00a0|&#|---\n|===\n|[ ] ".split(
    "|",
  ),
] as [string, ...string[]];

export function mutate(text: string, random: Random): string {
  let mutated = text;
  for (let left = random.from(1, 6); left > 0; left -= 1) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const length = random.chance(0.7) ? random.from(1, 4) : random.from(1, 40);
  const end = Math.min(text.length, at + length);
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, end) + text.slice(at);
    case 2: {
      const further = Math.min(text.length, end + length);
      return text.slice(0, at) + text.slice(end, further) + text.slice(at, end) + text.slice(further);
    }
    default:
      return text.slice(0, at) + random.pick(markup) + text.slice(at);
  }
}
