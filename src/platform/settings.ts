import * as vscode from "vscode";
import * as v from "valibot";
import type { Event } from "../common/emitter.ts";

const text = v.fallback(v.pipe(v.string(), v.trim()), "");
const optionalText = v.pipe(
  text,
  v.transform((value) => (value === "" ? undefined : value)),
);

/** VS Code's default, which also stands in for what is no size. */
const fontSize = v.fallback(v.pipe(v.number(), v.minValue(6), v.maxValue(100)), 13);

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
  attachActiveFile: v.fallback(v.boolean(), false),
} as const;

export type SettingName = keyof typeof schemas;
export type SettingValue<N extends SettingName> = v.InferOutput<(typeof schemas)[N]>;

const section = "agent37";

/** The settings as they are at the moment of reading. Nothing is cached: VS Code does that. */
export class Settings {
  /** @param scope of the resource-scoped settings, as `folder()` gives it; none: values of folders do not count. */
  get<N extends SettingName>(name: N, scope?: vscode.ConfigurationScope): SettingValue<N> {
    const stored: unknown = vscode.workspace.getConfiguration(section, scope).get(name);
    return v.parse(schemas[name], stored);
  }

  /** Whose settings a chat goes by: the folder of the active editor, else the first one; a chat has no file of its own. */
  folder(): vscode.WorkspaceFolder | undefined {
    const active = vscode.window.activeTextEditor?.document.uri;
    return (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  }

  /** What new turns are sent with. */
  turnDefaults(): {
    readonly model: SettingValue<"model">;
    readonly provider: SettingValue<"provider">;
    readonly reasoningEffort: SettingValue<"reasoningEffort">;
  } {
    const folder = this.folder();
    return {
      model: this.get("model", folder),
      provider: this.get("provider", folder),
      reasoningEffort: this.get("reasoningEffort", folder),
    };
  }

  /** Fires when the setting has another value somewhere; read it again. */
  onDidChange(...names: readonly SettingName[]): Event<void> {
    return (listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (names.some((name) => event.affectsConfiguration(`${section}.${name}`))) listener();
      });
  }

  /** How VS Code's own chats look; `size` in CSS pixels, without `family` it is the editor's own font. */
  chatFont(): { readonly size: number; readonly family?: string } {
    const chat = vscode.workspace.getConfiguration("chat");
    const family = v.parse(optionalText, chat.get("fontFamily"));
    return {
      size: v.parse(fontSize, chat.get("fontSize")),
      ...(family !== undefined && family !== "default" && { family }),
    };
  }

  /** Fires when `chatFont` may give something else. */
  readonly onDidChangeChatFont: Event<void> = (listener) =>
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("chat.fontSize") || event.affectsConfiguration("chat.fontFamily"))
        listener();
    });

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
      // Off means direct, whatever the environment says.
      noProxy:
        proxySupport === "off" ? ["*"] : v.parse(v.fallback(v.array(v.string()), []), http.get("noProxy")),
      strictSsl: v.parse(v.fallback(v.boolean(), true), http.get("proxyStrictSSL")),
      proxyAuthorization: v.parse(optionalText, http.get("proxyAuthorization")),
    };
  }
}
