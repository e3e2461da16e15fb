/** A place on screen without a screen: a surface, the page that it talks to, and what it needs of the rest. */
import { onTestFinished, vi } from "vitest";
import type {
  Attachment,
  FileAttachment,
  Message,
  SnippetAttachment,
} from "../../../../src/common/attachment.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { AttachmentSource } from "../../../../src/core/attachments/attachmentSource.ts";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import type { HostMessage, HostMessages, ViewMessages } from "../../../../src/protocol/messages.ts";
import { type PackedHostMessage, unpack } from "../../../../src/protocol/packed.ts";
import type { DialView, HeaderView } from "../../../../src/protocol/view.ts";
import { ChatSurface } from "../../../../src/ui/chat/chatSurface.ts";
import type { SurfaceDeps } from "../../../../src/ui/chat/deps.ts";
import { Drafts } from "../../../../src/ui/chat/drafts.ts";
import type { PresentProblem } from "../../../../src/ui/chat/presenter.ts";
import type { ViewHost } from "../../../../src/ui/chat/viewChannel.ts";
import { applyBatch, applyGrowth, type ChatState, fromSnapshot } from "../../../../src/webview/store.ts";
import { a, answer, setUp } from "../../core/conversation/scripted.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

export const header: HeaderView = {
  gate: { kind: "none" },
  agentName: "Hermes",
  canSend: true,
  font: { size: 13 },
};

export const presentProblem: PresentProblem = ({ code }) => ({
  code,
  title: code,
  severity: "error",
  buttons: [],
});

export function file(name: string, id = name): FileAttachment {
  return {
    kind: "file",
    id,
    name,
    path: `src/${name}`,
    source: { uri: `file:///w/src/${name}` },
    size: 2048,
  };
}

export function snippet(title: string, text = title): SnippetAttachment {
  return { kind: "snippet", id: `of ${title}`, origin: "selection", title, text };
}

export const say = (text: string, ...attachments: readonly Attachment[]): Message => ({ text, attachments });

/** A chat with the session s1 and one answer. */
export async function answered(text = "hello", reply = "Done."): Promise<ReturnType<typeof setUp>> {
  const scripted = setUp();
  scripted.scripts.run.push(answer(reply));
  await scripted.chat.send(say(text), a);
  return scripted;
}

/** Resolves when promises that are settled have been heard of. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** The page of a webview, as the surface sees it: it keeps what it is sent and shows it as the real one does. */
export class Page {
  readonly #received = new Emitter<unknown>();
  readonly #disposed = new Emitter<void>();
  readonly messages: HostMessage[] = [];
  /** The messages as they travel. */
  readonly posted: PackedHostMessage[] = [];
  readonly host: ViewHost;
  readonly onDidDispose = this.#disposed.event;
  visible = true;
  state: ChatState | undefined;
  /** What stands in the composer, and of which revision it is. */
  text = "";
  revision: number | undefined;

  constructor() {
    const visible = (): boolean => this.visible;
    this.host = {
      webview: {
        onDidReceiveMessage: this.#received.event,
        postMessage: (message: PackedHostMessage) => {
          this.posted.push(message);
          this.#show(unpack(message) as HostMessage);
          return Promise.resolve(true);
        },
      } as unknown as ViewHost["webview"],
      get visible() {
        return visible();
      },
    };
  }

  /** Sends a message as the page does. */
  post<K extends keyof ViewMessages>(type: K, payload: ViewMessages[K]): void {
    this.#received.fire({ type, payload });
  }

  /** Sends anything. */
  postRaw(data: unknown): void {
    this.#received.fire(data);
  }

  type(text: string): void {
    this.text = text;
    this.post("draft", this.revision === undefined ? { text } : { text, revision: this.revision });
  }

  send(text = this.text, stopFirst = false): void {
    this.type("");
    this.post("send", { text, stopFirst });
  }

  /** The payloads of the messages of a type. */
  got<K extends keyof HostMessages>(type: K): readonly HostMessages[K][] {
    return this.messages.flatMap((message) =>
      message.type === type ? [message.payload as HostMessages[K]] : [],
    );
  }

  close(): void {
    this.#disposed.fire();
  }

  #take(next: ChatState | "gap"): void {
    if (next === "gap") throw new Error("A batch is missing.");
    this.state = next;
    queueMicrotask(() => this.post("ack", { seq: next.seq }));
  }

  #show(message: HostMessage): void {
    this.messages.push(message);
    switch (message.type) {
      case "snapshot":
        this.state = fromSnapshot(message.payload);
        break;
      case "patches": {
        const { seq, patches } = message.payload;
        this.#take(this.state ? applyBatch(this.state, seq, patches) : "gap");
        break;
      }
      case "growth":
        this.#take(this.state ? applyGrowth(this.state, message.payload) : "gap");
        break;
      case "setDraft":
        this.text = message.payload.text;
        this.revision = message.payload.revision;
        break;
      case "returnText": {
        const { text } = message.payload;
        if (!this.text.startsWith(text)) this.text = this.text === "" ? text : `${text}\n\n${this.text}`;
        this.type(this.text);
        break;
      }
      case "focusComposer":
      case "mentions":
      case "paths":
        break;
    }
  }
}

export interface Bench {
  readonly store?: MemoryStore;
  readonly drafts?: Drafts;
  readonly viewId?: string;
  readonly submit?: SurfaceDeps["submit"];
}

/** A surface with its page, which is ready; `reopen` makes another page for it, as VS Code does after a hidden one. */
export function bench(chat: Chat, options: Bench = {}) {
  const { store = new MemoryStore(), viewId = "sidebar" } = options;
  const drafts = options.drafts ?? new Drafts(store);
  const headerChanged = new Emitter<void>();
  const shown = { header, dials: [] as readonly DialView[] };
  const headerOf = vi.fn(() => shown.header);
  const nothing = (): Promise<readonly Attachment[]> => Promise.resolve([]);
  const attachments = {
    pick: vi.fn<AttachmentSource["pick"]>(nothing),
    fromUris: vi.fn<AttachmentSource["fromUris"]>(nothing),
    fromBytes: vi.fn<AttachmentSource["fromBytes"]>(nothing),
    mentions: vi.fn<AttachmentSource["mentions"]>(() => Promise.resolve([])),
    fromMention: vi.fn<AttachmentSource["fromMention"]>(nothing),
    active: vi.fn<AttachmentSource["active"]>(nothing),
    open: vi.fn<AttachmentSource["open"]>(() => Promise.resolve()),
  };
  const answers = {
    run: vi.fn<SurfaceDeps["answers"]["run"]>(() => Promise.resolve()),
    find: vi.fn<SurfaceDeps["answers"]["find"]>((paths) => Promise.resolve(paths.slice(0, 1))),
    open: vi.fn<SurfaceDeps["answers"]["open"]>(() => Promise.resolve()),
  };
  const submit = vi.fn<SurfaceDeps["submit"]>(options.submit ?? (() => true));
  const stop = vi.fn<SurfaceDeps["stop"]>();
  const report = vi.fn<SurfaceDeps["report"]>();
  const onDidUse = vi.fn();
  const surface = new ChatSurface(
    viewId,
    chat,
    {
      presentProblem: () => presentProblem,
      onDidChangeProblems: new Emitter<void>().event,
      header: headerOf,
      dials: () => shown.dials,
      onDidChangeHeader: headerChanged.event,
      drafts,
      attachments,
      answers,
      targetId: () => "a",
      submit,
      stop,
      openLink: vi.fn(),
      report,
    },
    onDidUse,
  );
  onTestFinished(() => surface.dispose());
  const reopen = (ready = true): Page => {
    const page = new Page();
    page.text = surface.draft.text;
    surface.connect(page.host, page.onDidDispose);
    if (ready) page.post("ready", {});
    return page;
  };
  const page = reopen();
  /** Waits for what travels with the next frame. */
  const frame = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));
  return {
    surface,
    page,
    reopen,
    frame,
    drafts,
    store,
    attachments,
    answers,
    submit,
    stop,
    report,
    onDidUse,
    shown,
    headerOf,
    headerChanged,
  };
}
