/** Room between a tip and the edge of its plot, in CSS pixels. */
const margin = 2;

/**
 * Puts the tips where their points are, within the plot. By script, since the page's policy allows no style in the
 * markup and the width of a text is known only once it is there.
 */
export function placeTips(root: HTMLElement): void {
  for (const tip of root.querySelectorAll<HTMLElement>(".tip")) {
    const plot = tip.parentElement;
    const x = Number(tip.dataset["x"]);
    if (!plot || !Number.isFinite(x)) continue;
    const left = Math.min(x - tip.offsetWidth / 2, plot.clientWidth - tip.offsetWidth - margin);
    tip.style.left = `${Math.max(margin, left)}px`;
    const y = tip.dataset["y"] ?? "";
    tip.style.top = y === "" ? "" : `${y}px`;
    tip.style.bottom = y === "" ? "" : "auto";
  }
}
