// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { MarkdownView } from "../../../../src/webview/markdown/markdownView.ts";

let container: HTMLElement;
let view: MarkdownView;

beforeEach(() => {
  container = document.createElement("div");
  view = new MarkdownView(container);
});

const sample = "# T\n\nText\n\n```js\nconst a = 1;\nlet b;\n```\n\n- [x] done\n\n| a |\n| --- |\n| b |\n";

describe("MarkdownView", () => {
  it("ends with the nodes of a single render, however the text arrived", () => {
    for (let length = 0; length < sample.length; length += 5) view.update(sample.slice(0, length), true);
    view.update(sample, false);
    const once = document.createElement("div");
    new MarkdownView(once).update(sample, false);
    expect(container.innerHTML).toBe(once.innerHTML);
  });

  it("does not touch finished blocks again", () => {
    view.update("# T\n\nText\n\nMore\n", true);
    const [title, text] = container.children;
    view.update("# T\n\nText\n\nMore and more\n\nEnd\n", true);
    view.update("# T\n\nText\n\nMore and more\n\nEnd\n", false);
    expect([container.children[0], container.children[1]]).toEqual([title, text]);
    expect(container.children[0]).toBe(title);
    expect(container.children[1]).toBe(text);
  });

  it("grows code in place and colours it when it is finished", () => {
    view.update("```js\nconst a", true);
    const frame = container.firstElementChild;
    view.update("```js\nconst a = 1;\n", true);
    expect(container.firstElementChild).toBe(frame);
    expect(container.querySelector(".hljs-keyword")).toBeNull();
    view.update("```js\nconst a = 1;\n```\n", false);
    expect(container.firstElementChild).toBe(frame);
    expect(container.querySelector(".hljs-keyword")?.textContent).toBe("const");
    expect(container.querySelector(".codeLanguage")?.textContent).toBe("js");
    expect(container.querySelector("pre")?.textContent).toBe("const a = 1;\n");
  });

  it("keeps the buttons of growing code, also inside a list", () => {
    view.update("- a\n\n  ```ts\n  let a", true);
    const copy = container.querySelector<HTMLElement>(".copyCode");
    document.body.append(container);
    copy?.focus();
    view.update("- a\n\n  ```ts\n  let a = 1;\n  let b", true);
    view.update("- a\n\n  ```ts\n  let a = 1;\n  let b;\n  ```\n\nEnd", false);
    expect(container.querySelector(".copyCode")).toBe(copy);
    expect(document.activeElement).toBe(copy);
    expect(container.querySelector("pre")?.textContent).toBe("let a = 1;\nlet b;\n");
    expect(container.querySelector(".hljs-keyword")?.textContent).toBe("let");
    container.remove();
  });

  it("keeps the nodes of a growing block, so that a selection in it stays", () => {
    view.update("Some *text* and", true);
    const [start, emphasis] = container.firstElementChild?.childNodes ?? [];
    document.body.append(container);
    document
      .getSelection()
      ?.setBaseAndExtent(emphasis as Node, 0, container.querySelector("p")?.lastChild as Node, 4);
    view.update("Some *text* and more **of it**", true);
    expect(container.firstElementChild?.childNodes[0]).toBe(start);
    expect(container.firstElementChild?.childNodes[1]).toBe(emphasis);
    expect(String(document.getSelection())).toBe("text and");
    expect(container.innerHTML).toBe("<p>Some <em>text</em> and more <strong>of it</strong></p>");
    container.remove();
  });

  it("tells of each block once, when it is finished", () => {
    const finished: string[] = [];
    const told = new MarkdownView(container, (block) => finished.push(block.textContent));
    told.update("One\n\nTwo\n\nThr", true);
    told.update("One\n\nTwo\n\nThree\n", true);
    expect(finished).toEqual(["One", "Two"]);
    told.update("One\n\nTwo\n\nThree\n", false);
    expect(finished).toEqual(["One", "Two", "Three"]);
  });

  it("leaves code of an unknown language plain", () => {
    view.update("```klingon\n<b>qapla'</b>\n```", false);
    expect(container.querySelector("code")?.innerHTML).toBe("&lt;b&gt;qapla'&lt;/b&gt;\n");
  });

  it("labels check marks", () => {
    view.update("- [x] a\n- [ ] b", false);
    const labels = [...container.querySelectorAll("input")].map((mark) => mark.getAttribute("aria-label"));
    expect(labels).toEqual(["Done", "To do"]);
  });

  it.each([
    ["a path", "[config](src/config.ts)", "config", "src/config.ts"],
    ["a path with spaces", "[it](<my file.txt>)", "it", "my file.txt"],
    ["a path that is its own text", "[src/a.ts](src/a.ts)", "src/a.ts", ""],
    ["a place in the page", "[above](#top)", "above", ""],
    ["no scheme", "[site](//example.com/x)", "site", "//example.com/x"],
    ["another scheme", "[x](vscode://file/a)", "x", ""],
    ["an image in the workspace", "![A chart](out/chart.png)", "A chart", "out/chart.png"],
    ["image data", "![A dot](data:image/png;base64,AAAA)", "A dot", ""],
  ])("shows as text what cannot be opened: %s", (_, markdown, text, title) => {
    view.update(`See ${markdown}.`, false);
    expect(container.querySelector("a")).toBeNull();
    expect(container.textContent.trim()).toBe(`See ${text}.`);
    expect(container.querySelector<HTMLElement>("span")?.title).toBe(title);
  });

  it("keeps the formats within what is no link", () => {
    view.update("[the `main` file](src/main.ts)", false);
    expect(container.querySelector("code")?.textContent).toBe("main");
  });

  it.each(["http://a.example/", "https://a.example/", "mailto:a@a.example"])("links to %s", (href) => {
    view.update(`[x](${href})`, false);
    expect(container.querySelector("a")?.getAttribute("href")).toBe(href);
  });

  it("shortens when the text does", () => {
    view.update("a\n\nb\n\nc", true);
    view.update("a", true);
    expect(container.textContent.trim()).toBe("a");
  });
});
