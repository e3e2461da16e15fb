/** What tells that a turn has ended where nobody saw it. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { ViewBadge } from "vscode";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import type { Turn } from "../../../../src/core/conversation/state.ts";
import { plainLine } from "../../../../src/ui/chat/plainLine.ts";
import {
  type NotifyWhen,
  registerTurnEndNotice,
  type TurnEndNoticeDeps,
} from "../../../../src/ui/chat/turnEndNotice.ts";
import { registerViewBadge } from "../../../../src/ui/chat/viewBadge.ts";
import { window } from "../../support/vscodeStub.ts";

const created = new Emitter<Chat>();
const showChat = new Emitter<Chat>();
const showSidebar = new Emitter<void>();
const visible = new Set<Chat>();
const all = new Set<Chat>();
const show = vi.fn();
let badge: ViewBadge | undefined;
let when: NotifyWhen = "whenHidden";

const views = {
  isVisible: (chat: Chat) => visible.has(chat),
  onDidShowChat: showChat.event,
  onDidShowSidebar: showSidebar.event,
  setBadge: (next: ViewBadge | undefined) => (badge = next),
  surfaceOf: () => undefined,
  sidebar: "the side bar",
  show,
  reveal: () => Promise.resolve(),
};

beforeEach(() => {
  visible.clear();
  all.clear();
  badge = undefined;
  when = "whenHidden";
  show.mockReset();
  Object.assign(window, { state: { focused: true } });
  const chats = {
    onDidCreate: created.event,
    get all() {
      return [...all];
    },
  };
  const parts = [
    registerViewBadge(chats, views),
    registerTurnEndNotice({
      chats,
      views,
      when: () => when,
      agentName: () => "Hermes",
    } as unknown as TurnEndNoticeDeps),
  ];
  onTestFinished(() => parts.forEach((part) => part.dispose()));
});

function open(): {
  readonly chat: Chat;
  readonly end: (text: string, kind?: "completed" | "cancelled" | "failed") => void;
} {
  const ended = new Emitter<Turn>();
  const chat = { onDidEndTurn: ended.event } as unknown as Chat;
  all.add(chat);
  created.fire(chat);
  const end = (text: string, kind = "completed"): void =>
    ended.fire({
      id: "t",
      phase: { kind },
      items: [{ kind: "text", text }],
      cancelRequested: false,
    } as unknown as Turn);
  return { chat, end };
}

describe("the badge of the view", () => {
  it("counts the chats that have ended or failed unseen, each once", () => {
    const [one, two, three] = [open(), open(), open()];
    one.end("Done.");
    one.end("Done.");
    two.end("", "failed");
    three.end("", "cancelled");
    expect(badge).toEqual({ value: 2, tooltip: "2 chats have news" });
    showChat.fire(one.chat);
    expect(badge).toEqual({ value: 1, tooltip: "1 chat has news" });
    showSidebar.fire();
    expect(badge).toBeUndefined();
  });

  it("does not count what is on screen, and counts whatever the settings say of notifications", () => {
    when = "never";
    const told = vi.spyOn(window, "showInformationMessage");
    const [one, two] = [open(), open()];
    visible.add(one.chat);
    one.end("Done.");
    expect(badge).toBeUndefined();
    two.end("Done.");
    expect(badge?.value).toBe(1);
    expect(told).not.toHaveBeenCalled();
  });
});

describe("the notice of a turn's end", () => {
  it("is one, with the first line of the answer and the way to it", async () => {
    const told = vi.spyOn(window, "showInformationMessage").mockResolvedValue("Show");
    const { chat, end } = open();
    end("## Result\n\nThe **tests** pass.");
    expect(told.mock.calls).toEqual([["Result", "Show"]]);
    await vi.waitFor(() => expect(show).toHaveBeenCalledExactlyOnceWith("the side bar", chat));
  });

  it("leads nowhere when the chat is gone meanwhile, as with its session", async () => {
    let choose: (button: string) => void = () => undefined;
    const chosen = new Promise<string>((resolve) => (choose = resolve));
    vi.spyOn(window, "showInformationMessage").mockReturnValue(chosen);
    const { chat, end } = open();
    end("Done.");
    all.delete(chat);
    choose("Show");
    await new Promise((resolve) => setTimeout(resolve));
    expect(show).not.toHaveBeenCalled();
  });

  it("asks where the agent asks, and says nothing of what was seen, stopped or failed", () => {
    const told = vi.spyOn(window, "showInformationMessage");
    const { chat, end } = open();
    end("I found two.\n\nBoth work.\nWhich **one** do you want?");
    expect(told.mock.lastCall?.[0]).toBe("Hermes asks: Which one do you want?");
    end("", "failed");
    end("", "cancelled");
    visible.add(chat);
    end("Seen.");
    expect(told).toHaveBeenCalledTimes(1);
    Object.assign(window, { state: { focused: false } });
    end("");
    expect(told.mock.lastCall?.[0]).toBe("The agent has finished.");
    when = "always";
    Object.assign(window, { state: { focused: true } });
    end("Seen.");
    expect(told).toHaveBeenCalledTimes(3);
  });

  it.each([
    ["# Title", "Title"],
    ["\n\n```ts\nconst a = 1;\n```", "const a = 1;"],
    ["---\n> quoted *text* and `code`", "quoted text and code"],
    ["1. see [the docs](https://x.y/z) and ![a picture](b.png)", "see the docs and a picture"],
    ["snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"],
    ["| a | b |\n| --- | --- |", "| a | b |"],
    ["", ""],
    ["x".repeat(300), `${"x".repeat(119)}…`],
  ])("shows %j as a plain line", (markdown, line) => {
    expect(plainLine(markdown)).toBe(line);
  });
});
