/** The typed map behind every message, apart from the schemas: the view's bundle does not carry their validator. */

/** A message on the wire: its type beside its payload. */
export type Message<M> = { [K in keyof M]: { readonly type: K; readonly payload: M[K] } }[keyof M];

/** One handler for each message; a missing one does not compile. */
export type Handlers<M> = { readonly [K in keyof M]: (payload: M[K]) => void };

/** Calls the handler of a message. */
export function dispatch<M>(handlers: Handlers<M>, message: Message<M>): void {
  handlers[message.type](message.payload);
}
