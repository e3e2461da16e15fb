/** The chat page: connects the host's messages, the state and the elements that show it. */
import * as l10n from "@vscode/l10n";
import { rootElementId } from "../protocol/page.ts";
import { announcement } from "./announcements.ts";
import { ChatApp } from "./chatApp.ts";
import { configureFormats } from "./format.ts";
import { afterPaint, FrameScheduler } from "./frame.ts";
import { connectHost } from "./host.ts";
import { setHostClock } from "./hostClock.ts";
import { liveFailures } from "./liveFailures.ts";
import { ViewMemory } from "./memory.ts";
import { readPageData } from "./pageData.ts";
import { onPost } from "./post.ts";
import { applyBatch, type ChatState, fromSnapshot } from "./store.ts";
import "./styles/main.css";

const page = readPageData(document);
// The bundle is VS Code's own, whose shape the library reads.
if (page.l10n) l10n.config({ contents: JSON.stringify(page.l10n) });
configureFormats(page.locale);

const host = connectHost();
const memory = new ViewMemory(page, host.loadState(), (state) => host.saveState(state));
// A view that nobody touches must be recognised after a reload as well.
memory.flush();
const app = new ChatApp(memory, memory.draft ?? page.draft);

let state: ChatState | undefined;
let isAwaitingSnapshot = true;
/** Of the last draft that came from the host; undefined while the composer has what the page started with. */
let draftRevision: number | undefined;

/** Shows the state before the next paint, and tells the host when it is on screen. */
const frame = new FrameScheduler(() => {
  if (!state) return;
  const { seq } = state;
  app.state = state;
  afterPaint(() => host.post({ type: "ack", payload: { seq } }));
});

function show(next: ChatState): void {
  app.liveFailures = liveFailures(state, next, app.liveFailures);
  state = next;
  frame.schedule();
}

host.listen({
  snapshot(snapshot) {
    setHostClock(snapshot.now);
    isAwaitingSnapshot = false;
    show(fromSnapshot(snapshot));
  },
  patches({ seq, patches }) {
    if (!state || isAwaitingSnapshot) return;
    const next = applyBatch(state, seq, patches);
    if (next === "gap") {
      isAwaitingSnapshot = true;
      host.post({ type: "resync", payload: {} });
      return;
    }
    app.announced = announcement(state, next) ?? app.announced;
    show(next);
  },
  setDraft({ text, revision }) {
    // What was typed into the old one belongs to it.
    app.composer.flushDraft();
    draftRevision = revision;
    app.composer.setText(text);
  },
  returnText({ text }) {
    app.composer.returnText(text);
  },
  focusComposer() {
    app.composer.focusText();
  },
});

onPost(app, (message) => {
  if (message.type === "draft")
    host.post({ type: "draft", payload: { ...message.payload, revision: draftRevision } });
  else host.post(message);
  if (message.type === "send") app.jumpToEnd();
});

window.addEventListener("pagehide", () => {
  app.composer.flushDraft();
  memory.flush();
});

document.getElementById(rootElementId)?.replaceChildren(app);
host.post({ type: "ready", payload: {} });
