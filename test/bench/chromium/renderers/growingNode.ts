/** One text node that grows. No Markdown. */
import type { Renderer } from "../page/renderer.ts";
import { plainBox } from "./plainBox.ts";

export function create(): Renderer {
  const box = plainBox();
  const node = new Text();
  box.append(node);
  return {
    mount: (container) => container.append(box),
    append: (text) => node.appendData(text),
    end() {},
    html: () => box.innerHTML,
  };
}
