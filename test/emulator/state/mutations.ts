/**
 * Ways to break the contract on purpose. With one of them on, a good test-suite must fail; the text says which
 * promise is broken.
 */
export const mutations = {
  replayFromMiddle: "A reattached stream starts at half of the buffer instead of at response.created.",
  replayDoubles: "A reattached stream repeats one text delta.",
  deltaLost: "A live stream leaves out one text delta.",
  deltasSwapped: "A live stream swaps two neighbouring text deltas.",
  noTerminalEvent: "Streams end without a terminal event, also on replay.",
  createdMissing: "Streams do not begin with response.created.",
  wrongOutputText: "response.completed carries another text than the deltas and the history.",
  doneMarker: "Streams end with a `data: [DONE]` frame after the terminal event.",
  keepalivesMissing: "Open streams get no keepalives.",
  cancelIgnored: "Cancel answers 200 but the turn goes on.",
  acceptAnyKey: "Every key is accepted, also none.",
  secondKeyHeader: "A bad X-Agent37-Key falls back to Authorization.",
  historyLosesLastTurn: "Session history lacks the last finished turn.",
  historyDoublesLastTurn: "Session history shows the last finished turn twice.",
  busyWithoutLock: "Two turns may run on one session at once.",
  wrongBusyId: "session_busy names a response that does not exist.",
  startsTwice: "POST /responses starts the turn although it answers an error that says it did not.",
  retryAfterMissing: "429 comes without Retry-After.",
  retryAfterIgnored: "A rate window stays closed twice as long as Retry-After says.",
  startNeverRuns: "Starting an instance leaves it in `starting` for ever.",
  capNotRaised: "Raising the spend cap answers the new value but changes nothing.",
  topUpTwice: "A repeated idempotency key tops up again.",
  wrongEnvelope: "Object errors come as flat strings and flat ones as objects.",
} as const;

export type MutationName = keyof typeof mutations;

/** Whether `name` is one of the known mutations. */
export function isMutationName(name: string): name is MutationName {
  return Object.hasOwn(mutations, name);
}
