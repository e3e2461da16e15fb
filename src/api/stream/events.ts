import { createParser, type EventSourceMessage } from "eventsource-parser";
import * as v from "valibot";
import type { Logger } from "../../common/logger.ts";
import { context, id, maybe, number, text, toContext, toUsage, usage } from "../dialects/shapes.ts";
import { parseTurnError, type RequestPlane } from "../errors/parse.ts";
import type { TurnEvent } from "../wire.ts";

export interface EventContext {
  readonly plane: RequestPlane;
  readonly host: string;
  readonly logger: Logger;
}

const delta = v.object({ text });
const tool = v.object({
  tool: maybe(v.pipe(text, v.nonEmpty())),
  label: maybe(text),
  arguments: maybe(v.record(text, v.unknown())),
  duration_ms: maybe(number),
  error: v.optional(v.unknown()),
});
const created = v.object({ id, session_id: maybe(text) });
const completed = v.object({
  output_text: maybe(text),
  usage: maybe(usage),
  context: maybe(context),
  reasoning_effort: maybe(text),
});
const failed = v.object({ error: v.optional(v.unknown()) });

type Reader = (data: unknown, context: EventContext) => TurnEvent | undefined;

/** Makes a reader from the shape of an event's data and what it becomes; another shape gives nothing. */
function reader<T>(
  schema: v.GenericSchema<unknown, T>,
  make: (raw: T, context: EventContext) => TurnEvent | undefined,
): Reader {
  return (data, context) => {
    const result = v.safeParse(schema, data);
    return result.success ? make(result.output, context) : undefined;
  };
}

const readCompleted = (cancelled: true | undefined): Reader =>
  reader(completed, (raw) => ({
    type: "completed",
    outputText: raw.output_text ?? "",
    usage: toUsage(raw.usage),
    context: toContext(raw.context),
    reasoningEffort: raw.reasoning_effort,
    cancelled,
  }));

/** The events of the docs, and `response.cancelled`, which is not documented but would be terminal. */
const readers: Readonly<Record<string, Reader>> = {
  "response.created": reader(created, (raw) => ({
    type: "created",
    responseId: raw.id,
    sessionId: raw.session_id ?? "",
  })),
  "response.reasoning.delta": reader(delta, (raw) => ({ type: "reasoning", text: raw.text })),
  "response.output_text.delta": reader(delta, (raw) => ({ type: "text", text: raw.text })),
  "response.tool_call.generating": reader(tool, (raw) => ({
    type: "toolGenerating",
    tool: raw.tool ?? "tool",
  })),
  "response.tool_call.started": reader(tool, (raw) => ({
    type: "toolStarted",
    tool: raw.tool ?? "tool",
    label: raw.label,
    arguments: raw.arguments,
  })),
  "response.tool_call.completed": reader(tool, (raw) => ({
    type: "toolCompleted",
    tool: raw.tool ?? "tool",
    durationMs: raw.duration_ms,
  })),
  "response.tool_call.failed": reader(tool, (raw) => ({
    type: "toolFailed",
    tool: raw.tool ?? "tool",
    error: typeof raw.error === "string" ? raw.error : undefined,
  })),
  "response.completed": readCompleted(undefined),
  "response.cancelled": readCompleted(true),
  "response.failed": reader(failed, (raw, { plane, host }) => ({
    type: "failed",
    error: parseTurnError(raw.error, plane, host),
  })),
};

/**
 * Server-sent events as the events of a turn. Frames may be cut at any byte. Unknown events, frames without a name and
 * data that is not what it should be are skipped with a log line; a frame without its blank line was not sent whole and
 * is dropped. Ends with the body, or at the terminal event: nothing after it has meaning.
 */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  context: EventContext,
): AsyncGenerator<TurnEvent, void> {
  const queue: TurnEvent[] = [];
  const unknown = new Set<string>();
  const warnOnce = (key: string, message: string): void => {
    if (unknown.has(key)) return;
    unknown.add(key);
    context.logger.warn(message);
  };
  const onEvent = (message: EventSourceMessage): void => {
    const name = message.event;
    if (name === undefined) {
      warnOnce("", "Ignored a stream frame without an event name");
      return;
    }
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!read) {
      warnOnce(name, `Ignored the unknown stream event "${name.slice(0, 100)}"`);
      return;
    }
    const event = read(parseJson(message.data), context);
    if (event) queue.push(event);
    else
      warnOnce(
        `${name}!`,
        `Ignored a "${name}" event with unreadable data (${message.data.length} characters)`,
      );
  };
  const parser = createParser({
    onEvent,
    onError: (error) => warnOnce(`field ${error.type}`, `Ignored a line of the stream: ${error.type}`),
  });
  // One decoder for the whole body: a character may be cut between two chunks.
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const event of queue.splice(0)) {
      yield event;
      if (event.type === "completed" || event.type === "failed") return;
    }
  }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
