import * as vscode from "vscode";
import * as v from "valibot";
import type { Event } from "../common/emitter.ts";

const text = v.fallback(v.pipe(v.string(), v.trim()), "");
const optionalText = v.pipe(
  text,
  v.transform((value) => (value === "" ? undefined : value)),
);

/** Each setting with what makes its value usable; a value of another type counts as the default. */
const schemas = {
  apiUrl: v.fallback(v.pipe(v.string(), v.trim(), v.nonEmpty()), "https://api.agent37.com/v1"),
  gatewayUrl: text,
  model: optionalText,
  provider: optionalText,
  reasoningEffort: v.fallback(
    v.optional(v.picklist(["none", "minimal", "low", "medium", "high", "xhigh"])),
    undefined,
  ),
  maxRetryWaitSeconds: v.fallback(v.pipe(v.number(), v.minValue(0)), 300),
  notifyWhenTurnEnds: v.fallback(v.picklist(["whenHidden", "always", "never"]), "whenHidden"),
} as const;

export type SettingName = keyof typeof schemas;
export type SettingValue<N extends SettingName> = v.InferOutput<(typeof schemas)[N]>;

const section = "agent37";

/** The settings as they are at the moment of reading. Nothing is cached: VS Code does that. */
export class Settings {
  /** Scope of the resource-scoped settings; default: the window's. */
  get<N extends SettingName>(name: N, scope?: vscode.ConfigurationScope): SettingValue<N> {
    const stored: unknown = vscode.workspace.getConfiguration(section, scope).get(name);
    return v.parse(schemas[name], stored);
  }

  /** Fires when the setting has another value somewhere; read it again. */
  onDidChange(...names: readonly SettingName[]): Event<void> {
    return (listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (names.some((name) => event.affectsConfiguration(`${section}.${name}`))) listener();
      });
  }

  /** How VS Code itself is told to connect; the environment's proxy variables are read where connections are made. */
  network(): {
    readonly proxy: string | undefined;
    readonly noProxy: readonly string[];
    readonly strictSsl: boolean;
    readonly proxyAuthorization: string | undefined;
  } {
    const http = vscode.workspace.getConfiguration("http");
    const proxySupport: unknown = http.get("proxySupport");
    return {
      proxy: proxySupport === "off" ? undefined : v.parse(optionalText, http.get("proxy")),
      noProxy: v.parse(v.fallback(v.array(v.string()), []), http.get("noProxy")),
      strictSsl: v.parse(v.fallback(v.boolean(), true), http.get("proxyStrictSSL")),
      proxyAuthorization: v.parse(optionalText, http.get("proxyAuthorization")),
    };
  }
}
