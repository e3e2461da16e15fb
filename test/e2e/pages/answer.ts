import type { Locator } from "@playwright/test";
import type { ChatView } from "./chatView.ts";

export type CodeAction =
  | "Copy"
  | "Copied"
  | "Insert at Cursor"
  | "Replace Selection"
  | "Compare with File"
  | "Save as New File"
  | "Run in Terminal";

/** The last answer of a chat, and what can be done with it. */
export class Answer {
  /** The whole of it, with reasoning, tools and the lines below. */
  readonly article: Locator;
  readonly #chat: ChatView;

  constructor(chat: ChatView) {
    this.#chat = chat;
    this.article = chat.agentMessages.last();
  }

  /** The code blocks, from the first one on. */
  get codeBlocks(): Locator {
    return this.article.locator(".codeBlock");
  }

  /** A button of the code block with this text. */
  codeButton(text: string, action: CodeAction): Locator {
    return this.codeBlocks.filter({ hasText: text }).getByRole("button", { name: action, exact: true });
  }

  /** A path that can be opened. */
  pathLink(name: string): Locator {
    return this.article.getByRole("link", { name, exact: true });
  }

  /** A button of the answer as a whole. It shows when the pointer is there. */
  async press(button: "Copy as Markdown"): Promise<void> {
    await this.article.hover();
    await this.article.getByRole("button", { name: button }).click();
  }

  /** A button of the message that was answered. */
  async pressOfMessage(button: "Copy" | "Send Again"): Promise<void> {
    const message = this.#chat.userMessages.last();
    await message.hover();
    await message.getByRole("button", { name: button, exact: true }).click();
  }
}
