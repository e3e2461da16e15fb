/** streaming-markdown with its own renderer: an append-only parser, without highlighting. */
import * as smd from "streaming-markdown";
import type { Renderer } from "../page/renderer.ts";

export function create(): Renderer {
  const box = document.createElement("div");
  const parser = smd.parser(smd.default_renderer(box));
  return {
    mount: (container) => container.append(box),
    append: (text) => smd.parser_write(parser, text),
    end: () => smd.parser_end(parser),
    html: () => box.innerHTML,
  };
}
