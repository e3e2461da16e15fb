import { expect, type Locator, type Page } from "@playwright/test";

/** The box at the top of the window: command palette, quick picks and input boxes. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;
  /** The entries that are shown; a long list shows a part of its entries. */
  readonly items: Locator;
  /** The line under the input: the prompt, or why a value is refused. */
  readonly message: Locator;
  readonly title: Locator;

  constructor(page: Page) {
    this.widget = page.locator(".quick-input-widget").filter({ visible: true });
    this.input = this.widget.locator(".quick-input-filter input").first();
    this.items = this.widget.locator(".quick-input-list .monaco-list-row");
    this.message = this.widget.locator(".quick-input-message");
    this.title = this.widget.locator(".quick-input-title");
  }

  /** The entry with exactly this label, or a label that matches. */
  item(label: string | RegExp): Locator {
    const name =
      typeof label === "string"
        ? this.widget.page().getByText(label, { exact: true })
        : this.widget.page().getByText(label);
    return this.items.filter({ has: name });
  }

  /** Replaces what is in the input. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /**
   * Chooses an entry by its label; typing part of it first brings it into view in a long list. What is asked next is
   * there when this ends, if something is: who types before that types into this box.
   */
  async pick(label: string | RegExp, filter?: string): Promise<void> {
    if (filter !== undefined) await this.type(filter);
    const entry = this.item(label).first();
    await entry.click();
    await expect(entry).toBeHidden();
  }

  /** Accepts what is typed or highlighted. */
  async accept(): Promise<void> {
    await this.input.press("Enter");
  }

  /** Types a value into an input box and accepts it. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  /** Types a path into the box that asks for a file or a folder, and accepts it. */
  async enterPath(path: string): Promise<void> {
    const asks = this.widget.filter({ hasText: (await this.title.textContent()) ?? "" });
    // Until it has read the folder that it begins with, it puts its own path over what is typed.
    await expect(async () => {
      if (!(await asks.isVisible())) return;
      await this.enter(path);
      await expect(asks).toBeHidden({ timeout: 3_000 });
    }).toPass({ timeout: 20_000 });
  }

  /** Goes one step back. */
  async back(): Promise<void> {
    await this.widget.getByRole("button", { name: /^Back/ }).click();
  }

  /** Closes it without an answer. */
  async cancel(): Promise<void> {
    await expect(async () => {
      // A first Escape may go to the message of a refused value.
      if (await this.widget.isVisible()) await this.widget.page().keyboard.press("Escape");
      await expect(this.widget).toBeHidden({ timeout: 1_000 });
    }).toPass({ timeout: 10_000 });
  }
}
