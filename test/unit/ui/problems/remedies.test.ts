import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { remedyIds, rowOf } from "../../../../src/api/errors/catalogue.ts";
import { isRemedyId, remedies } from "../../../../src/ui/problems/remedies.ts";
import { titlesByCode } from "../../../../src/ui/problems/titles.ts";
import { remediesFor } from "../../../../src/ui/problems/problemView.ts";
import { titleOf } from "../../../../src/ui/problems/wording.ts";
import { everyCode, failure } from "./errors.ts";

const manifest = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../../../package.json"), "utf8"),
) as {
  contributes: {
    commands: { command: string }[];
    views: { agent37: { id: string }[] };
  };
};
const contributed = [
  ...manifest.contributes.commands.map(({ command }) => command),
  // VS Code makes one for each view.
  ...manifest.contributes.views.agent37.map(({ id }) => `${id}.focus`),
];

describe("a remedy", () => {
  it.each(remedyIds)("has one label of its own and a contributed command: %s", (id) => {
    const label = remedies[id].label();
    expect(label).toMatch(/^[A-Z]\w+( \w+)*$/);
    expect(remedyIds.filter((other) => remedies[other].label() === label)).toEqual([id]);
    expect(contributed).toContain(remedies[id].command);
  });

  it("is recognised by its id alone", () => {
    expect(isRemedyId("retry")).toBe(true);
    expect(isRemedyId("toString")).toBe(false);
    expect(isRemedyId("workbench.action.quit")).toBe(false);
  });
});

describe("a failure", () => {
  it.each(everyCode)("has words for a person and something to do: %s (%s)", (code, plane) => {
    const error = failure(code, { plane });
    expect(titleOf(error)).toMatch(/^[A-Z].{8,}\.$/);
    expect(titleOf(error)).not.toContain(code);
    expect(remediesFor(error, {})).not.toEqual([]);
    const lasting = rowOf(error).remedies.filter((id) => id !== "stopRetrying");
    expect(remediesFor(error, { turnId: "t" })).toEqual(lasting);
  });

  it.each(["rate_limited", "insufficient_capacity", "connection_refused"])(
    "can be hastened and stopped while its message waits to be sent again: %s",
    (code) => {
      const ids = remediesFor(failure(code, { plane: "agent" }), { turnId: "t" }, { waiting: true });
      expect(ids.slice(0, 2)).toEqual(["retry", "stopRetrying"]);
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  it("has words of its own for each code that a chat can meet", () => {
    const hosting =
      /^(build_|image_|invalid_image|template_|domain_|public_port|ssh_key|custom_auth|not_found)/;
    expect(
      everyCode.map(([code]) => code).filter((code) => !hosting.test(code) && !titlesByCode[code]),
    ).toEqual([]);
  });

  it("offers nothing that acts on a turn where no turn failed", () => {
    for (const [code, plane] of everyCode)
      for (const id of remediesFor(failure(code, { plane }), {}))
        expect(remedies[id].needsTurn).toBeUndefined();
  });

  it("of a code that nobody has heard of shows its message with Retry and the log", () => {
    const error = failure("brand_new");
    expect(remediesFor(error, { turnId: "t" })).toEqual(["retry", "showLog"]);
    expect(titleOf(error)).toBe("The agent reported a failure.");
  });
});
