import * as vscode from "vscode";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { ProblemKind } from "../../api/errors/catalogue.ts";

type Title = (error: Pick<Agent37Error, "plane">) => string;

/** What failed, for codes whose kind alone says too little. Each is a whole sentence in words a person can act on. */
export const titlesByCode: Readonly<Record<string, Title>> = {
  invalid_api_key: () => vscode.l10n.t("Agent37 refused the API key."),
  missing_api_key: () => vscode.l10n.t("There is no API key for this server yet."),
  ip_not_allowed: () => vscode.l10n.t("The API key does not allow calls from this network address."),
  forbidden: () => vscode.l10n.t("Agent37 does not allow this action."),
  insufficient_balance: () => vscode.l10n.t("The Agent37 balance is too low."),
  instance_suspended: () => vscode.l10n.t("The instance is suspended because of a missing payment."),
  instance_cap_reached: () => vscode.l10n.t("The instance has reached its spend cap."),
  instance_budget_exhausted: () => vscode.l10n.t("The instance has used up its budget."),
  quota_exhausted: () => vscode.l10n.t("The agent has used up its budget or its provider's quota."),
  instance_limit_reached: () =>
    vscode.l10n.t("The account has as many instances as its plan allows. Delete one, or top up."),
  tier_limit: () =>
    vscode.l10n.t("The account's plan does not allow this size. Choose a smaller one, or top up."),
  shared_unavailable: () => vscode.l10n.t("Shared instances are not available to this account."),

  instance_not_found: () => vscode.l10n.t("The instance does not exist any more."),
  not_found: ({ plane }) => {
    if (plane === "hosting")
      return vscode.l10n.t("The server does not know this instance, or does not offer this yet.");
    return plane === "agent"
      ? vscode.l10n.t("The instance's software is too old for this.")
      : vscode.l10n.t("The instance does not exist any more.");
  },
  instance_not_running: () => vscode.l10n.t("The instance is not running."),
  container_unavailable: () => vscode.l10n.t("The instance is not running."),
  unavailable: () => vscode.l10n.t("The instance is not running."),
  container_unreachable: () => vscode.l10n.t("The instance runs, but its agent does not answer yet."),
  upstream_unreachable: () => vscode.l10n.t("Agent37 cannot reach the instance at the moment."),
  instance_saturated: () => vscode.l10n.t("The instance has too many open connections."),
  host_mesh_not_ready: () => vscode.l10n.t("The instance's host is not ready yet."),
  wake_timeout: () => vscode.l10n.t("The instance is still waking up."),
  wake_failed: () => vscode.l10n.t("The instance could not be woken."),
  try_again: () => vscode.l10n.t("The instance is in the middle of a change."),
  provisioning_failed: () => vscode.l10n.t("The server could not carry this out on the instance."),
  insufficient_capacity: () => vscode.l10n.t("Agent37 has no free capacity at the moment."),
  no_capacity: () =>
    vscode.l10n.t(
      "Agent37 has no free capacity for this size at the moment. Try again later, or choose a smaller one.",
    ),
  capacity_unavailable: () =>
    vscode.l10n.t(
      "Agent37 has no room for the instance at the moment. Try again later, or choose a smaller size.",
    ),

  rate_limited: () => vscode.l10n.t("Too many requests in a short time."),
  validation_error: () => vscode.l10n.t("Agent37 could not accept the request."),
  invalid_request: () => vscode.l10n.t("Agent37 could not accept the request."),
  payload_too_large: () => vscode.l10n.t("What was sent is too large."),
  not_supported: () => vscode.l10n.t("This instance does not support that."),
  upstream_timeout: () =>
    vscode.l10n.t("The instance did not answer in time; the turn may still be running."),
  internal_error: () => vscode.l10n.t("Something unexpected went wrong."),

  session_busy: () => vscode.l10n.t("A turn is already running in this session."),
  session_not_found: () => vscode.l10n.t("The session does not exist any more."),
  response_not_found: () => vscode.l10n.t("The server does not keep this answer any more."),
  rename_unsupported: () => vscode.l10n.t("Sessions of this agent cannot be renamed."),
  title_conflict: () => vscode.l10n.t("Another session already has this title."),
  session_db_unavailable: () => vscode.l10n.t("The agent cannot reach its stored sessions."),
  session_load_error: () => vscode.l10n.t("The agent could not load the session."),
  context_length: () => vscode.l10n.t("The session is too long for the model."),

  agent_error: () => vscode.l10n.t("The agent failed."),
  agent_unavailable: () => vscode.l10n.t("The agent is not available on this instance yet."),
  worker_error: () => vscode.l10n.t("The agent failed."),
  hermes_not_found: () => vscode.l10n.t("The agent is not installed on this instance or still starting."),
  import_error: () => vscode.l10n.t("The agent could not be loaded on this instance."),
  timeout: () => vscode.l10n.t("The agent ran out of time."),
  unknown: () => vscode.l10n.t("The agent failed."),
  refusal: () => vscode.l10n.t("The model declined to answer."),
  auth_error: () => vscode.l10n.t("The agent is not logged in at its model provider."),
  provider_error: () => vscode.l10n.t("The model provider failed."),
  model_error: () => vscode.l10n.t("The model is not known to the agent or was refused."),
  invalid_provider: () => vscode.l10n.t("The provider is not set up in the agent."),
  profile_not_found: () => vscode.l10n.t("The agent's profile does not exist."),

  file_not_found: () => vscode.l10n.t("The file does not exist on the instance."),
  not_a_directory: () => vscode.l10n.t("This is not a folder on the instance."),
  file_exists: () => vscode.l10n.t("The file already exists on the instance."),
  modified: () => vscode.l10n.t("The file was changed on the instance meanwhile."),

  untrusted_instance_url: () =>
    vscode.l10n.t("The instance's address is not trusted, so no key was sent to it."),
  insecure_url: () => vscode.l10n.t("The configured URL is not encrypted; http is for this machine only."),
  invalid_url: () => vscode.l10n.t("The configured URL cannot be used."),
  connection_refused: () => vscode.l10n.t("The server refused the connection."),
  dns_failed: () => vscode.l10n.t("The server's name could not be found."),
  connect_timeout: () => vscode.l10n.t("The server did not answer in time."),
  tls_failed: () => vscode.l10n.t("No secure connection to the server could be made."),
  proxy_failed: () => vscode.l10n.t("The proxy did not let the connection through."),
  connection_lost: () => vscode.l10n.t("The connection to the server was lost."),
  stream_silent: () => vscode.l10n.t("The connection to the server went silent."),
  malformed_response: () => vscode.l10n.t("The server's answer could not be understood."),
  turn_unconfirmed: () => vscode.l10n.t("It is not known whether the message arrived."),
  turn_lost: () => vscode.l10n.t("The message arrived, but its answer cannot be read any more."),
  attachment_unreadable: () => vscode.l10n.t("An attached file can no longer be read."),
};

/** What failed when the code has no words of its own. */
export const titlesByKind: Readonly<Record<ProblemKind, Title>> = {
  auth: () => vscode.l10n.t("Agent37 refused access."),
  billing: () => vscode.l10n.t("Agent37 needs a payment first."),
  spendCap: () => vscode.l10n.t("The instance has reached its spend cap."),
  instanceMissing: () => vscode.l10n.t("The instance does not exist any more."),
  instanceNotRunning: () => vscode.l10n.t("The instance is not running."),
  instanceBusy: () => vscode.l10n.t("The instance is busy."),
  sessionBusy: () => vscode.l10n.t("A turn is already running in this session."),
  capacity: () => vscode.l10n.t("Agent37 has no free capacity at the moment."),
  rateLimit: () => vscode.l10n.t("Too many requests in a short time."),
  validation: () => vscode.l10n.t("Agent37 could not accept the request."),
  conflict: () => vscode.l10n.t("Something else has the same name or has changed meanwhile."),
  limit: () => vscode.l10n.t("A limit of the account is reached."),
  notFound: () => vscode.l10n.t("What was asked for does not exist."),
  agent: () => vscode.l10n.t("The agent reported a failure."),
  model: () => vscode.l10n.t("The model reported a failure."),
  network: () => vscode.l10n.t("The connection to Agent37 failed."),
  uncertain: () => vscode.l10n.t("The outcome is not known."),
  internal: () => vscode.l10n.t("Something unexpected went wrong."),
};
