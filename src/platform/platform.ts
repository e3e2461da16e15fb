import * as vscode from "vscode";
import type { Disposable } from "../common/disposable.ts";
import type { FileStore } from "../common/fileStore.ts";
import type { KeyValueStore } from "../common/keyValueStore.ts";
import type { Logger } from "../common/logger.ts";
import { createFileStore } from "./fileStore.ts";
import { createLogger } from "./log.ts";
import { Settings } from "./settings.ts";
import { createStore } from "./state.ts";
import { createWindowFocus, type WindowFocus } from "./windowFocus.ts";

/** What VS Code gives to the parts of the program: log, settings, storage, focus. */
export interface Platform extends Disposable {
  readonly channel: vscode.LogOutputChannel;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly windowFocus: WindowFocus;
  /** Records of this window. */
  readonly windowStore: KeyValueStore;
  /** Records of all windows. */
  readonly globalStore: KeyValueStore;
  /** A folder of files that belongs to all windows. */
  readonly globalFiles: (name: string) => FileStore;
  /** A folder of files that belongs to this window, where the window has a place of its own. */
  readonly windowFiles: (name: string) => FileStore;
  /** Where the extension is installed. */
  readonly extensionUri: vscode.Uri;
  /** The extension's version. */
  readonly version: string;
  readonly userAgent: string;
}

/** @param redact masks secrets in every line of the log */
export function createPlatform(context: vscode.ExtensionContext, redact: (text: string) => string): Platform {
  const channel = vscode.window.createOutputChannel("Agent37", { log: true });
  const logger = createLogger(channel, redact);
  const { version } = context.extension.packageJSON as { version: string };
  const files = (parent: vscode.Uri, name: string): FileStore =>
    createFileStore(vscode.Uri.joinPath(parent, name), logger);
  return {
    channel,
    logger,
    settings: new Settings(),
    windowFocus: createWindowFocus(),
    windowStore: createStore(context.workspaceState, logger),
    globalStore: createStore(context.globalState, logger),
    globalFiles: (name) => files(context.globalStorageUri, name),
    windowFiles: (name) => files(context.storageUri ?? context.globalStorageUri, name),
    extensionUri: context.extensionUri,
    version,
    userAgent: `Agent37Chat/${version} VSCode/${vscode.version}`,
    dispose: () => channel.dispose(),
  };
}
