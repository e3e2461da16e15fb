/** An element that shows plain text with its line breaks. */
export function plainBox(): HTMLElement {
  const box = document.createElement("div");
  box.style.whiteSpace = "pre-wrap";
  box.style.overflowWrap = "anywhere";
  return box;
}
