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

/** The box that is on screen is the only one. */
const screen: { box?: FakeBox | undefined } = {};

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

  /** VS Code shows one box at a time: this one takes the place of the one before. */
  show(): void {
    const before = screen.box;
    screen.box = this;
    this.isVisible = true;
    if (before !== this) before?.hide();
  }

  /** As when another question comes, or Escape. */
  hide(): void {
    if (!this.isVisible) return;
    this.isVisible = false;
    if (screen.box === this) screen.box = undefined;
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
    this.accept();
  }

  accept(): void {
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

/** An input box that is answered as soon as it has taken the place of what was there. */
export class FakeInput {
  title = "";
  value = "";
  validationMessage: unknown;
  readonly #answer: string | undefined;
  readonly #box = new FakeBox();
  readonly #typed = new Emitter<string>();
  readonly onDidAccept = this.#box.onDidAccept;
  readonly onDidHide = this.#box.onDidHide;
  readonly onDidChangeValue = this.#typed.event;
  /** What it began with. */
  before: string | undefined;

  /** @param answer undefined: the user gives up */
  constructor(answer: string | undefined) {
    this.#answer = answer;
  }

  show(): void {
    this.before = this.value;
    this.#box.show();
    void settled().then(() => {
      if (this.#answer === undefined) {
        this.hide();
        return;
      }
      this.value = this.#answer;
      this.#typed.fire(this.#answer);
      this.#box.accept();
      // One that refuses the answer is given up.
      if (this.validationMessage !== undefined) this.hide();
    });
  }

  hide(): void {
    this.#box.hide();
  }

  dispose(): void {
    this.#box.dispose();
  }
}

/** The answer to every input box from now on. */
export function answerInputs(answer: string | undefined): readonly FakeInput[] {
  const inputs: FakeInput[] = [];
  vi.spyOn(window, "createInputBox").mockImplementation(() => {
    const input = new FakeInput(answer);
    inputs.push(input);
    return input;
  });
  return inputs;
}

/** The next quick pick that is made. */
export function nextBox(): FakeBox {
  const box = new FakeBox();
  vi.spyOn(window, "createQuickPick").mockReturnValue(box);
  return box;
}

/** Lets everything go on that waits for nothing but promises. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
