/**
 * One element with one text node for each line of the source. No Markdown. Finished lines keep their layout, so this is
 * about the least that anything with a DOM of blocks can cost.
 */
import type { Renderer } from "../page/renderer.ts";
import { plainBox } from "./plainBox.ts";

export function create(): Renderer {
  const box = plainBox();
  let line = startLine(box);
  return {
    mount: (container) => container.append(box),
    append(text) {
      const [first = "", ...others] = text.split("\n");
      if (first !== "") line.appendData(first);
      for (const other of others) {
        line = startLine(box);
        if (other !== "") line.appendData(other);
      }
    },
    end() {},
    html: () => box.innerHTML,
  };
}

function startLine(box: HTMLElement): Text {
  const line = new Text();
  const element = document.createElement("div");
  element.append(line);
  box.append(element);
  return line;
}
