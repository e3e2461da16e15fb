// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { MarkdownView } from "../../../../src/webview/markdown/markdownView.ts";
import { showAtOnce } from "./support/feed.ts";

let container: HTMLElement;
let view: MarkdownView;
let shown: GrowingText;

beforeEach(() => {
  container = document.createElement("div");
  view = new MarkdownView(container);
  shown = GrowingText.of("");
});

/** Shows a text, grown from the one before where it continues that. */
function show(text: string, growing: boolean): void {
  const isMore = text.startsWith(String(shown));
  shown = isMore ? shown.grow(text.slice(shown.length)) : GrowingText.of(text);
  view.update(shown, growing);
}

const blocks = (): Element[] => [...container.querySelectorAll(".section > *")];

const sample = "# T\n\nText\n\n```js\nconst a = 1;\nlet b;\n```\n\n- [x] done\n\n| a |\n| --- |\n| b |\n";

describe("MarkdownView", () => {
  it("ends with the nodes of a single render, however the text arrived", () => {
    for (let length = 0; length < sample.length; length += 5) show(sample.slice(0, length), true);
    show(sample, false);
    expect(container.innerHTML).toBe(showAtOnce(sample).innerHTML);
  });

  it("does not touch finished blocks again", () => {
    show("# T\n\nText\n\nMore", true);
    const [title, text] = blocks();
    show("# T\n\nText\n\nMore and more\n\nEnd\n", true);
    show("# T\n\nText\n\nMore and more\n\nEnd\n", false);
    expect(title?.textContent).toBe("T");
    expect(blocks()[0]).toBe(title);
    expect(blocks()[1]).toBe(text);
  });

  it("grows code in place", () => {
    show("```js\nconst a", true);
    const [frame] = blocks();
    show("```js\nconst a = 1;\n", true);
    expect(blocks()[0]).toBe(frame);
    expect(frame?.classList.contains("growing")).toBe(true);
    show("```js\nconst a = 1;\n```\n", false);
    expect(blocks()[0]).toBe(frame);
    expect(frame?.classList.contains("growing")).toBe(false);
    expect(container.querySelector(".codeLanguage")?.textContent).toBe("js");
    expect(container.querySelector("pre")?.textContent).toBe("const a = 1;\n");
  });

  it("keeps the buttons of growing code, also inside a list", () => {
    show("- a\n\n  ```ts\n  let a", true);
    const copy = container.querySelector<HTMLElement>(".copyCode");
    document.body.append(container);
    copy?.focus();
    show("- a\n\n  ```ts\n  let a = 1;\n  let b", true);
    show("- a\n\n  ```ts\n  let a = 1;\n  let b;\n  ```\n\nEnd", false);
    expect(container.querySelector(".copyCode")).toBe(copy);
    expect(document.activeElement).toBe(copy);
    expect(container.querySelector("pre")?.textContent).toBe("let a = 1;\nlet b;\n");
    container.remove();
  });

  it("keeps the nodes of a growing block, so that a selection in it stays", () => {
    show("Some *text* and", true);
    const [start, emphasis] = blocks()[0]?.childNodes ?? [];
    document.body.append(container);
    document
      .getSelection()
      ?.setBaseAndExtent(emphasis as Node, 0, container.querySelector("p")?.lastChild as Node, 4);
    show("Some *text* and more **of it**", true);
    expect(blocks()[0]?.childNodes[0]).toBe(start);
    expect(blocks()[0]?.childNodes[1]).toBe(emphasis);
    expect(String(document.getSelection())).toBe("text and");
    expect(blocks()[0]?.outerHTML).toBe("<p>Some <em>text</em> and more <strong>of it</strong></p>");
    container.remove();
  });

  it("tells of each block once, when it is finished", () => {
    const finished: string[] = [];
    view = new MarkdownView(container, (block) => finished.push(block.textContent));
    show("One\n\nTwo\n\nThr", true);
    show("One\n\nTwo\n\nThree\n", true);
    expect(finished).toEqual(["One", "Two"]);
    show("One\n\nTwo\n\nThree\n", false);
    expect(finished).toEqual(["One", "Two", "Three"]);
  });

  it("leaves code of an unknown language plain", () => {
    show("```klingon\n<b>qapla'</b>\n```", false);
    expect(container.querySelector("code > .codeChunk")?.innerHTML).toBe("&lt;b&gt;qapla'&lt;/b&gt;\n");
  });

  it("shows raw HTML as text", () => {
    show('<img src=x onerror="alert(1)">', false);
    expect(blocks()[0]?.outerHTML).toBe('<p>&lt;img src=x onerror="alert(1)"&gt;</p>');
  });

  it("writes no style attributes, which the page's policy blocks", () => {
    show("| a |\n| ---: |\n| 1 |", false);
    expect(container.querySelector("td")?.outerHTML).toBe('<td class="align-right">1</td>');
  });

  it("labels check marks", () => {
    show("- [x] a\n- [ ] b", false);
    const labels = [...container.querySelectorAll("input")].map((mark) => mark.getAttribute("aria-label"));
    expect(labels).toEqual(["Done", "To do"]);
  });

  it.each([
    ["a path", "[config](src/config.ts)", "config", "src/config.ts"],
    ["a path with spaces", "[it](<my file.txt>)", "it", "my file.txt"],
    ["a path that is its own text", "[src/a.ts](src/a.ts)", "src/a.ts", ""],
    ["a place in the page", "[above](#top)", "above", ""],
    ["no scheme", "[site](//example.com/x)", "site", "//example.com/x"],
    ["another scheme", "[x](vscode://file/a)", "x", "vscode://file/a"],
    ["a script", "[x](javascript:alert(1))", "[x](javascript:alert(1))", undefined],
    ["an image in the workspace", "![A chart](out/chart.png)", "A chart", "out/chart.png"],
    ["image data", "![A dot](data:image/png;base64,AAAA)", "A dot", ""],
  ])("shows as text what cannot be opened: %s", (_, markdown, text, title) => {
    show(`See ${markdown}.`, false);
    expect(container.querySelector("a")).toBeNull();
    expect(container.textContent.trim()).toBe(`See ${text}.`);
    expect(container.querySelector<HTMLElement>("span")?.title).toBe(title);
  });

  it("keeps the formats within what is no link", () => {
    show("[the `main` file](src/main.ts)", false);
    expect(container.querySelector("code")?.textContent).toBe("main");
  });

  it.each(["http://a.example/", "https://a.example/", "mailto:a@a.example"])("links to %s", (href) => {
    show(`[x](${href})`, false);
    expect(container.querySelector("a")?.getAttribute("href")).toBe(href);
  });

  it("shortens when the text does", () => {
    show("a\n\nb\n\nc", true);
    show("a", true);
    expect(container.textContent.trim()).toBe("a");
  });
});
