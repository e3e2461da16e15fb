import { rowOf } from "../../api/errors/catalogue.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { ChatSurface } from "./chatSurface.ts";
import type { ChatViews } from "./chatViews.ts";

/**
 * When the user selects another instance, the side bar turns to it: the old session stays where it is. So does the
 * tab in front, if its own instance is gone. Chats that have no session yet go on with the other instance, which may not
 * offer what was chosen for them.
 */
export function followSelection(
  instances: Pick<Instances, "selected" | "onDidSelect">,
  chats: Pick<Chats, "all">,
  views: Pick<ChatViews, "current" | "sidebar" | "newChat">,
): Disposable {
  let selectedId = instances.selected?.id;
  return instances.onDidSelect(({ id }) => {
    if (id !== selectedId) for (const chat of chats.all) forgetOffers(chat);
    selectedId = id;
    const isElsewhere = ({ chat }: ChatSurface): boolean =>
      chat.instance !== undefined &&
      chat.instance.id !== id &&
      (chat.conversation.sessionId !== undefined || chat.load.kind === "failed");
    const { current, sidebar } = views;
    const latest = current.chat.failedTurn();
    const isGone = latest && rowOf(latest.phase.error).kind === "instanceMissing";
    if (current !== sidebar && isGone && isElsewhere(current)) views.newChat(current);
    if (isElsewhere(sidebar)) views.newChat(sidebar);
  });
}

/** Agents and models are what an instance offers; every one takes every effort. */
function forgetOffers(chat: Chat): void {
  const { agent, model, effort } = chat.dials;
  const isFree = chat.sessionId === undefined && chat.isKnown && !chat.isBusy;
  // The session's own model is offered everywhere.
  if (isFree && (agent !== undefined || model)) chat.setDials({ effort });
}
