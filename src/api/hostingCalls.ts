import type { Caller, Target } from "./caller.ts";
import type { Agent37Client } from "./contract.ts";
import { accountApi } from "./dialects/account.ts";
import type { AccountDialect } from "./dialects/detect.ts";
import type { Call, HostingApi } from "./dialects/dialect.ts";
import { dialects } from "./dialects/dialects.ts";
import { readPages } from "./dialects/pages.ts";
import { Agent37Error } from "./errors/agent37Error.ts";
import { localError } from "./errors/localError.ts";
import type { Agent37ClientOptions, CallOptions } from "./options.ts";
import type { Instance, InstanceRef } from "./wire.ts";

export type HostingCalls = Pick<
  Agent37Client,
  | "listInstances"
  | "getInstance"
  | "createInstance"
  | "patchInstance"
  | "deleteInstance"
  | "startInstance"
  | "stopInstance"
  | "restartInstance"
  | "updateInstance"
  | "resizeInstance"
  | "undeleteInstance"
  | "forkInstance"
  | "listBackups"
  | "createBackup"
  | "restoreBackup"
  | "listTemplates"
  | "getSpend"
  | "setSpendCap"
  | "topUpSpend"
  | "getUsage"
  | "getAccountUsage"
>;

/** Lifecycle, templates and spend. The dialect comes with the instance, or from what the account has shown so far. */
export function createHostingCalls(options: Agent37ClientOptions, caller: Caller): HostingCalls {
  /** What the account at a base URL speaks, as far as its data has told. */
  const known = new Map<string, AccountDialect>();

  const accountUrl = async (): Promise<string> => (await options.account())?.baseUrl ?? "";
  const accountTarget = async (): Promise<{ assume: AccountDialect; target: Target }> => {
    const assume = known.get(await accountUrl()) ?? "two-plane";
    return { assume, target: { dialect: dialects[assume] } };
  };

  /** Marks instances with the server that names them. Asked for before the call: in doubt an instance is not trusted. */
  const vouching = async (): Promise<(instance: Instance) => Instance> => {
    const url = await accountUrl();
    const apiOrigin = URL.canParse(url) ? new URL(url).origin : undefined;
    return (instance) => ({ ...instance, apiOrigin });
  };

  /** Sends one of the calls that only accounts have. @throws `not_supported` for a bare gateway */
  const onInstance = async <T>(
    ref: InstanceRef,
    choose: (hosting: HostingApi) => Call<T>,
    { signal }: CallOptions = {},
  ): Promise<T> => {
    const { hosting, target } = hostingOf(ref);
    return caller.send(choose(hosting), target, signal);
  };

  const listTemplates: HostingCalls["listTemplates"] = async ({ signal } = {}) => {
    const { assume, target } = await accountTarget();
    const { templates, dialect } = await caller.send(accountApi(assume).listTemplates(), target, signal);
    if (dialect) known.set(await accountUrl(), dialect);
    return templates;
  };

  /** The dialect for a call that no instance decides. */
  const decideDialect = async (callOptions: CallOptions): Promise<AccountDialect> => {
    const before = known.get(await accountUrl());
    if (before) return before;
    try {
      await listTemplates(callOptions);
    } catch (caught) {
      // Templates that cannot be read say nothing about the dialect, but a bad key or a dead line would come again.
      if (!(caught instanceof Agent37Error) || caught.status !== 404) throw caught;
    }
    return known.get(await accountUrl()) ?? "two-plane";
  };

  const getInstance: HostingCalls["getInstance"] = async (ref, callOptions) => {
    const vouch = await vouching();
    return vouch(await onInstance(ref, (api) => api.getInstance(ref.id), callOptions));
  };

  return {
    async listInstances({ signal } = {}) {
      const { assume, target } = await accountTarget();
      const vouch = await vouching();
      const instances = await readPages((cursor) =>
        caller.send(accountApi(assume).listInstances(cursor), target, signal),
      );
      const [first] = instances;
      if (first && first.dialect !== "gateway") known.set(await accountUrl(), first.dialect);
      return instances.map(vouch);
    },
    getInstance,
    async createInstance(request, callOptions = {}) {
      const dialect = dialects[await decideDialect(callOptions)];
      if (!dialect.hosting) throw localError("not_supported", "Instances cannot be created here.");
      const vouch = await vouching();
      return vouch(
        await caller.send(dialect.hosting.createInstance(request), { dialect }, callOptions.signal),
      );
    },
    async patchInstance(ref, patch, callOptions) {
      const vouch = await vouching();
      const changed = await onInstance(ref, (api) => api.patchInstance(ref.id, patch), callOptions);
      return changed ? vouch(changed) : getInstance(ref, callOptions);
    },
    deleteInstance: (ref, callOptions) => onInstance(ref, (api) => api.deleteInstance(ref.id), callOptions),
    async startInstance(ref, callOptions) {
      try {
        await onInstance(ref, (api) => api.startInstance(ref.id), callOptions);
      } catch (caught) {
        // The first version of the unified API has no start; its restart does the same for a stopped instance.
        if (ref.dialect !== "unified" || !isMissingRoute(caught)) throw caught;
        await onInstance(ref, (api) => api.restartInstance(ref.id), callOptions);
      }
    },
    stopInstance: (ref, callOptions) => onInstance(ref, (api) => api.stopInstance(ref.id), callOptions),
    restartInstance: (ref, callOptions) => onInstance(ref, (api) => api.restartInstance(ref.id), callOptions),
    updateInstance: (ref, callOptions) => onInstance(ref, (api) => api.updateInstance(ref.id), callOptions),
    resizeInstance: (ref, shape, callOptions) =>
      onInstance(ref, (api) => api.resizeInstance(ref.id, shape), callOptions),
    undeleteInstance: (ref, callOptions) =>
      onInstance(ref, (api) => api.undeleteInstance(ref.id), callOptions),
    async forkInstance(ref, request, callOptions) {
      const vouch = await vouching();
      return vouch(await onInstance(ref, (api) => api.forkInstance(ref.id, request), callOptions));
    },
    listBackups: (ref, callOptions) => onInstance(ref, (api) => api.listBackups(ref.id), callOptions),
    createBackup: (ref, callOptions) => onInstance(ref, (api) => api.createBackup(ref.id), callOptions),
    restoreBackup: (ref, backupId, callOptions) =>
      onInstance(ref, (api) => api.restoreBackup(ref.id, backupId), callOptions),
    listTemplates,
    getSpend: (ref, callOptions) => onInstance(ref, (api) => api.getSpend(ref.id), callOptions),
    async setSpendCap(ref, capUsd, callOptions) {
      const spend = await onInstance(ref, (api) => api.setSpendCap(ref.id, capUsd), callOptions);
      return spend ?? (await onInstance(ref, (api) => api.getSpend(ref.id), callOptions));
    },
    topUpSpend: (ref, amountUsd, idempotencyKey, callOptions) =>
      onInstance(ref, (api) => api.topUpSpend(ref.id, amountUsd, idempotencyKey), callOptions),
    getUsage: (ref, month, callOptions) => onInstance(ref, (api) => api.getUsage(ref.id, month), callOptions),
    async getAccountUsage({ from, to }, callOptions = {}) {
      const dialect = dialects[await decideDialect(callOptions)];
      if (!dialect.hosting) throw localError("not_supported", "There is no account to ask for its usage.");
      return caller.send(dialect.hosting.getAccountUsage(from, to), { dialect }, callOptions.signal);
    },
  };
}

/** How an instance is managed. @throws `not_supported` for a bare gateway */
export function hostingOf(ref: InstanceRef): { readonly hosting: HostingApi; readonly target: Target } {
  const dialect = dialects[ref.dialect];
  if (dialect.hosting) return { hosting: dialect.hosting, target: { dialect, ref } };
  throw localError(
    "not_supported",
    "This gateway runs outside of Agent37, so it cannot be managed from here.",
  );
}

function isMissingRoute(caught: unknown): boolean {
  return (
    caught instanceof Agent37Error &&
    (caught.status === 404 || caught.status === 405) &&
    caught.code !== "instance_not_found"
  );
}
