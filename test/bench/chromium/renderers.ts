/** Who takes part in the bench of the renderers. */
import path from "node:path";

export interface Participant {
  readonly name: string;
  readonly title: string;
  readonly file: string;
}

const folder = path.join(import.meta.dirname, "renderers");

/** Renders nothing; its cost is subtracted from the others'. */
export const nothing: Participant = {
  name: "nothing",
  title: "(the bench itself)",
  file: path.join(folder, "nothing.ts"),
};
export const ours: Participant = {
  name: "ours",
  title: "Agent37 Chat",
  file: path.join(import.meta.dirname, "../renderer/index.ts"),
};
export const lineFloor: Participant = {
  name: "lineFloor",
  title: "line floor: one text node per line",
  file: path.join(folder, "lineFloor.ts"),
};
export const growingNode: Participant = {
  name: "growingNode",
  title: "one growing text node",
  file: path.join(folder, "growingNode.ts"),
};

export const participants: readonly Participant[] = [
  nothing,
  ours,
  lineFloor,
  growingNode,
  {
    name: "streamingMarkdown",
    title: "streaming-markdown 0.2.15",
    file: path.join(folder, "streamingMarkdown.ts"),
  },
  {
    name: "wholeMessage",
    title: "markdown-it + highlight.js, whole message",
    file: path.join(folder, "wholeMessage.ts"),
  },
];
