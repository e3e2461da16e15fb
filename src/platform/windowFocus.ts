import * as vscode from "vscode";
import type { Event } from "../common/emitter.ts";

/** Whether the user is looking at this window, in the shape that core waits for. */
export interface WindowFocus {
  readonly focused: boolean;
  readonly onDidChange: Event<boolean>;
}

/** The focus of this window. */
export function createWindowFocus(): WindowFocus {
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
