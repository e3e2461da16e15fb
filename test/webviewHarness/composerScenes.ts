/** States of the composer and of the queue above it. */
import type {
  AttachmentView,
  ChatSnapshot,
  ComposerView,
  DialView,
  QueuedView,
  TurnView,
} from "../../src/protocol/view.ts";

export const attachments: readonly AttachmentView[] = [
  {
    id: "a1",
    kind: "file",
    name: "server.ts",
    detail: "src/server/server.ts, 4.2 kB",
    canOpen: true,
  },
  { id: "a2", kind: "snippet", name: "config.ts:3-18", detail: "Selection", canOpen: true },
  { id: "a3", kind: "image", name: "Screenshot of the deployment dashboard.png", canOpen: false },
];

export const dials: readonly DialView[] = [
  { id: "agent", label: "Hermes", title: "Agent: Hermes", enabled: true },
  { id: "model", label: "claude-opus-4.5", title: "Model: claude-opus-4.5", enabled: true },
  { id: "effort", label: "High", title: "Reasoning effort: High", enabled: true },
];

export const queued: readonly QueuedView[] = [
  { id: "q1", text: "Then run the linter and mend what it finds.", attachments: [], held: false },
  {
    id: "q2",
    text: "Write the release notes.\n\nKeep them short: three points at most, the most important one first. Name the people who reported what was mended, and link to the pages that explain the changes in more detail.",
    attachments: attachments.slice(0, 2),
    held: false,
  },
  { id: "q3", text: "Tag it.", attachments: [], held: true },
];

const composer: ComposerView = { attachments, dials };

interface Parts {
  readonly snapshot: (turns: readonly TurnView[]) => ChatSnapshot;
  readonly finished: TurnView;
  readonly streaming: TurnView;
}

/** The scenes, made of turns that other scenes show too. */
export function composerScenes({ snapshot, finished, streaming }: Parts): Record<string, ChatSnapshot> {
  const asking: TurnView = {
    ...finished,
    asks: true,
    items: [
      {
        id: "x1",
        kind: "text",
        text: "The server can listen on `8081` or on `9090`; both are free.\n\nWhich port do you want?",
      },
    ],
  };
  return {
    dials: { ...snapshot([]), composer: { attachments: [], dials } },
    attached: { ...snapshot([finished]), composer },
    asking: { ...snapshot([asking]), composer: { attachments: [], dials } },
    queue: { ...snapshot([streaming]), queue: { paused: false, messages: queued }, composer },
    paused: {
      ...snapshot([{ ...finished, phase: { kind: "cancelled" } }]),
      queue: { paused: true, messages: queued.slice(0, 2) },
      composer: { attachments: [], dials: dials.map((dial) => ({ ...dial, enabled: false })) },
    },
  };
}
