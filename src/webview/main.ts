/** The chat page: connects the host's messages, the state and the elements that show it. */
import * as l10n from "@vscode/l10n";
import { rootElementId } from "../protocol/page.ts";
import { lastTurn } from "../protocol/shown.ts";
import { announcements } from "./announce/announcements.ts";
import { Announcer, onAnnounce } from "./announce/announcer.ts";
import { ChatApp } from "./chatApp.ts";
import { applyFont } from "./font.ts";
import { configureFormats } from "./format.ts";
import { afterPaint, FrameScheduler } from "./frame.ts";
import { connectHost } from "./host.ts";
import { setHostClock } from "./hostClock.ts";
import { liveFailures } from "./liveFailures.ts";
import { loadFailure } from "./loadFailure.ts";
import { loadPatiently } from "./loadPatiently.ts";
import { ViewMemory } from "./memory.ts";
import { readPageData } from "./pageData.ts";
import { PathFinder } from "./paths/pathFinder.ts";
import { PathLinks } from "./paths/pathLinks.ts";
import { onPost } from "./post.ts";
import { applyBatch, applyGrowth, type ChatState, fromSnapshot } from "./store.ts";
import "./styles/main.css";

const page = readPageData(document);
// The bundle is VS Code's own, whose shape the library reads.
if (page.l10n) l10n.config({ contents: JSON.stringify(page.l10n) });
configureFormats(page.locale);

const host = connectHost();
const memory = new ViewMemory(page, host.loadState(), (state) => host.saveState(state));
// A view that nobody touches must be recognised after a reload as well.
memory.flush();
const announcer = new Announcer();
const paths = new PathFinder(
  (asked) => host.post({ type: "findPaths", payload: { paths: [...asked] } }),
  (work) => new FrameScheduler(work).schedule(),
);
const app = new ChatApp(memory, memory.draft ?? page.draft, new PathLinks(paths));

let state: ChatState | undefined;
let isAwaitingSnapshot = true;

/** What shows turns is loaded when the frame of the view is on screen. */
let canShowTurns = false;
const loadTurns = async (): Promise<void> => {
  const turns = await loadPatiently(() => import("./turns.ts")).catch(() => undefined);
  if (!turns) {
    app.prepend(loadFailure());
    return;
  }
  // Without it, answers are shown as they are written.
  await turns.loadMarkdown().catch(() => undefined);
  canShowTurns = true;
  frame.schedule();
};
new FrameScheduler(() => afterPaint(() => void loadTurns())).schedule();

/** Shows the state before the next paint, and tells the host when it is on screen. */
const frame = new FrameScheduler(() => {
  if (!state || (lastTurn(state) && !canShowTurns)) return;
  const { seq } = state;
  app.state = state;
  afterPaint(() => host.post({ type: "ack", payload: { seq } }));
});

/** Shows what a batch has made of the state, or asks for all of it where one is missing. */
function take(next: ChatState | "gap"): void {
  if (next === "gap") {
    isAwaitingSnapshot = true;
    host.post({ type: "resync", payload: {} });
  } else show(next);
}

function show(next: ChatState): void {
  app.liveFailures = liveFailures(state, next, app.liveFailures);
  announcer.say(announcements(state, next));
  if (next.header.font !== state?.header.font) applyFont(next.header.font);
  if (next.header.instanceName !== state?.header.instanceName) paths.forget();
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
    if (state && !isAwaitingSnapshot) take(applyBatch(state, seq, patches));
  },
  growth(growth) {
    if (state && !isAwaitingSnapshot) take(applyGrowth(state, growth));
  },
  setDraft(draft) {
    app.composer.setDraft(draft);
  },
  returnText({ text }) {
    app.composer.returnText(text);
  },
  focusComposer() {
    app.composer.focusText();
  },
  paths(answer) {
    paths.answer(answer);
  },
  mentions(mentions) {
    app.composer.setMentions(mentions);
  },
});

onAnnounce(app, (sentence) => announcer.say([sentence]));
onPost(app, (message) => {
  host.post(message);
  // What is queued while a turn runs is not in the transcript yet: the reader stays where they are.
  if (message.type === "send" && !state?.active) app.jumpToEnd();
});

/** Whether the host knows that the user is here. */
let isUsed = false;
for (const type of ["keydown", "pointerdown"]) {
  window.addEventListener(
    type,
    () => {
      if (!isUsed) host.post({ type: "used", payload: {} });
      isUsed = true;
    },
    { capture: true },
  );
}
window.addEventListener("focus", () => host.post({ type: "focused", payload: {} }));
window.addEventListener("blur", () => {
  isUsed = false;
  host.post({ type: "blurred", payload: {} });
});
window.addEventListener("pagehide", () => {
  app.composer.flushDraft();
  memory.flush();
});

document.getElementById(rootElementId)?.replaceChildren(app, announcer.region);
host.post({ type: "ready", payload: {} });
// The focus may have come before this script.
if (document.hasFocus()) host.post({ type: "focused", payload: {} });
