import { itemsOf, type ShownTurn } from "../../protocol/shown.ts";

/** The answer's texts, without what the agent thought and did between them. */
export function answerMarkdown(turn: ShownTurn): string {
  return itemsOf(turn)
    .flatMap((item) => (item.kind === "text" ? [String(item.text).trim()] : []))
    .filter((text) => text !== "")
    .join("\n\n");
}
