/** The chat page in a plain Chromium, with a host that only records. */
import type { Browser } from "@playwright/test";
import type { HostMessage, ViewMessage } from "../../src/protocol/messages.ts";
import { pack } from "../../src/protocol/packed.ts";
import type { PageData } from "../../src/protocol/page.ts";
import { workspaceFiles } from "./answerScenes.ts";
import { type ServedPage, servePage } from "./servedPage.ts";
import type { Theme } from "./themes.ts";

const chatPage = {
  name: "main",
  entryPoints: {
    main: "src/webview/main.ts",
    turns: "src/webview/turns.ts",
    markdown: "src/webview/markdown/markdownView.ts",
  },
  background: "sideBar-background",
};

export interface HarnessOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly page?: Partial<PageData>;
  /** What `getState()` returns at first. */
  readonly state?: unknown;
  /** Files of the workspace, for paths that the page asks for. */
  readonly files?: readonly string[];
  /** Files of the page, and how many times each is missing at first. */
  readonly missing?: Readonly<Record<string, number>>;
}

export interface Harness extends ServedPage {
  /** Sends a message from the host and waits until it is on screen. */
  send(message: HostMessage): Promise<void>;
  /** What the view has posted so far. */
  posted(): Promise<ViewMessage[]>;
  state(): Promise<unknown>;
}

declare global {
  interface Window {
    harness: { posted: ViewMessage[]; state: unknown };
    acquireVsCodeApi: unknown;
  }
}

export async function openHarness(browser: Browser, options: HarnessOptions = {}): Promise<Harness> {
  const { theme = "dark", width = 380, height = 720, state, files = workspaceFiles } = options;
  const data: PageData = {
    l10n: undefined,
    locale: "en",
    pageId: "page-1",
    draft: "",
    viewId: "view-1",
    ...options.page,
  };
  const served = await servePage(
    browser,
    chatPage,
    { viewport: { width, height }, theme, data, missing: options.missing },
    (prepared) => prepared.addInitScript(installHost, { state, files }),
  );
  const { page } = served;
  return {
    ...served,
    async send(message) {
      const sent = { data: pack(message), isSnapshot: message.type === "snapshot" };
      await page.evaluate(async ({ data, isSnapshot }) => {
        const shown = (): number => window.harness.posted.filter(({ type }) => type === "ack").length;
        const before = shown();
        window.postMessage(data, "*");
        // The first one waits until what shows turns is loaded.
        if (isSnapshot) {
          while (shown() === before) await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await new Promise((resolve) => setTimeout(resolve, 0));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
      }, sent);
    },
    posted: () => page.evaluate(() => window.harness.posted),
    state: () => page.evaluate(() => window.harness.state),
  };
}

interface HostOptions {
  readonly state: unknown;
  readonly files: readonly string[];
}

/** Runs in the page. */
function installHost({ state, files }: HostOptions): void {
  const harness: Window["harness"] = { posted: [], state };
  window.harness = harness;
  window.acquireVsCodeApi = () => ({
    postMessage: (message: ViewMessage) => {
      harness.posted.push(message);
      if (message.type !== "findPaths") return;
      const asked = message.payload.paths;
      const found = asked.filter((path) => files.includes(path));
      window.postMessage({ type: "paths", payload: { asked, found } }, "*");
    },
    getState: () => harness.state,
    setState: (value: unknown) => (harness.state = value),
  });
}
