import { pageDataElementId, rootElementId } from "../protocol/page.ts";

/** A page of the extension. */
export interface WebPage {
  readonly title: string;
  /** Of the bundle: `name.js` is its script, `name.css` its style sheet. */
  readonly name: string;
  /** Scripts that the page will import, as file names, to be fetched with the first one. */
  readonly preloads?: readonly string[];
  /** What the page reads at its start, as JSON. */
  readonly data: unknown;
}

/** Where a page stands. */
export interface PageSite {
  /** As a BCP 47 tag. */
  readonly language: string;
  /** What the one script that may run carries; never the same twice. */
  readonly nonce: string;
  /** Where styles and fonts come from, as a source of a content security policy. */
  readonly source: string;
  /** The address of a file of the bundle. */
  readonly file: (name: string) => string;
}

/**
 * The HTML of a page. It may run the one script that carries this page's nonce, with what that imports, and load styles
 * and fonts from the extension; it can reach nothing on the network.
 */
export function pageHtml(
  { title, name, preloads = [], data }: WebPage,
  { language, nonce, source, file }: PageSite,
): string {
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const links = preloads.map(
    (script) => `<link rel="modulepreload" nonce="${nonce}" href="${file(script)}">`,
  );
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${csp}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${file(`${name}.css`)}">
    ${links.join("\n    ")}
    <title>${title}</title>
  </head>
  <body>
    <div id="${rootElementId}"></div>
    <script type="application/json" id="${pageDataElementId}" nonce="${nonce}">${escapeJson(data)}</script>
    <script type="module" nonce="${nonce}" src="${file(`${name}.js`)}"></script>
  </body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** JSON that cannot end the script element it stands in. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
