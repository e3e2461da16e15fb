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

/** Whether a key sends the message. Enter inside an input method only chooses a word. */
export function isSendKey(press: KeyPress): boolean {
  const isPlain = !press.shiftKey && !press.ctrlKey && !press.altKey && !press.metaKey;
  return press.key === "Enter" && isPlain && !press.isComposing && press.keyCode !== imeKeyCode;
}
