import type { CheckResult } from "./checks.ts";

const marks = { ok: "✓", failed: "✗", skipped: "–" } as const;

/** A check with its result. */
export interface Finding extends CheckResult {
  readonly title: string;
}

/** The findings as plain text, one paragraph for each. */
export function reportText(heading: string, facts: readonly string[], findings: readonly Finding[]): string {
  const paragraphs = findings.map(({ title, outcome, lines }) =>
    [`${marks[outcome]} ${title}`, ...lines.map((line) => `    ${line}`)].join("\n"),
  );
  return `${[heading, facts.join("\n"), ...paragraphs].join("\n\n")}\n`;
}
