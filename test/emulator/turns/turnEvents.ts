import type { Step } from "../agent/script.ts";
import type { Turn, TurnEvent } from "./turn.ts";

/** First event of every stream. */
export function createdEvent(turn: Turn): TurnEvent {
  const { id, sessionId: session_id, instanceId: instance_id } = turn;
  const data = turn.dialect === "unified" ? { id, instance_id, session_id } : { id, session_id };
  return { event: "response.created", data };
}

/** The event of one script step as the turn's dialect and version write it; undefined if they have none. */
export function stepEvent(turn: Turn, step: Step): TurnEvent | undefined {
  const newest = turn.dialect !== "unified" && turn.version === "T3";
  switch (step.kind) {
    case "text":
      return { event: "response.output_text.delta", data: { text: step.text } };
    case "reasoning":
      return { event: "response.reasoning.delta", data: { text: step.text } };
    case "toolGenerating":
      if (!newest || turn.agent !== "hermes") return undefined;
      return { event: "response.tool_call.generating", data: { tool: step.tool } };
    case "toolStarted": {
      const data: Record<string, unknown> = { tool: step.tool };
      if (step.label !== undefined) data["label"] = step.label.slice(0, 120);
      if (newest && turn.agent === "hermes" && step.arguments) data["arguments"] = step.arguments;
      return { event: "response.tool_call.started", data };
    }
    case "toolCompleted":
      return {
        event: "response.tool_call.completed",
        data: { tool: step.tool, duration_ms: step.durationMs },
      };
    case "toolFailed":
      return { event: "response.tool_call.failed", data: { tool: step.tool, error: step.error } };
    default:
      return undefined;
  }
}

/** The terminal event of a finished turn. */
export function terminalEvent(turn: Turn, wrongText = false): TurnEvent {
  if (turn.status === "failed") return { event: "response.failed", data: { error: turn.error } };
  const data: Record<string, unknown> = {
    output_text: wrongText ? `${turn.outputText} (not what was streamed)` : turn.outputText,
    usage: turn.usage,
  };
  if (turn.dialect !== "unified" && turn.version === "T3") {
    data["context"] = turn.context;
    data["reasoning_effort"] = turn.status === "cancelled" ? null : turn.reasoningEffort;
  }
  return { event: "response.completed", data };
}

/** Replay of a turn whose events are no longer kept: no reasoning, no tools, one delta. */
export function synthesisedEvents(turn: Turn, wrongText = false): TurnEvent[] {
  const events = [createdEvent(turn)];
  if (turn.outputText) events.push({ event: "response.output_text.delta", data: { text: turn.outputText } });
  return [...events, terminalEvent(turn, wrongText)];
}
