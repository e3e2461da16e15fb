import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

/** A turn against the emulator ends well within this. */
const TURN_TIMEOUT_MS = 30_000;

/** The webview of one chat: in the side bar (`view`) or in an editor tab. */
export class ChatView {
  readonly page: Page;
  /** The document that the extension writes. */
  readonly frame: FrameLocator;
  readonly composer: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  readonly attachButton: Locator;
  /** The transcript. */
  readonly conversation: Locator;
  readonly userMessages: Locator;
  readonly agentMessages: Locator;
  /** Reasoning rows; a click opens or closes one. */
  readonly thinking: Locator;
  /** The agent's calls of tools. */
  readonly tools: Locator;
  /** The line below the last answer: what the turn took, or that it was stopped. */
  readonly summary: Locator;
  /** The cards of failed turns. */
  readonly alerts: Locator;
  /** Messages that wait for the running turn to end. */
  readonly queue: Locator;
  readonly queued: Locator;
  /** What is attached to the message in the composer. */
  readonly chips: Locator;
  /** The list that `@` opens. */
  readonly mentions: Locator;
  /** The choices below the composer. */
  readonly dials: Locator;

  constructor(page: Page, place: "view" | "editor") {
    this.page = page;
    // VS Code names the extension in the address of a frame. It tells a view from an editor there only until the view
    // has been hidden once; where they stand tells it always.
    const mine = 'iframe.webview[src*="extensionId=agent37.agent37-chat"]:visible';
    const beside = ":left-of(.part.editor)";
    const outer = place === "view" ? `${mine}${beside}` : `${mine}:not(${beside})`;
    this.frame = page.frameLocator(outer).frameLocator("iframe#active-frame");
    this.composer = this.frame.getByRole("textbox", { name: "Message the agent" });
    this.sendButton = this.button("Send");
    this.stopButton = this.button("Stop");
    this.attachButton = this.button("Attach");
    this.conversation = this.frame.getByRole("log", { name: "Conversation" });
    this.userMessages = this.conversation.getByRole("article", { name: "You", exact: true });
    this.agentMessages = this.conversation.locator('article:not([aria-label="You"])');
    this.thinking = this.conversation.getByRole("button", { name: /^Thinking/ });
    this.tools = this.conversation.locator(".row.tool");
    this.summary = this.agentMessages.last().locator("footer.summary");
    this.alerts = this.conversation.getByRole("alert");
    this.queue = this.frame.getByRole("region", { name: "Queued messages" });
    this.queued = this.queue.locator(".queued");
    this.chips = this.frame
      .locator(".composer")
      .getByRole("list", { name: "Attachments" })
      .getByRole("listitem");
    this.mentions = this.frame.getByRole("listbox", { name: "What to attach" });
    this.dials = this.frame.locator(".composer .dial");
  }

  button(name: string): Locator {
    return this.frame.getByRole("button", { name, exact: true });
  }

  /** What can be done with a queued message, by the message's beginning. */
  queueButton(action: "Edit" | "Move Up" | "Move Down" | "Remove" | "Send Now", begin: string): Locator {
    return this.queue.getByRole("button", { name: `${action}: ${begin}` });
  }

  /** Types a message and sends it. */
  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.sendButton.click();
    await expect(this.userMessages.filter({ hasText: text }).last()).toBeVisible();
  }

  /** Sends a message, waits for the end of the turn and gives the agent's last text. */
  async ask(text: string): Promise<string> {
    await this.send(text);
    await this.waitUntilIdle();
    return this.lastAnswerText();
  }

  /** Waits until no turn runs and the agent has had the last word. */
  async waitUntilIdle(): Promise<void> {
    await expect(this.conversation.locator("article").last()).not.toHaveAccessibleName("You", {
      timeout: TURN_TIMEOUT_MS,
    });
    await expect(this.conversation.locator('article[aria-busy="true"]')).toHaveCount(0, {
      timeout: TURN_TIMEOUT_MS,
    });
    await expect(this.stopButton).toBeHidden({ timeout: TURN_TIMEOUT_MS });
  }

  /** Whether a turn runs, as the user sees it. */
  async isBusy(): Promise<boolean> {
    return this.stopButton.isVisible();
  }

  /** What the agent answered in the last turn, without reasoning, tool rows and status lines. */
  async lastAnswerText(): Promise<string> {
    const parts = await this.agentMessages.last().locator(".answer").allInnerTexts();
    return parts.join("\n").trim();
  }

  /** Notes from now on each text that the last answer shows, and gives the different ones, in order. */
  async watchAnswer(): Promise<() => Promise<string[]>> {
    const watched = await this.conversation.evaluateHandle((log) => {
      const texts: string[] = [];
      const look = (): void => {
        const parts = [...log.querySelectorAll('article:not([aria-label="You"])')]
          .at(-1)
          ?.querySelectorAll(".answer");
        const text = [...(parts ?? [])].map(({ textContent }) => textContent).join("");
        if (text !== "" && text !== texts.at(-1)) texts.push(text);
      };
      new MutationObserver(look).observe(log, { subtree: true, childList: true, characterData: true });
      return texts;
    });
    return () => watched.jsonValue();
  }

  /** The card of a failed turn with this text. */
  alert(text: string | RegExp): Locator {
    return this.alerts.filter({ hasText: text });
  }

  /** Opens the last reasoning row and gives its text. */
  async openThinking(): Promise<Locator> {
    const row = this.thinking.last();
    if ((await row.getAttribute("aria-expanded")) !== "true") await row.click();
    await expect(row).toHaveAttribute("aria-expanded", "true");
    return row.locator("..");
  }
}
