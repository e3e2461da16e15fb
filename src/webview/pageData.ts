import { pageDataElementId, type PageData } from "../protocol/page.ts";

/** What the host wrote into the page. A page without it still works: in English and with an empty composer. */
export function readPageData(page: Document): PageData {
  const fallback: PageData = { l10n: undefined, locale: "en", pageId: "", draft: "", viewId: "" };
  const text = page.getElementById(pageDataElementId)?.textContent;
  if (!text) return fallback;
  return { ...fallback, ...(JSON.parse(text) as Partial<PageData>) };
}
