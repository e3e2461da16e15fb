import { expect, type Locator, type Page } from "@playwright/test";

/** A native tree of the side bar: its rows, their buttons and their menu. */
export class TreeView {
  /** The whole section with its header. */
  readonly pane: Locator;
  /** The rows on screen, from top to bottom. */
  readonly rows: Locator;
  readonly #page: Page;

  /** @param title of the view, as its header shows it in front of what it shows */
  constructor(page: Page, title: string) {
    this.#page = page;
    this.pane = page.locator(".pane", {
      has: page.getByRole("button", { name: new RegExp(`^${title}\\b.*Section$`) }),
    });
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

  /**
   * Chooses an entry of a row's context menu, or of the menu `within` it. An entry that has a key is called by its name
   * and the key.
   */
  async choose(name: string | RegExp, entry: string | RegExp, within?: string): Promise<void> {
    const item = this.#page.getByRole("menuitem", { name: entry, exact: true });
    // It has what the row offered when it was opened, while something may still be done to the instance.
    await expect(async () => {
      if (await this.#page.locator(".context-view .monaco-menu").first().isVisible())
        await this.#page.keyboard.press("Escape");
      await this.row(name).click({ button: "right", timeout: 3_000 });
      // A menu takes no click in its first moment, so that the one which opened it does not choose.
      await expect(async () => {
        if (within !== undefined)
          await this.#page.getByRole("menuitem", { name: within, exact: true }).hover({ timeout: 1_000 });
        await item.click({ timeout: 1_000 });
        await expect(item).toBeHidden({ timeout: 1_000 });
      }).toPass({ timeout: 6_000 });
    }).toPass({ timeout: 30_000 });
  }
}
