import { expect, it } from "vitest";
import { rowOf } from "../../../../src/api/errors/catalogue.ts";
import { remediesFor } from "../../../../src/ui/problems/problemView.ts";
import { remedies } from "../../../../src/ui/problems/remedies.ts";
import { titleOf } from "../../../../src/ui/problems/wording.ts";
import { everyCode, failure } from "./errors.ts";

/** What the user sees of each code, to be read by people: every change shows in this file. */
it("every code has the words and the buttons that are listed", async () => {
  const rows = everyCode.map(([code, plane]) => {
    const error = failure(code, { plane });
    const labels = (context: object, again = {}): string =>
      remediesFor(error, { instanceId: "i", ...context }, again)
        .map((id) => remedies[id].label())
        .join(" · ");
    return [
      `${code} (${plane}): ${rowOf(error).severity}`,
      `  ${titleOf(error)}`,
      `  turn:    ${labels({ turnId: "t" })}`,
      `  command: ${labels({}, { repeatable: true })}`,
    ].join("\n");
  });
  await expect(`${rows.join("\n")}\n`).toMatchFileSnapshot("everyProblem.txt");
});
