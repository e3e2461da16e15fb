/** What a person does at the prompt. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  /** Several lines at once: text, whatever it holds. */
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: KeyName };

export type KeyName =
  | "enter"
  | "interrupt"
  | "endOfInput"
  | "clearScreen"
  | "search"
  | "left"
  | "right"
  | "wordLeft"
  | "wordRight"
  | "home"
  | "end"
  | "up"
  | "down"
  | "backspace"
  | "delete"
  | "deleteWordLeft"
  | "deleteWordRight"
  | "deleteToStart"
  | "deleteToEnd";

const controls: Readonly<Record<string, KeyName>> = {
  "\r": "enter",
  "\n": "enter",
  "\x01": "home",
  "\x02": "left",
  "\x03": "interrupt",
  "\x04": "endOfInput",
  "\x05": "end",
  "\x06": "right",
  "\b": "backspace",
  "\x0b": "deleteToEnd",
  "\f": "clearScreen",
  "\x0e": "down",
  "\x10": "up",
  "\x12": "search",
  "\x15": "deleteToStart",
  "\x17": "deleteWordLeft",
  "\x7f": "backspace",
};

/** Behind `ESC [` or `ESC O`. A parameter of `;3` (Alt) or `;5` (Ctrl) makes moves go by words. */
const moves: Readonly<Record<string, readonly [KeyName, KeyName]>> = {
  A: ["up", "up"],
  B: ["down", "down"],
  C: ["right", "wordRight"],
  D: ["left", "wordLeft"],
  F: ["end", "end"],
  H: ["home", "home"],
  "1~": ["home", "home"],
  "3~": ["delete", "deleteWordRight"],
  "4~": ["end", "end"],
  "7~": ["home", "home"],
  "8~": ["end", "end"],
};

const meta: Readonly<Record<string, KeyName>> = {
  b: "wordLeft",
  f: "wordRight",
  d: "deleteWordRight",
  "\x7f": "deleteWordLeft",
  "\b": "deleteWordLeft",
};

const pasteStart = "\x1b[200~";
const pasteEnd = "\x1b[201~";
/** A paste is not kept for longer than this, in UTF-16 units. */
const longestPaste = 1_000_000;

// eslint-disable-next-line no-control-regex -- control characters are what keys are made of
const token = /\x1b(?:\[([0-9;?<>]*)([@-~])|O([A-Za-z])|([^[O]))?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/gu;

/** Reads keys from what a terminal sends. Pastes may come in pieces; keys do not. */
export class KeyReader {
  #paste: string | undefined;

  read(data: string): readonly Key[] {
    const keys: Key[] = [];
    let rest = data;
    while (rest !== "") {
      if (this.#paste === undefined) {
        const start = rest.indexOf(pasteStart);
        keys.push(...keysOf(start < 0 ? rest : rest.slice(0, start)));
        if (start < 0) break;
        this.#paste = "";
        rest = rest.slice(start + pasteStart.length);
      }
      const pasted: string = this.#paste + rest;
      const end = pasted.indexOf(pasteEnd);
      if (end < 0) {
        this.#paste = pasted.slice(0, longestPaste);
        break;
      }
      this.#paste = undefined;
      keys.push({ kind: "paste", text: pasted.slice(0, end) });
      rest = pasted.slice(end + pasteEnd.length);
    }
    return keys;
  }
}

function keysOf(data: string): readonly Key[] {
  return Array.from(data.replaceAll("\r\n", "\r").matchAll(token), (match) => keyOf(match)).filter(
    (key) => key !== undefined,
  );
}

function keyOf([text, parameters, final, application, alt]: RegExpMatchArray): Key | undefined {
  if (!text.startsWith("\x1b")) {
    const kind = Object.hasOwn(controls, text) ? controls[text] : undefined;
    if (kind) return { kind };
    return text < " " ? undefined : { kind: "text", text };
  }
  if (alt !== undefined) return named(meta[alt]);
  if (application !== undefined) return named(moves[application]?.[0]);
  const [first, modifier] = (parameters ?? "").split(";");
  const move = moves[final === "~" ? `${first ?? ""}~` : (final ?? "")];
  return named(move?.[modifier === "3" || modifier === "5" ? 1 : 0]);
}

function named(kind: KeyName | undefined): Key | undefined {
  return kind && { kind };
}
