import { rowOf } from "../../api/errors/catalogue.ts";
import type { InstanceRef } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { Turn } from "../../core/conversation/state.ts";

/** Calls back with each turn that may have cost something, once it has ended. */
export function onTurnEnd(
  chats: Pick<Chats, "onDidCreate" | "all">,
  ended: (instance: InstanceRef, turn: Turn) => void,
): Disposable {
  const store = new DisposableStore();
  const watch = (chat: Chats["all"][number]): void => {
    store.add(
      chat.onDidEndTurn((turn) => {
        if (chat.instance && (turn.responseId !== undefined || failedForCap(turn)))
          ended(chat.instance, turn);
      }),
    );
  };
  chats.all.forEach(watch);
  store.add(chats.onDidCreate(watch));
  return store;
}

/** Whether the turn failed because the instance may not spend more, of which the failure tells the user. */
export function failedForCap({ phase }: Turn): boolean {
  return phase.kind === "failed" && rowOf(phase.error).kind === "spendCap";
}
