import { vi } from "vitest";
import { Emitter } from "../../../../src/common/emitter.ts";
import { window } from "../../support/vscodeStub.ts";

interface Button {
  readonly tooltip: string;
}
interface Item {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly buttons?: readonly Button[];
}

/** A quick pick as a user meets it: rows with words and buttons, one of them highlighted. */
export class FakeBox {
  busy = false;
  placeholder = "";
  title = "";
  /** What is typed. */
  value = "";
  items: readonly Item[] = [];
  activeItems: readonly Item[] = [];
  selectedItems: readonly Item[] = [];
  buttons: readonly Button[] = [];
  isVisible = false;
  isDisposed = false;
  readonly #accepted = new Emitter<void>();
  readonly #hidden = new Emitter<void>();
  readonly #pressed = new Emitter<Button>();
  readonly #itemPressed = new Emitter<{ readonly item: Item; readonly button: Button }>();
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidTriggerButton = this.#pressed.event;
  readonly onDidTriggerItemButton = this.#itemPressed.event;
  readonly onDidChangeActive = new Emitter<readonly Item[]>().event;

  show(): void {
    this.isVisible = true;
  }

  /** As when another question comes, or Escape. */
  hide(): void {
    if (!this.isVisible) return;
    this.isVisible = false;
    this.#hidden.fire();
  }

  dispose(): void {
    this.hide();
    this.isDisposed = true;
  }

  /** What is read of each row, without icons. */
  get words(): readonly string[] {
    return this.items.map((item) =>
      [item.label.replace(/^\$\(\S+\) /, ""), item.description, item.detail].filter(Boolean).join(" | "),
    );
  }

  choose(label: string): void {
    this.selectedItems = [this.#find(label)];
    this.#accepted.fire();
  }

  press(tooltip: string, label?: string): void {
    if (label === undefined) this.#pressed.fire(named(this.buttons, tooltip));
    else {
      const item = this.#find(label);
      this.#itemPressed.fire({ item, button: named(item.buttons ?? [], tooltip) });
    }
  }

  #find(label: string): Item {
    const item = this.items.find((candidate) => candidate.label.endsWith(label));
    if (!item) throw new Error(`No row ${label} among ${this.words.join(", ")}`);
    return item;
  }
}

function named(buttons: readonly Button[], tooltip: string): Button {
  const button = buttons.find((candidate) => candidate.tooltip === tooltip);
  if (!button) throw new Error(`No button ${tooltip}`);
  return button;
}

/** The next quick pick that is made. */
export function nextBox(): FakeBox {
  const box = new FakeBox();
  vi.spyOn(window, "createQuickPick").mockReturnValue(box);
  return box;
}

/** Lets everything go on that waits for nothing but promises. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
