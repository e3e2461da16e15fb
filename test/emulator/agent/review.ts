import { ponder, say, useTool } from "./script.ts";
import type { Step } from "./script.ts";

const answer = `\`total\` does what it says, with two things to think about:

1. **Money as a floating-point number.** Three pieces at $0.10 add up to \`0.30000000000000004\`.
   Sums in cents are exact.
2. **A negative quantity** lowers the total without a word.

\`\`\`ts
/** Sums up what the orders cost, in cents. */
export function total(orders: readonly Order[]): number {
  let sum = 0;
  for (const { quantity, cents } of orders) sum += quantity * cents;
  return sum;
}
\`\`\`

The tests need one new case for each. Shall I write them?
`;

/** What an agent says of the folder that `npm start` opens: the shape of everyday work. */
export function* review(random: () => number): Generator<Step> {
  yield* ponder(
    "The user wants a review. I read the file, run its tests, and look at the edge cases. ",
    random,
  );
  yield* useTool("read_file", "src/orders.ts", { path: "src/orders.ts" }, { durationMs: 41 });
  yield* useTool("terminal", "npm test", { command: "npm test", timeout: 60 }, { durationMs: 1874 });
  yield* useTool(
    "terminal",
    "npm run lint",
    { command: "npm run lint" },
    { error: 'npm error Missing script: "lint"' },
  );
  yield* ponder("No linter here. Prices are floating-point numbers: that is the first point. ", random);
  yield* say(answer, random);
}
