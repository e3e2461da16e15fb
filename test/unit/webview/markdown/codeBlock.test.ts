// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { onCodePress } from "../../../../src/webview/markdown/codeBlock.ts";
import { MarkdownView } from "../../../../src/webview/markdown/markdownView.ts";
import { onPost } from "../../../../src/webview/post.ts";
import { standInForScreen } from "./support/screen.ts";

standInForScreen();

let container: HTMLElement;
let posts: unknown[];

beforeEach(() => {
  container = document.createElement("div");
  posts = [];
  onPost(container, (message) => posts.push(message));
});

function show(markdown: string): void {
  new MarkdownView(container).update(GrowingText.of(markdown), false);
}
const labels = (): (string | null)[] =>
  [...container.querySelectorAll(".codeAction")].map((button) => button.getAttribute("aria-label"));
function press(label: string): void {
  const button = container.querySelector<HTMLElement>(`[aria-label="${label}"]`);
  if (!button) throw new Error(`No button ${label}`);
  onCodePress(button);
}

describe("the bar of a code block", () => {
  it("names language and path, and says the language to what colors it", () => {
    show("```ts src/a.ts\nlet a;\n```");
    expect(container.querySelector(".codeLanguage")?.textContent).toBe("ts");
    expect(container.querySelector(".codePath")?.textContent).toBe("src/a.ts");
    expect(container.querySelector("code")?.hasAttribute("title")).toBe(false);
    expect(container.querySelector("code")?.className).toBe("language-ts");
  });

  it("takes the path of a first comment once its line is complete", () => {
    const view = new MarkdownView(container);
    let text = GrowingText.of("```ts\n// src/a");
    view.update(text, true);
    expect(container.querySelector(".codePath")).toBeNull();
    text = text.grow(".ts\n");
    view.update(text, true);
    expect(container.querySelector(".codePath")?.textContent).toBe("src/a.ts");
    view.update(text.grow("let a;\n```\n\nEnd"), false);
    expect(container.querySelectorAll(".codePath")).toHaveLength(1);
  });

  it("offers a terminal for shells alone", () => {
    const others = ["Copy", "Insert at Cursor", "Replace Selection", "Compare with File", "Save as New File"];
    show("```ts\nlet a;\n```");
    expect(labels()).toEqual(others);
    container.replaceChildren();
    show("```bash\nls\n```");
    expect(labels()).toEqual([...others, "Run in Terminal"]);
  });

  it("frames code without a language too", () => {
    show("    indented\n");
    expect(container.querySelector(".codeLanguage")?.textContent).toBe("");
    press("Copy");
    expect(posts).toEqual([{ type: "copy", payload: { text: "indented\n" } }]);
  });

  it.each([
    ["Insert at Cursor", "insert"],
    ["Replace Selection", "replace"],
    ["Compare with File", "compare"],
    ["Save as New File", "save"],
  ])("%s tells the host what and where", (label, action) => {
    show("```ts src/a.ts\nlet a = '<b>';\n```");
    press(label);
    expect(posts).toEqual([
      { type: "code", payload: { action, text: "let a = '<b>';\n", language: "ts", path: "src/a.ts" } },
    ]);
  });

  it("runs commands without their prompts", () => {
    show("```console\n$ npm test\ngreen\n```");
    press("Run in Terminal");
    expect(posts).toEqual([
      { type: "code", payload: { action: "run", text: "npm test", language: "console" } },
    ]);
  });
});
