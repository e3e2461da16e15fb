/** A conversation as a Markdown document. Pure; English, as a document that is passed on has one language. */
import type { SnippetAttachment } from "../../common/attachment.ts";
import { code, embedded, fenced, oneLine, plain, quoted } from "./markdownText.ts";
import { parseInput } from "./message.ts";
import { type Conversation, itemsOf, type ToolItem, type Turn, type TurnItem, turnsOf } from "./state.ts";

/** What the document says of the conversation beside what was said. */
export interface ExportHead {
  /** Default: the first line of the first message. */
  readonly title?: string | undefined;
  /** The instance, as people call it. */
  readonly place?: string | undefined;
  /** Names the agent's headings; default: Agent. */
  readonly agent?: string | undefined;
  /** Epoch ms as people read it; default: UTC to the minute. */
  readonly formatTime?: ((at: number) => string) | undefined;
}

/** Title, where and when, then each message under a heading, with its attachments, tools, reasoning and outcome. */
export function conversationMarkdown(conversation: Conversation, head: ExportHead = {}): string {
  const formatTime = head.formatTime ?? utcMinute;
  const turns = turnsOf(conversation);
  const about = [head.place && plain(head.place), period(turns, formatTime)].filter(Boolean).join(" · ");
  const blocks = [
    `# ${plain(head.title ?? firstLine(turns)) || "Conversation"}`,
    ...(about === "" ? [] : [`*${about}*`]),
    ...turns.flatMap((turn) => turnBlocks(turn, plain(head.agent ?? "") || "Agent", formatTime)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function turnBlocks(turn: Turn, agent: string, formatTime: (at: number) => string): readonly string[] {
  const answer = [...itemBlocks(itemsOf(turn)), ...outcomeBlocks(turn), ...usageBlocks(turn)];
  return [
    ...(turn.input === undefined
      ? []
      : [heading("You", turn.startedAt, formatTime), ...messageBlocks(turn.input, turn)]),
    ...(answer.length === 0 ? [] : [heading(agent, turn.endedAt, formatTime), ...answer]),
  ];
}

function messageBlocks(input: string, { attachments = [] }: Turn): readonly string[] {
  const { text, snippets } = parseInput(input);
  const files = attachments.map(({ path }) => `- ${code(path)}`).join("\n");
  return [embedded(text), files, ...snippets.flatMap(snippetBlocks)].filter((block) => block !== "");
}

function snippetBlocks({ origin, title, language, text }: SnippetAttachment): readonly string[] {
  return [`Attached ${origin}: ${code(title)}`, fenced(text, language)];
}

/** Tools that follow each other are one list. */
function itemBlocks(items: readonly TurnItem[]): readonly string[] {
  const blocks: string[] = [];
  items.forEach((item, index) => {
    if (item.kind === "tool") {
      const row = toolRow(item);
      if (items[index - 1]?.kind === "tool") blocks.push(`${blocks.pop() ?? ""}\n${row}`);
      else blocks.push(row);
      return;
    }
    const text = embedded(String(item.text));
    if (text === "" && item.kind === "text") return;
    if (item.kind === "text") blocks.push(text);
    else blocks.push(thinking(text, span(item.startedAt, item.endedAt)));
  });
  return blocks;
}

function thinking(text: string, ms: number | undefined): string {
  const summary = ms === undefined ? "Thinking" : `Thinking (${duration(ms)})`;
  return `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

const outcomes: Record<ToolItem["status"], string> = {
  generating: "running",
  running: "running",
  completed: "completed",
  failed: "failed",
  ended: "did not finish",
};

function toolRow({ tool, label, status, durationMs, error }: ToolItem): string {
  const name = label === undefined ? code(tool) : `${code(tool)} ${code(label)}`;
  const time = durationMs === undefined ? "" : ` in ${duration(durationMs)}`;
  return `- ${name}: ${outcomes[status]}${time}${error === undefined ? "" : `, ${plain(error)}`}`;
}

function outcomeBlocks({ phase }: Turn): readonly string[] {
  switch (phase.kind) {
    case "completed":
      return [];
    case "cancelled":
      return [quoted("Stopped.")];
    case "failed": {
      const { message, code: errorCode, hint } = phase.error;
      return [quoted(`${plain(message)} (${code(errorCode)})${hint ? `\n${plain(hint)}` : ""}`)];
    }
    default:
      return [quoted("This turn has not ended yet.")];
  }
}

function usageBlocks({ model, usage, context, startedAt, endedAt }: Turn): readonly string[] {
  const took = span(startedAt, endedAt);
  const parts = [
    model && plain(model),
    usage && `${count(usage.inputTokens)} tokens in, ${count(usage.outputTokens)} out`,
    usage?.costUsd === undefined ? undefined : `$${usd(usage.costUsd)}`,
    context && `${count(context.usedTokens)} of ${count(context.windowTokens)} tokens of context used`,
    took === undefined ? undefined : duration(took),
  ].filter(Boolean);
  return parts.length === 0 ? [] : [`*${parts.join(" · ")}*`];
}

function heading(who: string, at: number | undefined, formatTime: (at: number) => string): string {
  return at === undefined ? `## ${who}` : `## ${who} · ${formatTime(at)}`;
}

function firstLine(turns: readonly Turn[]): string {
  const text = parseInput(turns.find(({ input }) => input !== undefined)?.input ?? "").text;
  return oneLine(text.trim().split("\n", 1)[0] ?? "");
}

/** From the first known time to the last one. */
function period(turns: readonly Turn[], formatTime: (at: number) => string): string | undefined {
  const times = turns.flatMap(({ startedAt, endedAt }) =>
    [startedAt, endedAt].filter((at) => at !== undefined),
  );
  if (times.length === 0) return undefined;
  const from = formatTime(times.reduce((a, b) => Math.min(a, b)));
  const to = formatTime(times.reduce((a, b) => Math.max(a, b)));
  return from === to ? from : `${from} to ${to}`;
}

function span(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined || to < from ? undefined : to - from;
}

function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Fractions of a cent count: a turn often costs less. */
function usd(value: number): string {
  return value.toFixed(value >= 1 ? 2 : 4);
}
