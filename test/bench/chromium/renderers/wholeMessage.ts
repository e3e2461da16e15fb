/** What most chats in editors do: markdown-it and highlight.js over the whole message at each flush. */
import hljs from "highlight.js/lib/common";
import MarkdownIt from "markdown-it";
import type { Renderer } from "../page/renderer.ts";

const parser = new MarkdownIt({
  html: false,
  highlight: (code, language) =>
    hljs.getLanguage(language) ? hljs.highlight(code, { language, ignoreIllegals: true }).value : "",
});

export function create(): Renderer {
  const box = document.createElement("div");
  let whole = "";
  return {
    mount: (container) => container.append(box),
    append(text) {
      whole += text;
      box.innerHTML = parser.render(whole);
    },
    end() {},
    html: () => box.innerHTML,
  };
}
