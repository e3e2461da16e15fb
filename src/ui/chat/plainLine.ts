/** Longest line, in UTF-16 units. */
const maxLength = 120;

/** The first line of a Markdown text that says something, without most of its marks, for a place that shows plain text. */
export function plainLine(markdown: string): string {
  // The rest of a long answer is of no interest.
  for (const line of markdown.slice(0, 10_000).split("\n")) {
    const plain = withoutMarks(line);
    if (plain !== "") return plain.length > maxLength ? `${plain.slice(0, maxLength - 1)}…` : plain;
  }
  return "";
}

function withoutMarks(line: string): string {
  return (
    line
      .trim()
      // Fences, rules and the lines between the rows of a table say nothing.
      .replace(/^(?:```.*|~~~.*|[-*_=\s]{3,}|[|:\-\s]{3,})$/, "")
      .replace(/^(?:#{1,6}\s+|>\s*|[-*+]\s+|\d+[.)]\s+)+/, "")
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/`+([^`]*)`+/g, "$1")
      .replace(/(\*\*|__|~~)(.+?)\1/g, "$2")
      .replace(/(^|[\s(])([*_])(\S(?:.*?\S)?)\2(?=$|[\s).,;:!?])/g, "$1$3")
      .trim()
  );
}
