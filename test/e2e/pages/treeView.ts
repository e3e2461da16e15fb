import type { Locator, Page } from "@playwright/test";

/** A native tree of the side bar: its rows, their buttons and their menu. */
export class TreeView {
  /** The whole section with its header. */
  readonly pane: Locator;
  /** The rows on screen, from top to bottom. */
  readonly rows: Locator;
  readonly #page: Page;

  /** @param title of the view, as its header shows it */
  constructor(page: Page, title: string) {
    this.#page = page;
    this.pane = page.locator(".pane", { has: page.getByRole("button", { name: `${title} Section` }) });
    this.rows = this.pane.getByRole("treeitem");
  }

  /** The row that a screen reader calls so. */
  row(name: string | RegExp): Locator {
    return this.pane.getByRole("treeitem", { name });
  }

  /** Presses a button of a row, which is there while the mouse is over it. */
  async press(name: string | RegExp, button: string | RegExp): Promise<void> {
    const row = this.row(name);
    await row.hover();
    await row.getByRole("button", { name: button }).click();
  }

  /** Presses a button of the header. */
  async pressTitle(button: string | RegExp): Promise<void> {
    await this.pane.hover();
    await this.pane.locator(".pane-header").getByRole("button", { name: button }).click();
  }

  /** Chooses an entry of a row's context menu. */
  async choose(name: string | RegExp, entry: string): Promise<void> {
    await this.row(name).click({ button: "right" });
    await this.#page.getByRole("menuitem", { name: entry, exact: true }).click();
  }
}
