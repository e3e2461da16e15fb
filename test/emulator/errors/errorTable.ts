/**
 * Every error code of the contract: on which plane it appears, with which HTTP statuses (200 = inside a failed
 * turn or template build of a successful call) and with which optional fields.
 */
export type ErrorPlane = "unified" | "hosting" | "agent" | "transport" | "managed";
export type ErrorField = "param" | "hint" | "detail" | "docs" | "response_id" | "retry_after";

export interface ErrorSpec {
  http: readonly number[];
  fields: readonly ErrorField[];
}

export interface ErrorEntry {
  message: string;
  hint?: string;
  planes: Partial<Record<ErrorPlane, ErrorSpec>>;
}

function at(http: number | readonly number[], ...fields: ErrorField[]): ErrorSpec {
  return { http: typeof http === "number" ? [http] : http, fields };
}

const turnOr502 = { agent: at([200, 502], "hint") };
const turnOr503 = { agent: at([200, 503], "hint") };
const hosting = (http: number | readonly number[], ...fields: ErrorField[]) => ({
  hosting: at(http, ...fields),
});
const edge = (http: number) => ({ transport: at(http) });
const turnOnly = { agent: at(200) };

const table = {
  invalid_api_key: {
    message: "The API key is not valid.",
    hint: "Create a key in the dashboard.",
    planes: { unified: at(401, "hint"), hosting: at(401), transport: at(401, "docs") },
  },
  insufficient_balance: {
    message: "The balance does not cover this.",
    hint: "Add funds in the dashboard.",
    planes: { unified: at(402, "hint"), hosting: at(402), managed: at(402) },
  },
  instance_cap_reached: {
    message: "This instance reached its managed-usage cap.",
    hint: "Raise managed_credit_cap_usd.",
    planes: { unified: at(402, "hint") },
  },
  instance_not_found: {
    message: "No such instance.",
    hint: "List the instances of this workspace.",
    planes: { unified: at(404, "hint") },
  },
  instance_not_running: {
    message: "The instance is not running.",
    hint: "Wait until its status is running.",
    planes: { unified: at(409, "hint") },
  },
  session_busy: {
    message: "A response is running on this session.",
    hint: "Reattach to it, cancel it, or use another session.",
    planes: { unified: at(409, "hint"), agent: at(409, "hint", "response_id") },
  },
  insufficient_capacity: {
    message: "No capacity at the moment.",
    hint: "Try again in a moment.",
    planes: { unified: at(503, "hint") },
  },
  rate_limited: {
    message: "Too many requests.",
    hint: "Slow down.",
    planes: {
      unified: at(429, "hint", "retry_after"),
      hosting: at(429, "retry_after"),
      agent: at([429, 200], "hint"),
    },
  },
  validation_error: {
    message: "A field is not valid.",
    hint: "Check the field named by param.",
    planes: { unified: at([400, 200], "param", "hint"), agent: at([400, 200], "param", "hint") },
  },
  ip_not_allowed: {
    message: "Requests from 127.0.0.1 are not allowed for this key.",
    planes: { hosting: at(403), transport: at(403) },
  },
  invalid_request: { message: "The request is not valid.", planes: hosting([400, 200]) },
  image_too_large: { message: "The image is larger than 8,000,000,000 bytes.", planes: hosting([400, 200]) },
  forbidden: { message: "System templates are read-only.", planes: hosting(403) },
  not_found: { message: "Not found.", planes: { hosting: at(404), transport: at(404), agent: at(404) } },
  instance_limit_reached: { message: "The workspace is at its instance limit.", planes: hosting(409) },
  tier_limit: { message: "The plan does not include this size.", planes: hosting(403) },
  shared_unavailable: { message: "Shared instances are not available here.", planes: hosting(403) },
  capacity_unavailable: {
    message: "No host has room for the instance now.",
    planes: { hosting: at(409), unified: at(409) },
  },
  template_conflict: { message: "A template of that name exists.", planes: hosting(409) },
  template_unavailable: { message: "The template cannot be used now.", planes: hosting(409) },
  build_conflict: { message: "A template build is already running.", planes: hosting(409) },
  domain_exists: { message: "The domain is already registered.", planes: hosting(409) },
  public_port_exists: { message: "That port is already public.", planes: hosting(409) },
  ssh_key_exists: { message: "The SSH key is already registered.", planes: hosting(409) },
  custom_auth_required: { message: "This app needs your own OAuth app.", planes: hosting(422) },
  try_again: {
    message: "The instance is changing state. Retry in a few seconds.",
    planes: hosting([409, 503, 200]),
  },
  no_capacity: { message: "No host fits this shape now.", planes: hosting(503) },
  image_ingest_failed: { message: "Copying the image failed.", planes: hosting([502, 200]) },
  provisioning_failed: {
    message: "The container exited before its port opened.",
    planes: hosting([502, 500], "detail"),
  },
  build_failed: { message: "The template build failed.", planes: hosting(200) },
  build_timeout: { message: "The template build ran out of time.", planes: hosting(200) },
  invalid_image_archive: { message: "The image archive is not usable.", planes: hosting(200) },
  instance_suspended: { message: "The instance is suspended for non-payment.", planes: edge(402) },
  container_unavailable: { message: "The instance is not running.", planes: edge(502) },
  container_unreachable: { message: "The instance does not answer on that port.", planes: edge(502) },
  upstream_unreachable: { message: "The instance's host could not be reached.", planes: edge(502) },
  instance_saturated: { message: "Too many connections to this instance.", planes: edge(503) },
  host_mesh_not_ready: { message: "The host is still joining the network.", planes: edge(503) },
  wake_timeout: { message: "The instance did not wake in time.", planes: edge(503) },
  wake_failed: { message: "The instance could not be woken.", planes: edge(503) },
  upstream_timeout: { message: "The instance was silent for too long.", planes: edge(504) },
  unavailable: { message: "Unavailable.", planes: edge(503) },
  internal_error: {
    message: "Something went wrong.",
    planes: { transport: at(500), agent: at([500, 200]), hosting: at(200) },
  },
  not_a_directory: { message: "That path is not a directory.", planes: { agent: at(400, "param") } },
  response_not_found: { message: "No such response.", planes: { agent: at(404) } },
  session_not_found: { message: "No such session.", planes: { agent: at(404) } },
  profile_not_found: {
    message: "No such profile.",
    hint: "Use a profile that exists on the instance.",
    planes: { agent: at(404, "param", "hint") },
  },
  file_not_found: { message: "No such file or directory.", planes: { agent: at(404) } },
  rename_unsupported: {
    message: "This agent has no editable session titles.",
    hint: "Rename is available on hermes.",
    planes: { agent: at(405, "hint") },
  },
  title_conflict: {
    message: "Another session has that title.",
    hint: "Choose another title.",
    planes: { agent: at(409, "hint") },
  },
  file_exists: {
    message: "The file exists.",
    hint: "Send overwrite=true to replace it.",
    planes: { agent: at(409, "hint") },
  },
  modified: {
    message: "The file changed since it was read.",
    hint: "Read it again.",
    planes: { agent: at(412, "hint") },
  },
  payload_too_large: { message: "The body is larger than 2 MB.", planes: { agent: at(413) } },
  agent_error: { message: "The agent failed.", hint: "Send the message again.", planes: turnOr502 },
  agent_unavailable: {
    message: "The agent is not available on this instance.",
    hint: "Wait until /v1/health is healthy, or use another agent.",
    planes: turnOr503,
  },
  auth_error: {
    message: "No account is connected for this agent.",
    hint: "Log in from the instance terminal.",
    planes: turnOr502,
  },
  quota_exhausted: {
    message: "This agent has used up its managed budget.",
    hint: "Raise the instance budget or add balance.",
    planes: turnOr502,
  },
  model_error: {
    message: "The model is not known.",
    hint: "Choose a model from /v1/models.",
    planes: turnOr502,
  },
  invalid_provider: {
    message: "The provider is not configured.",
    hint: "Choose a provider from /v1/models.",
    planes: turnOr502,
  },
  provider_error: {
    message: "The model provider failed.",
    hint: "Send the message again.",
    planes: turnOr502,
  },
  worker_error: { message: "The agent's worker failed.", hint: "Restart the instance.", planes: turnOr502 },
  hermes_not_found: { message: "Hermes was not found.", hint: "Wait for the boot.", planes: turnOr503 },
  import_error: { message: "The agent could not load.", hint: "Restart the instance.", planes: turnOr503 },
  session_db_unavailable: {
    message: "The session store is not reachable.",
    hint: "Try again in a moment.",
    planes: turnOr503,
  },
  session_load_error: {
    message: "The session could not be loaded.",
    hint: "Start a new session.",
    planes: turnOr503,
  },
  refusal: { message: "The model refused to answer.", planes: turnOnly },
  timeout: { message: "The run timed out.", planes: turnOnly },
  context_length: { message: "The context window is full.", planes: turnOnly },
  unknown: { message: "The run failed.", planes: turnOnly },
  instance_budget_exhausted: {
    message: "The instance budget is used up.",
    planes: { managed: at(402) },
  },
} satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof table;
export const errorTable: Readonly<Record<ErrorCode, ErrorEntry>> = table;

/** The entry of a code, or undefined for an invented one. */
export function errorEntry(code: string): ErrorEntry | undefined {
  return Object.hasOwn(table, code) ? errorTable[code as ErrorCode] : undefined;
}
