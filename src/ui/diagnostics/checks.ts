import * as vscode from "vscode";
import type { Agent37Client } from "../../api/client.ts";
import type { Account } from "../../core/account/account.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { Settings } from "../../platform/settings.ts";
import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import { sentenceOf } from "../problems/wording.ts";

export interface CheckDeps {
  readonly account: Account;
  readonly client: Pick<Agent37Client, "listInstances" | "getHealth">;
  readonly instances: Pick<Instances, "selected">;
  readonly settings: Settings;
}

export interface CheckResult {
  /** `skipped`: there was nothing to look at. */
  readonly outcome: "ok" | "failed" | "skipped";
  readonly lines: readonly string[];
}

/** One look at one link of the chain between this window and the agent. */
export interface Check {
  readonly title: () => string;
  /** What it throws is its result as well. */
  readonly look: (deps: CheckDeps, signal: AbortSignal) => CheckResult | Promise<CheckResult>;
}

const urls: Check = {
  title: () => vscode.l10n.t("Settings"),
  look({ account, settings }) {
    const gateway = settings.get("gatewayUrl");
    const lines = [
      `agent37.apiUrl: ${withoutUserInfo(settings.get("apiUrl"))}`,
      `agent37.gatewayUrl: ${gateway === "" ? empty() : withoutUserInfo(gateway)}`,
    ];
    const refused = vscode.l10n.t(
      "This URL cannot be used: it must start with https:// (http:// for this machine only).",
    );
    return {
      outcome: account.configuredOrigin === undefined ? "failed" : "ok",
      lines: account.configuredOrigin === undefined ? [...lines, refused] : lines,
    };
  },
};

const key: Check = {
  title: () => vscode.l10n.t("API key"),
  async look({ account }) {
    const { source, baseUrl = "" } = await account.ready();
    switch (source) {
      case "stored":
        return ok(vscode.l10n.t("Stored for {0}.", baseUrl));
      case "environment":
        return ok(vscode.l10n.t("From AGENT37_API_KEY in the environment, for {0}.", baseUrl));
      case "none":
        return { outcome: "failed", lines: [vscode.l10n.t("There is none for this server.")] };
    }
  },
};

const proxySettings: Check = {
  title: () => vscode.l10n.t("Proxy"),
  look({ settings }) {
    const { proxy, noProxy, strictSsl, proxyAuthorization } = settings.network();
    const variables = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].filter(
      (name) => process.env[name] || process.env[name.toLowerCase()],
    );
    return ok(
      `http.proxy: ${proxy === undefined ? empty() : withoutUserInfo(proxy)}`,
      ...(noProxy.length > 0 ? [`http.noProxy: ${noProxy.join(", ")}`] : []),
      ...(!strictSsl ? [vscode.l10n.t("http.proxyStrictSSL is off: any certificate is accepted.")] : []),
      ...(proxyAuthorization === undefined ? [] : [vscode.l10n.t("http.proxyAuthorization is set.")]),
      ...(variables.length > 0 ? [vscode.l10n.t("In the environment: {0}", variables.join(", "))] : []),
    );
  },
};

const api: Check = {
  title: () => vscode.l10n.t("Connection to the API"),
  async look({ account, client }, signal) {
    if ((await account.ready()).source === "none") return skipped();
    const start = performance.now();
    const list = await client.listInstances({ signal });
    return ok(
      vscode.l10n.t("Answered in {0} ms.", Math.round(performance.now() - start)),
      vscode.l10n.t("Instances: {0}", list.length),
      ...list.map((instance) => `- ${instanceLabel(instance)} (${instance.id}): ${instance.statusText}`),
    );
  },
};

const agent: Check = {
  title: () => vscode.l10n.t("Agent on the selected instance"),
  async look({ client, instances }, signal) {
    const { selected } = instances;
    if (!selected) return skipped();
    const where = [instanceLabel(selected), selected.agentUrl]
      .filter((part) => part !== undefined)
      .join(", ");
    // A look at its agent would wake it, which costs money.
    if (selected.status === "sleeping")
      return ok(where, vscode.l10n.t("Sleeping; it wakes with the next message."));
    const { healthy, agent: name } = await client.getHealth(selected, { signal });
    const line = name === undefined ? where : `${where}, ${name}`;
    if (healthy) return ok(line, vscode.l10n.t("Ready to take a message."));
    const reason = vscode.l10n.t(
      "Not ready: it is stopped, still starting, or not logged in at its model provider.",
    );
    return { outcome: "failed", lines: [line, reason] };
  },
};

/** In the order in which they depend on each other. Names of secrets are shown, secrets never. */
export const checks: readonly Check[] = [urls, key, proxySettings, api, agent];

/** @throws only the abort of `signal`. */
export async function runCheck(check: Check, deps: CheckDeps, signal: AbortSignal): Promise<CheckResult> {
  try {
    return await check.look(deps, signal);
  } catch (error) {
    signal.throwIfAborted();
    return { outcome: "failed", lines: [sentenceOf(asAgent37Error(error))] };
  }
}

function ok(...lines: readonly string[]): CheckResult {
  return { outcome: "ok", lines };
}

function skipped(): CheckResult {
  return { outcome: "skipped", lines: [vscode.l10n.t("Nothing to look at.")] };
}

function empty(): string {
  return vscode.l10n.t("(empty)");
}

function withoutUserInfo(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//…@");
}
