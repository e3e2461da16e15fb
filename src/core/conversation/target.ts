import type { InstanceRef } from "../../api/wire.ts";
import type { Conversation } from "./state.ts";

/**
 * Where a chat's next message goes: a session stays on its instance; without one, the message starts it where the user
 * wants it. The same instance under a new address is known better from the list.
 * @param own the instance that the chat spoke to last
 */
export function targetOf<T extends InstanceRef | undefined>(
  own: InstanceRef | undefined,
  { sessionId }: Conversation,
  selected: T,
): T | InstanceRef {
  const isFree = sessionId === undefined || own?.id === selected?.id;
  return isFree ? (selected ?? own ?? selected) : (own ?? selected);
}
