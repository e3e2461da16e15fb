/** What axe-core finds in a page of the extension, wherever the page is shown. */
import type { Frame, Page } from "@playwright/test";
import axe from "axe-core";

// A view inside VS Code's workbench is not a page with landmarks and a title of its own.
const outOfScope = ["region", "landmark-one-main", "page-has-heading-one", "document-title"];

/** Makes axe-core known to a page, past the page's content security policy; once for each page that is loaded. */
export async function loadAxe(page: Page | Frame): Promise<void> {
  await page.evaluate(axe.source);
}

/** What is wrong with the page: a line for each rule and element. Needs {@link loadAxe}. */
export async function violations(page: Page | Frame): Promise<string[]> {
  return page.evaluate(async (disabled) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const rules = Object.fromEntries(disabled.map((rule) => [rule, { enabled: false }]));
    // The page's policy keeps style sheets from being fetched once more; no rule that is used needs that.
    const results = await inPage.run(document, { rules, resultTypes: ["violations"], preload: false });
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 150)} ${node.failureSummary ?? ""}`),
    );
  }, outOfScope);
}
