/** The parts of a keyboard event that decide. */
export interface KeyPress {
  readonly key: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What an input method reports for the key that ends a composition, after `isComposing` is false again. */
const imeKeyCode = 229;

/** Whether a key belongs to an input method: Enter and Escape there only choose or drop a word. */
export function isInputMethodKey({ isComposing, keyCode }: KeyPress): boolean {
  return isComposing || keyCode === imeKeyCode;
}

/** Whether no modifier is held. */
export function isPlain({ shiftKey, ctrlKey, altKey, metaKey }: KeyPress): boolean {
  return !shiftKey && !ctrlKey && !altKey && !metaKey;
}

/** Whether a key sends the message. */
export function isSendKey(press: KeyPress): boolean {
  return press.key === "Enter" && isPlain(press) && !isInputMethodKey(press);
}

/** Whether a key stops the turn that runs and sends the message: Ctrl+Enter, and Cmd+Enter on a Mac. */
export function isStopAndSendKey(press: KeyPress): boolean {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = press;
  return key === "Enter" && ctrlKey !== metaKey && !shiftKey && !altKey && !isInputMethodKey(press);
}

/** Says that a key has done its work: neither the browser nor the editor's own keybindings act on it. */
export function consume(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
