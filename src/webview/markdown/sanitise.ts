import DOMPurify, { type Config } from "dompurify";

const config = {
  ALLOWED_TAGS: [
    ..."p br hr h1 h2 h3 h4 h5 h6 blockquote ul ol li pre code em strong s a span input".split(" "),
    ..."table thead tbody tr th td".split(" "),
  ],
  ALLOWED_ATTR: ["href", "title", "class", "start", "type", "disabled", "checked"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
} satisfies Config;

/**
 * HTML as nodes with nothing in them but text formatting: the second line of defence behind a Markdown parser that
 * writes no other HTML.
 */
export function sanitise(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, { ...config, RETURN_DOM_FRAGMENT: true });
}
