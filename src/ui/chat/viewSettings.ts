import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { TurnDefaults } from "../../core/conversation/dials.ts";
import type { Settings } from "../../platform/settings.ts";
import type { FontView } from "../../protocol/view.ts";

/** The settings that views show, read when they change and not with every frame. */
export class ViewSettings implements Disposable {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  #font: FontView;
  #defaults: TurnDefaults;
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(settings: Settings) {
    this.#font = settings.chatFont();
    this.#defaults = settings.turnDefaults();
    const read = (): void => {
      this.#font = settings.chatFont();
      this.#defaults = settings.turnDefaults();
      this.#changed.fire();
    };
    this.#disposables.add(settings.onDidChangeChatFont(read));
    this.#disposables.add(settings.onDidChange("model", "provider", "reasoningEffort")(read));
    // Folders may have settings of their own.
    this.#disposables.add(vscode.window.onDidChangeActiveTextEditor(read));
  }

  get font(): FontView {
    return this.#font;
  }

  /** What new turns are sent with where nothing was chosen. */
  get defaults(): TurnDefaults {
    return this.#defaults;
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
