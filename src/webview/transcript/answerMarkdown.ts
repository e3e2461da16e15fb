import type { TurnView } from "../../protocol/view.ts";

/** The answer's texts, without what the agent thought and did between them. */
export function answerMarkdown({ items }: TurnView): string {
  return items
    .flatMap((item) => (item.kind === "text" ? [item.text.trim()] : []))
    .filter((text) => text !== "")
    .join("\n\n");
}
