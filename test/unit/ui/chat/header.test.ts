import { describe, expect, it } from "vitest";
import type { Instance } from "../../../../src/api/wire.ts";
import type { Account } from "../../../../src/core/account/account.ts";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import type { Instances } from "../../../../src/core/instances/instances.ts";
import type { InstancesState } from "../../../../src/core/instances/instanceState.ts";
import type { HeaderView } from "../../../../src/protocol/view.ts";
import { headerOf } from "../../../../src/ui/chat/header.ts";
import { instance } from "../../core/instances/window.ts";

/** The header of a new chat in a window where these instances are known and this one is selected. */
function header(
  list: readonly Instance[],
  selected: Instance | undefined,
  state: InstancesState["kind"] = "ready",
): HeaderView {
  const chat = { conversation: { settled: [] }, dials: {}, load: { kind: "ready" }, isBusy: false };
  return headerOf(
    chat as unknown as Chat,
    { list, selected, state: { kind: state } } as unknown as Instances,
    {} as Account,
    { size: 13 },
  );
}

const buttons = ({ gate }: HeaderView) =>
  gate.kind === "blocked" ? gate.buttons.map(({ label }) => label) : gate.kind;

describe("the header of a chat", () => {
  it("offers first to create an instance where it is known that there is none", () => {
    expect(buttons(header([], undefined))).toEqual(["Create Instance", "Select Instance"]);
    expect(buttons(header([instance("a")], undefined))).toEqual(["Select Instance"]);
    expect(buttons(header([], undefined, "noKey"))).toEqual(["Select Instance"]);
  });

  it("tells that an instance sleeps or wakes, which keeps nobody from writing", () => {
    const sleepOf = (status: Instance["status"]) => {
      const { instanceSleep, canSend } = header([], instance("a", { status }));
      return [instanceSleep, canSend];
    };
    expect(sleepOf("sleeping")).toEqual(["sleeping", true]);
    expect(sleepOf("waking")).toEqual(["waking", true]);
    expect(sleepOf("running")).toEqual([undefined, true]);
  });
});
