/** What a user can do about a failure. Each is one command; ui/problems maps it to its label. */
export const remedyIds = [
  "setApiKey",
  "openApiKeysDashboard",
  "openBillingDashboard",
  "retry",
  "stopRetrying",
  "raiseSpendCap",
  "selectInstance",
  "createInstance",
  "startInstance",
  "restartInstance",
  "resizeInstance",
  "showInstances",
  "showInstanceProblem",
  "refreshFiles",
  "cancelTurn",
  "followTurn",
  "newChat",
  "selectModel",
  "editMessage",
  "openSettings",
  "diagnoseConnection",
  "showLog",
] as const;
export type RemedyId = (typeof remedyIds)[number];

/**
 * When the same call may work again. `never`: not at all. `afterHeader`: after Retry-After. `backoff`: it is transient.
 * `afterFix`: somebody must change something. `afterState`: once the server's state has changed.
 */
export type RetryRule = "never" | "afterHeader" | "backoff" | "afterFix" | "afterState";

/** The trouble behind a code, for wording and for what the program does by itself. */
export type ProblemKind =
  | "auth"
  | "billing"
  | "spendCap"
  | "instanceMissing"
  | "instanceNotRunning"
  | "instanceBusy"
  | "sessionBusy"
  | "capacity"
  | "rateLimit"
  | "validation"
  | "conflict"
  | "limit"
  | "notFound"
  | "agent"
  | "model"
  | "network"
  | "uncertain"
  | "internal";

export interface CatalogueRow {
  readonly kind: ProblemKind;
  readonly severity: "error" | "warning";
  readonly retry: RetryRule;
  /** The first is the natural one. */
  readonly remedies: readonly RemedyId[];
}
