/** Sentences for codes that travel without one: the edge in front of an instance often sends the bare code. */
const sentences: Readonly<Record<string, string>> = {
  agent_error: "The agent failed without saying why.",
  container_unavailable: "The instance is not running. Start it first.",
  container_unreachable: "The instance is up, but its agent does not answer yet. Try again in a moment.",
  host_mesh_not_ready: "The instance's host is still joining the network. Try again in a moment.",
  instance_saturated: "Too many connections to this instance at once. Close some, then try again.",
  instance_suspended: "The instance is suspended because of a missing payment. Top up to use it again.",
  internal_error: "Agent37 met an unexpected error.",
  invalid_api_key: "The API key is missing, malformed or revoked.",
  ip_not_allowed: "This API key does not accept calls from your network address.",
  not_found: "There is no such instance in this account, or it was deleted.",
  unavailable: "The instance is stopped or suspended.",
  upstream_timeout: "The instance did not answer in time. The turn may still be running.",
  upstream_unreachable: "The instance's host cannot be reached right now. Try again in a moment.",
  wake_failed: "The sleeping instance could not be woken. Try again.",
  wake_timeout: "The instance is still waking up. Try again in a moment.",
};

/** A sentence for an error that came without a message. */
export function defaultMessage(code: string, host: string): string {
  return sentences[code] ?? `${host} reported "${code}".`;
}
