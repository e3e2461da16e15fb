import { type Conversation, type Turn, turnsOf } from "./state.ts";

/** A conversation as a Markdown document: messages under headings, tools as a list, reasoning left out. */
export function conversationMarkdown(conversation: Conversation): string {
  return turnsOf(conversation)
    .map((turn) => turnMarkdown(turn))
    .join("\n\n")
    .concat("\n");
}

function turnMarkdown(turn: Turn): string {
  const question = turn.input === undefined ? [] : ["## You", turn.input];
  const answer = turn.items.flatMap((item) => {
    switch (item.kind) {
      case "text":
        return [item.text.trim()];
      case "tool":
        return [`- \`${item.tool}\`${item.label ? ` ${item.label}` : ""} (${item.status})`];
      case "reasoning":
        return [];
    }
  });
  const failure =
    turn.phase.kind === "failed" ? [`> ${turn.phase.error.message} (${turn.phase.error.code})`] : [];
  return [...question, "## Agent", ...answer, ...failure].join("\n\n");
}
