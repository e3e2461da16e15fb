import { rowOf } from "../../api/errors/catalogue.ts";
import type { InstanceStatus } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { isFailed, type Turn } from "../../core/conversation/state.ts";
import type { Instances } from "../../core/instances/instances.ts";
import { targetOf } from "./header.ts";

export interface SendWhenStartedDeps {
  readonly chats: Pick<Chats, "onDidCreate">;
  readonly instances: Pick<Instances, "find" | "onDidChange" | "refresh" | "selected">;
  /** Whether the message of a failed turn still stands in a composer as it came back. */
  readonly isWanted: (chat: Chat, turn: Turn) => boolean;
}

/** A message that was not taken because its instance did not run. */
interface Refused {
  readonly turnId: string;
  /** It was seen not to run since; before that, a list that says that it runs is only old. */
  readonly wasDown: boolean;
}

const comingUp: ReadonlySet<InstanceStatus> = new Set(["provisioning", "starting", "restarting", "updating"]);
const up: ReadonlySet<InstanceStatus> = new Set(["running", "sleeping", "waking"]);

/**
 * A message that its instance did not take because it was not running goes out by itself once the instance is started,
 * from wherever that is done. What the user does to the message in the composer meanwhile takes that back, and so does
 * the choice of another instance for it.
 */
export function sendWhenStarted({ chats, instances, isWanted }: SendWhenStartedDeps): Disposable {
  const store = new DisposableStore();
  const refused = new Map<Chat, Refused>();

  const look = (chat: Chat, { turnId, wasDown }: Refused): void => {
    const turn = chat.isBusy ? undefined : chat.failedTurn();
    if (turn?.id !== turnId || targetOf(chat, instances)?.id !== chat.instance?.id) {
      refused.delete(chat);
      return;
    }
    const status = chat.instance && instances.find(chat.instance.id)?.status;
    if (status === undefined) return;
    if (!comingUp.has(status) && !(wasDown && up.has(status))) {
      refused.set(chat, { turnId, wasDown: wasDown || !up.has(status) });
      return;
    }
    refused.delete(chat);
    if (isWanted(chat, turn)) void chat.sendWhenReady(turnId);
  };

  store.add(
    chats.onDidCreate((chat) => {
      chat.onDidEndTurn((turn) => {
        if (!isRefused(turn)) return;
        refused.set(chat, { turnId: turn.id, wasDown: false });
        void instances.refresh();
      });
    }),
  );
  store.add(
    instances.onDidChange(() => {
      for (const [chat, each] of [...refused]) look(chat, each);
    }),
  );
  return store;
}

function isRefused(turn: Turn): boolean {
  return (
    isFailed(turn) && turn.responseId === undefined && rowOf(turn.phase.error).kind === "instanceNotRunning"
  );
}
