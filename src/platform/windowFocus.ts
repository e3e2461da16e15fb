import * as vscode from "vscode";
import type { Event } from "../common/emitter.ts";

/** Whether the user is looking at this window, in the shape that core waits for. */
export function windowFocus(): { readonly focused: boolean; readonly onDidChange: Event<boolean> } {
  return {
    get focused() {
      return vscode.window.state.focused;
    },
    onDidChange: (listener) => {
      let focused = vscode.window.state.focused;
      return vscode.window.onDidChangeWindowState((state) => {
        if (state.focused === focused) return;
        focused = state.focused;
        listener(focused);
      });
    },
  };
}
