import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { InstanceRef } from "../../../../src/api/wire.ts";
import type { Dials } from "../../../../src/core/conversation/dials.ts";
import type { Instances } from "../../../../src/core/instances/instances.ts";
import type { ChatSurface } from "../../../../src/ui/chat/chatSurface.ts";
import { followSelection } from "../../../../src/ui/chat/followSelection.ts";
import { a, setUp } from "../../core/conversation/scripted.ts";
import { answered } from "./bench.ts";

const dials: Dials = { agent: "codex", model: { id: "m", label: "M" }, effort: "low" };

function select(chat: ChatSurface["chat"]) {
  const selected = new Emitter<InstanceRef>();
  const newChat = vi.fn();
  const surface = { chat } as ChatSurface;
  const following = followSelection(
    { selected: a, onDidSelect: selected.event } as unknown as Instances,
    { all: [chat] },
    { current: surface, sidebar: surface, newChat },
  );
  onTestFinished(() => following.dispose());
  return { select: (id: string) => selected.fire({ ...a, id }), newChat };
}

describe("when another instance is selected", () => {
  it("a chat without a session goes on there, without the agent and the model that were chosen for the one before", () => {
    const { chat } = setUp();
    chat.setDials(dials);
    const { select: choose, newChat } = select(chat);
    choose("a");
    expect(chat.dials).toEqual(dials);
    choose("b");
    expect(chat.dials).toEqual({ effort: "low" });
    chat.setDials({ model: null });
    choose("a");
    expect(chat.dials).toEqual({ model: null });
    expect(newChat).not.toHaveBeenCalled();
  });

  it("a session stays where it is with its dials, and the side bar turns to a new chat", async () => {
    const { chat } = await answered();
    chat.setDials({ model: { id: "m", label: "M" } });
    const { select: choose, newChat } = select(chat);
    choose("b");
    expect(chat.dials).toEqual({ model: { id: "m", label: "M" } });
    expect(newChat).toHaveBeenCalledTimes(1);
  });
});
