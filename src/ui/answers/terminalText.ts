/**
 * What may be typed into a terminal: lines and nothing that a terminal takes for a key. A lone carriage return would be
 * Enter, an escape sequence could end a paste early. Lines are separated by `\n`; there is none at the end.
 */
export function terminalText(code: string): string {
  const text = code
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    // Signs that turn the direction of text would show another command than the one that runs.
    // eslint-disable-next-line no-control-regex -- they are what is taken out; tab and line feed stay.
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "");
  return commandsOf(text).replace(/^(?:[^\S\n]*\n)+|\s+$/g, "");
}

/** Of a terminal's record, where a prompt stands before each command, the commands without what they printed. */
function commandsOf(text: string): string {
  if (!/^\s*\$ /.test(text)) return text;
  const lines = text.split("\n");
  const isCommand = (line: string | undefined): boolean => /^\s*\$ /.test(line ?? "");
  return lines
    .filter((line, index) => isCommand(line) || (lines[index - 1]?.endsWith("\\") ?? false))
    .map((line) => line.replace(/^\s*\$ +/, ""))
    .join("\n");
}
