/** The table behind `rowOf`. To add a code, add its row here; a test compares the table with the public list. */
import type { Agent37Error } from "./agent37Error.ts";
import type { LocalCode } from "./localError.ts";
import type { CatalogueRow, ProblemKind, RemedyId, RetryRule } from "./problem.ts";

type RowError = Pick<Agent37Error, "code" | "plane" | "param">;
type Entry = CatalogueRow | ((error: RowError) => CatalogueRow);

const error = (kind: ProblemKind, retry: RetryRule, ...remedies: RemedyId[]): CatalogueRow => ({
  kind,
  severity: "error",
  retry,
  remedies,
});
const warning = (kind: ProblemKind, retry: RetryRule, ...remedies: RemedyId[]): CatalogueRow => ({
  kind,
  severity: "warning",
  retry,
  remedies,
});

/** Fields of a turn that come from settings or pickers; the others come from what the user wrote. */
const settingFields: ReadonlySet<string> = new Set([
  "model",
  "provider",
  "reasoning_effort",
  "agent",
  "profile",
]);

const local: Record<LocalCode, Entry> = {
  missing_api_key: error("auth", "afterFix", "setApiKey", "openApiKeysDashboard"),
  untrusted_instance_url: error("network", "afterFix", "openSettings", "showLog"),
  insecure_url: error("network", "afterFix", "openSettings", "showLog"),
  invalid_url: error("network", "afterFix", "openSettings", "showLog"),
  not_supported: error("validation", "never", "selectInstance", "showLog"),
  connection_refused: error("network", "backoff", "retry", "diagnoseConnection", "showLog"),
  dns_failed: error("network", "backoff", "retry", "diagnoseConnection", "showLog"),
  connect_timeout: error("network", "backoff", "retry", "diagnoseConnection", "showLog"),
  tls_failed: error("network", "afterFix", "retry", "diagnoseConnection", "showLog"),
  proxy_failed: error("network", "afterFix", "retry", "diagnoseConnection", "showLog"),
  connection_lost: error("network", "backoff", "retry", "diagnoseConnection", "showLog"),
  stream_silent: error("network", "backoff", "retry", "diagnoseConnection", "showLog"),
  malformed_response: error("internal", "never", "retry", "diagnoseConnection", "showLog"),
  turn_unconfirmed: warning("uncertain", "afterState", "retry", "diagnoseConnection", "showLog"),
  turn_lost: error("uncertain", "never", "retry", "showLog"),
  attachment_unreadable: error("validation", "afterFix", "editMessage", "showLog"),
};

/** Failures of the harness: the same message may work when it is sent again. */
const agentFailed = error("agent", "afterState", "retry", "restartInstance", "showLog");

export const rows = {
  ...local,

  // The key, the wallet, the cap
  invalid_api_key: error("auth", "afterFix", "setApiKey", "openApiKeysDashboard"),
  ip_not_allowed: error("auth", "afterFix", "openApiKeysDashboard", "retry", "showLog"),
  forbidden: error("auth", "never", "showLog"),
  insufficient_balance: error("billing", "afterFix", "openBillingDashboard", "retry"),
  instance_suspended: error("billing", "afterFix", "openBillingDashboard", "retry"),
  instance_cap_reached: warning("spendCap", "afterFix", "raiseSpendCap", "openBillingDashboard"),
  instance_budget_exhausted: warning("spendCap", "afterFix", "raiseSpendCap", "openBillingDashboard"),
  quota_exhausted: warning("spendCap", "afterFix", "raiseSpendCap", "openBillingDashboard"),
  // One more is possible after a top-up, or in the place of one that is deleted.
  instance_limit_reached: error("limit", "afterFix", "openBillingDashboard", "showInstances"),
  tier_limit: error("limit", "afterFix", "openBillingDashboard", "showLog"),
  shared_unavailable: error("limit", "never", "createInstance", "showLog"),

  // The instance
  instance_not_found: error("instanceMissing", "never", "selectInstance", "createInstance"),
  not_found: ({ plane }) =>
    // On the instance itself this is an unknown route: the gateway is older than the call.
    plane === "agent"
      ? error("notFound", "never", "retry", "showLog")
      : error("instanceMissing", "never", "selectInstance", "createInstance"),
  instance_not_running: warning("instanceNotRunning", "afterState", "startInstance", "retry"),
  container_unavailable: warning("instanceNotRunning", "afterState", "startInstance", "retry"),
  unavailable: warning("instanceNotRunning", "afterState", "startInstance", "retry"),
  container_unreachable: warning("instanceBusy", "backoff", "retry", "restartInstance", "showLog"),
  upstream_unreachable: warning("instanceBusy", "backoff", "retry", "diagnoseConnection", "showLog"),
  instance_saturated: warning("instanceBusy", "backoff", "retry", "showLog"),
  host_mesh_not_ready: warning("instanceBusy", "backoff", "retry", "showLog"),
  wake_timeout: warning("instanceBusy", "backoff", "retry", "showLog"),
  wake_failed: warning("instanceBusy", "backoff", "retry", "startInstance", "showLog"),
  try_again: warning("instanceBusy", "backoff", "retry", "showLog"),
  provisioning_failed: error("instanceBusy", "afterState", "showInstanceProblem", "retry", "showLog"),
  insufficient_capacity: warning("capacity", "backoff", "retry", "stopRetrying"),
  no_capacity: warning("capacity", "backoff", "retry", "stopRetrying"),
  // A smaller size may fit where this one does not.
  capacity_unavailable: warning("capacity", "backoff", "retry", "resizeInstance", "stopRetrying"),

  // The call
  rate_limited: ({ plane }) =>
    plane === "agent"
      ? warning("rateLimit", "backoff", "retry", "showLog")
      : warning("rateLimit", "afterHeader", "retry", "stopRetrying"),
  validation_error: ({ param }) =>
    param !== undefined && settingFields.has(param)
      ? error("validation", "afterFix", "openSettings", "showLog")
      : error("validation", "afterFix", "editMessage", "showLog"),
  invalid_request: error("validation", "afterFix", "retry", "showLog"),
  payload_too_large: error("validation", "afterFix", "editMessage", "showLog"),
  upstream_timeout: warning("uncertain", "afterState", "followTurn", "retry", "showLog"),
  internal_error: error("internal", "backoff", "retry", "showLog"),

  // Sessions and responses
  session_busy: warning("sessionBusy", "afterState", "cancelTurn", "followTurn", "newChat"),
  session_not_found: error("notFound", "never", "newChat", "showLog"),
  response_not_found: error("notFound", "never", "retry", "showLog"),
  rename_unsupported: warning("validation", "never", "showLog"),
  title_conflict: warning("conflict", "afterFix", "showLog"),
  session_db_unavailable: error("agent", "backoff", "retry", "restartInstance", "showLog"),
  session_load_error: error("agent", "backoff", "retry", "newChat", "showLog"),
  context_length: warning("model", "afterFix", "newChat", "selectModel"),

  // The agent and its model
  agent_error: agentFailed,
  agent_unavailable: agentFailed,
  worker_error: agentFailed,
  hermes_not_found: agentFailed,
  import_error: agentFailed,
  timeout: agentFailed,
  unknown: agentFailed,
  refusal: warning("agent", "never", "editMessage", "showLog"),
  auth_error: error("agent", "afterFix", "showLog", "retry"),
  provider_error: error("model", "backoff", "retry", "selectModel", "showLog"),
  model_error: error("model", "afterFix", "selectModel", "openSettings", "showLog"),
  invalid_provider: error("model", "afterFix", "selectModel", "openSettings", "showLog"),
  profile_not_found: error("notFound", "afterFix", "openSettings", "showLog"),

  // Files
  file_not_found: error("notFound", "never", "refreshFiles", "showLog"),
  not_a_directory: error("validation", "afterFix", "refreshFiles", "showLog"),
  file_exists: warning("conflict", "afterFix", "showLog"),
  modified: warning("conflict", "afterFix", "showLog"),

  // Hosting objects this program does not create, listed because the server can name them
  image_too_large: error("validation", "afterFix", "showLog"),
  image_ingest_failed: error("internal", "backoff", "retry", "showLog"),
  invalid_image_archive: error("validation", "afterFix", "showLog"),
  build_failed: error("validation", "afterFix", "showLog"),
  build_timeout: error("validation", "afterFix", "showLog"),
  build_conflict: warning("conflict", "afterState", "retry", "showLog"),
  template_conflict: error("conflict", "afterFix", "showLog"),
  template_unavailable: warning("conflict", "afterState", "retry", "showLog"),
  domain_exists: error("conflict", "afterFix", "showLog"),
  public_port_exists: error("conflict", "afterFix", "showLog"),
  ssh_key_exists: warning("conflict", "never", "showLog"),
  custom_auth_required: error("validation", "afterFix", "showLog"),
} as const satisfies Readonly<Record<string, Entry>>;
