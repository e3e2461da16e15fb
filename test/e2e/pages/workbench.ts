import { expect, type Locator, type Page } from "@playwright/test";
import path from "node:path";
import { ChatView } from "./chatView.ts";
import { Companion } from "./companion.ts";
import { QuickInput } from "./quickInput.ts";
import { storedTexts } from "./storage.ts";
import { TreeView } from "./treeView.ts";

const OPEN_TIMEOUT_MS = 60_000;
const STORE_TIMEOUT_MS = 60_000;

/** Where a window is opened, and how its commands are reached. */
export interface WindowPlace {
  readonly url: string;
  readonly folder: string;
  readonly companionDir: string;
  readonly screenshotDir: string;
}

/** A window of VS Code. */
export class Workbench {
  readonly page: Page;
  readonly folder: string;
  readonly quickInput: QuickInput;
  /** The chat in the side bar. */
  readonly chat: ChatView;
  readonly #place: WindowPlace;
  /** What the settings were that tests have changed. */
  readonly #changed = new Map<string, unknown>();
  #companion: Companion | undefined;

  constructor(page: Page, place: WindowPlace) {
    this.page = page;
    this.folder = place.folder;
    this.quickInput = new QuickInput(page);
    this.chat = new ChatView(page, "view");
    this.#place = place;
  }

  /** Opens the window and waits until its extensions run. */
  async open(): Promise<void> {
    await this.#load(() => this.page.goto(this.#place.url));
  }

  /** Loads the window again, as Developer: Reload Window does. */
  async reloadWindow(): Promise<void> {
    await this.#load(() => this.page.reload());
  }

  /**
   * Waits until the window has stored a record of the extension with this text: what a view's page keeps for itself is
   * there before. In a browser VS Code stores a moment after the fact, and what is not stored when the page goes away
   * is lost; on the desktop it stores when it closes.
   */
  async untilStored(text: string): Promise<void> {
    await expect
      .poll(
        async () =>
          (await storedTexts(this.page)).some(
            (stored) => stored.includes("/agent37.agent37-chat = ") && stored.includes(text),
          ),
        { message: `"${text}" is stored` },
      )
      .toBe(true);
  }

  /**
   * Waits until the window has stored its open tabs, one of them with this text in what its page keeps. VS Code stores
   * them when it has had nothing to do for a while, every five seconds at best, and when it closes, which a page that
   * goes away does not wait for. What an extension stores is there long before.
   */
  async untilTabStored(text: string): Promise<void> {
    await expect
      .poll(
        async () =>
          (await storedTexts(this.page)).some(
            (stored) => stored.includes("/memento/workbench.parts.editor = ") && stored.includes(text),
          ),
        { message: `a tab with "${text}" is stored`, timeout: STORE_TIMEOUT_MS },
      )
      .toBe(true);
  }

  /**
   * Makes the open window ready for another test: a new chat with the emulator's demo agent, and nothing else open.
   * @returns false when it cannot be, as when a turn runs that nobody ended or a model was chosen; then only a new
   * window helps.
   */
  async startOver(key: string): Promise<boolean> {
    if (this.page.isClosed()) return false;
    const { chat, dialog, page, quickInput } = this;
    await page.bringToFront();
    if (await quickInput.widget.isVisible()) await quickInput.cancel();
    if (await dialog.isVisible()) await page.keyboard.press("Escape");
    for (const [setting, value] of this.#changed) await this.setSetting(setting, value);
    this.#changed.clear();
    await this.execute("companion.closeAll");
    await this.setApiKey(key);
    await this.openChat();
    if (await chat.isBusy()) return false;
    await this.runCommand("Agent37: New Chat");
    await expect(chat.conversation.locator("article")).toHaveCount(0);
    // The focus arrives last, and would close the next palette.
    await expect(chat.composer).toBeFocused();
    await chat.composer.fill("");
    for (let left = (await chat.chips.count()) - 1; left >= 0; left -= 1) {
      await chat.chips
        .first()
        .getByRole("button", { name: /^Remove/ })
        .click();
      await expect(chat.chips).toHaveCount(left);
    }
    // The list is asked for seldom when nothing happens.
    await this.execute("agent37.refreshInstances");
    await expect(this.statusBarItem()).toHaveAccessibleName("Agent37: Demo agent, running");
    // A chat passes on what was chosen for it.
    if ((await chat.dials.getByText(/^(?!Model$|Effort$|Hermes$)./).count()) > 0) return false;
    // The key that was set is told of as well, and what the test before has begun may end now.
    await expect(async () => {
      await this.execute("notifications.clearAll");
      await expect(this.notifications).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: 10_000 });
    return true;
  }

  /** Leaves the window the way a closed tab does, so that its extension host ends. */
  async close(): Promise<void> {
    if (this.page.isClosed()) return;
    await this.page.goto("about:blank");
    await this.page.close();
  }

  async #load(navigate: () => Promise<unknown>): Promise<void> {
    const { companionDir, folder } = this.#place;
    const before = await Companion.known(companionDir, folder);
    await navigate();
    await this.page.locator(".monaco-workbench .statusbar").waitFor({ timeout: OPEN_TIMEOUT_MS });
    this.#companion = await Companion.connect(companionDir, folder, before);
    await this.statusBarItem().waitFor({ timeout: OPEN_TIMEOUT_MS });
  }

  /** Runs a command of the palette by its full title: `Agent37: New Chat`. */
  async runCommand(title: string): Promise<void> {
    // A chat that gets the focus a moment late, as after New Chat, closes the palette again.
    await expect(async () => {
      await this.page.keyboard.press("F1");
      await expect(this.quickInput.input).toHaveValue(/^>/, { timeout: 2_000 });
      await this.quickInput.type(`>${title}`);
      await this.quickInput.item(title).first().click({ timeout: 5_000 });
    }).toPass({ timeout: 30_000 });
  }

  /** Runs a command by its id, without touching what is on the screen, and gives its result. */
  async execute(command: string, ...args: readonly unknown[]): Promise<unknown> {
    if (!this.#companion) throw new Error("The window is not open");
    return this.#companion.execute(command, ...args);
  }

  /** Changes a user setting in the open window; `undefined` removes it. */
  async setSetting(key: string, value: unknown): Promise<void> {
    if (!this.#changed.has(key)) this.#changed.set(key, await this.execute("companion.getSetting", key));
    await this.execute("companion.updateSetting", key, value ?? null);
  }

  /** Opens a file of the workspace; `selection` is [line, character, line, character] from zero. */
  async openFile(relative: string, selection?: readonly [number, number, number, number]): Promise<void> {
    await this.execute("companion.openFile", path.join(this.folder, relative), selection ?? null);
  }

  /** Shows the chat in the side bar and waits for its composer. */
  async openChat(): Promise<ChatView> {
    // The command that VS Code makes for the view; Agent37: Focus Chat goes to the chat that was used last.
    await this.execute("agent37.chat.focus");
    await this.chat.composer.waitFor();
    return this.chat;
  }

  /** Opens an earlier session of the instance by a part of its title. */
  async openSession(title: string | RegExp): Promise<void> {
    await this.runCommand("Agent37: Open Session…");
    await expect(this.quickInput.title).toContainText("Open Session");
    await this.quickInput.pick(title);
    await expect(this.quickInput.widget).toBeHidden();
  }

  /** Shows a tree of the side bar. @param id of the view. @param title of the view */
  async openTree(id: string, title: string): Promise<TreeView> {
    await this.execute(`${id}.focus`);
    const tree = new TreeView(this.page, title);
    await tree.pane.waitFor();
    return tree;
  }

  /** The chat in the active editor. */
  get editorChat(): ChatView {
    return new ChatView(this.page, "editor");
  }

  /** Stores an API key as a user does. */
  async setApiKey(key: string): Promise<void> {
    await this.runCommand("Agent37: Set API Key");
    await expect(this.quickInput.title).toContainText("Set API Key");
    await this.quickInput.enter(key);
    await expect(this.quickInput.widget).toBeHidden();
  }

  /** The extension's entry of the status bar, or another one by its name. */
  statusBarItem(name: RegExp | string = /^Agent37:/): Locator {
    return this.page.locator(".statusbar").getByRole("button", { name });
  }

  /** All notifications that are shown as toasts. */
  get notifications(): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item").filter({ visible: true });
  }

  /** The toast with this text; its buttons are `notification(…).getByRole("button", {name})`. */
  notification(text: string | RegExp): Locator {
    return this.notifications.filter({ hasText: text });
  }

  /** Clicks a button of the toast with this text. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole("button", { name: button, exact: true }).click();
  }

  /** A modal question. */
  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  async answerDialog(button: string): Promise<void> {
    await this.dialog.getByRole("button", { name: button, exact: true }).click();
  }

  /** The labels of the open editor tabs. */
  async tabs(): Promise<string[]> {
    return (await this.execute("companion.openTabs")) as string[];
  }

  /** Writes what a user sees to `test-results/screenshots/<version>/<name>.png` and gives the path. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(this.#place.screenshotDir, `${name}.png`);
    await this.page.screenshot({ path: file, animations: "disabled", caret: "hide" });
    return file;
  }
}
