/** Makes a text node say `text`. Adding at the end leaves a selection in it alone, which any other change would collapse. */
export function growText(node: Text, text: string): void {
  if (text === node.data) return;
  if (text.startsWith(node.data)) node.appendData(text.slice(node.data.length));
  else node.data = text;
}
