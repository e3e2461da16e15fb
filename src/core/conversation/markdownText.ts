/** Texts of others inside a Markdown document of ours: they keep their look and leave the document's structure alone. */

/** Headings of the document itself; those in a text go below them. */
const levelsAbove = 2;

/** As Markdown of its own: headings go below those of the document, and what is left open at the end is closed. */
export function embedded(text: string): string {
  let fence: string | undefined;
  let isParagraph = false;
  const lines = text
    .replace(/^(?:[^\S\n]*\r?\n)+/, "")
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line) => {
      const mark = fenceOf(line);
      if (fence !== undefined) {
        if (mark && mark.rest === "" && mark.mark.startsWith(fence)) fence = undefined;
        return line;
      }
      if (mark) {
        fence = mark.mark;
        isParagraph = false;
        return line;
      }
      const isUnderline = isParagraph && /^ {0,3}(?:=+|-+)\s*$/.test(line);
      const atx = /^( {0,3})(#{1,6})(?=\s|$)/.exec(line);
      isParagraph = line.trim() !== "" && !atx;
      if (isUnderline) return line.replace(/[=-]/, "\\$&");
      const lowered = atx
        ? `${atx[1]}${"#".repeat(Math.min(6, (atx[2] ?? "").length + levelsAbove))}${line.slice(atx[0].length)}`
        : line;
      return lowered.replace(/<(?=\/?(?:details|summary)\b|!--)/gi, "&lt;");
    });
  return fence === undefined ? lines.join("\n") : [...lines, fence].join("\n");
}

/** As a block of code that nothing in it can end. */
export function fenced(text: string, language = ""): string {
  const mark = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${mark}${/^[^\s`]+$/.test(language) ? language : ""}\n${text}\n${mark}`;
}

/** As a code span on one line. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === "") return "";
  const mark = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${mark}${pad}${line}${pad}${mark}`;
}

/** As plain words on one line, whatever they look like. */
export function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_<>[\]]/g, "\\$&");
}

/** Every line as part of one quote. */
export function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function fenceOf(line: string): { readonly mark: string; readonly rest: string } | undefined {
  const [, mark, rest = ""] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(line) ?? [];
  return mark === undefined ? undefined : { mark, rest: rest.trim() };
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
