import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Instance, InstanceStatus } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import { unreadInstance } from "../../../../src/core/instances/instanceState.ts";
import { sendWhenStarted } from "../../../../src/ui/chat/sendWhenStarted.ts";
import { a, answer, failure, script, setUp } from "../../core/conversation/scripted.ts";
import { say } from "../../core/conversation/support.ts";

/** A chat whose message was refused; `list` is what the window reads of its instance from then on. */
async function refused(code = "container_unavailable", listed: InstanceStatus = "running") {
  const changed = new Emitter<void>();
  const created = new Emitter<Chat>();
  let instance: Instance = { ...unreadInstance(a, "Demo"), status: listed };
  const selected: { now: Instance | undefined } = { now: instance };
  const refresh = vi.fn(() => Promise.resolve());
  const isWanted = vi.fn(() => true);
  const bench = setUp();
  const { chat, scripts } = bench;
  const watching = sendWhenStarted({
    chats: { onDidCreate: created.event },
    instances: {
      find: () => instance,
      get selected() {
        return selected.now;
      },
      onDidChange: changed.event,
      refresh,
    },
    isWanted,
  });
  onTestFinished(() => watching.dispose());
  created.fire(chat);
  scripts.run.push(script([], failure({ code, plane: "transport", status: 502 })));
  await chat.send(say("hello"), a);
  scripts.run.push(answer());
  const list = async (...statuses: readonly InstanceStatus[]): Promise<void> => {
    for (const status of statuses) {
      instance = { ...instance, status };
      changed.fire();
    }
    // The record is kept before the message goes out again.
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { ...bench, list, refresh, isWanted, selected };
}

describe("a message that its instance did not take because it was not running", () => {
  it("goes out when the instance is started, wherever that is done", async () => {
    const { inputs, list, refresh } = await refused();
    expect(refresh).toHaveBeenCalledTimes(1);
    await list("stopped", "running");
    expect(inputs()).toEqual(["hello", "hello"]);
    await list("stopped", "starting", "running");
    expect(inputs()).toHaveLength(2);
  });

  it("waits as soon as the instance is seen to come up", async () => {
    const { inputs, list } = await refused();
    await list("starting");
    expect(inputs()).toEqual(["hello", "hello"]);
  });

  it("stays where it is while an old list says that the instance runs, and while it stays down", async () => {
    const { inputs, list } = await refused();
    await list("running", "running", "stopping", "stopped", "failed");
    expect(inputs()).toEqual(["hello"]);
  });

  it("stays where it is once the user has changed it, for good", async () => {
    const { inputs, isWanted, list } = await refused();
    isWanted.mockReturnValue(false);
    await list("stopped", "running");
    isWanted.mockReturnValue(true);
    await list("stopped", "running");
    expect(inputs()).toEqual(["hello"]);
  });

  it("stays where it is once another instance was selected for it, for good", async () => {
    const { inputs, list, selected } = await refused();
    await list("stopped");
    const first = selected.now;
    selected.now = unreadInstance({ ...a, id: "b" }, "Other");
    await list("running");
    selected.now = first;
    await list("stopped", "running");
    expect(inputs()).toEqual(["hello"]);
  });

  it("stays where it is when another one was sent since", async () => {
    const { chat, inputs, list } = await refused();
    await chat.send(say("another"), a);
    await list("stopped", "running");
    expect(inputs()).toEqual(["hello", "another"]);
  });

  it.each(["agent_error", "instance_suspended", "upstream_timeout"])(
    "is not one that failed for another reason (%s)",
    async (code) => {
      const { inputs, list } = await refused(code);
      await list("stopped", "running");
      expect(inputs()).toEqual(["hello"]);
    },
  );
});
