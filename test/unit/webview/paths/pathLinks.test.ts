// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { MarkdownView } from "../../../../src/webview/markdown/markdownView.ts";
import { linkPaths, placeOf } from "../../../../src/webview/paths/pathLinks.ts";
import { standInForScreen } from "../markdown/support/screen.ts";

standInForScreen();

let container: HTMLElement;

beforeEach(() => {
  container = document.createElement("div");
});

/** Shows Markdown, tells that these files exist, and gives the links. */
function linksIn(markdown: string, ...files: string[]): HTMLElement[] {
  new MarkdownView(container).update(GrowingText.of(markdown), false);
  for (const block of container.children) linkPaths(block, new Set(files));
  return [...container.querySelectorAll<HTMLElement>("[role=link]")];
}

describe("links to files", () => {
  it("are made of text and of inline code, in the blocks that are there", () => {
    new MarkdownView(container).update(GrowingText.of("See src/a.ts:12:5, `lib/b.py#L3` and c/d."), false);
    const [block] = container.children;
    const text = container.textContent;
    if (block) linkPaths(block, new Set(["src/a.ts", "lib/b.py"]));
    expect(container.children[0]).toBe(block);
    expect(container.textContent).toBe(text);
    const links = [...container.querySelectorAll<HTMLElement>("[role=link]")];
    expect(links.map(({ textContent }) => textContent)).toEqual(["src/a.ts:12:5", "lib/b.py#L3"]);
    expect(links.map(({ title }) => title)).toEqual(["Open src/a.ts, line 12", "Open lib/b.py, line 3"]);
    expect(links.map((link) => placeOf(link))).toMatchObject([
      { path: "src/a.ts", line: 12, column: 5 },
      { path: "lib/b.py", line: 3 },
    ]);
    expect(links.every(({ tabIndex }) => tabIndex === 0)).toBe(true);
  });

  it("are made of Markdown links to files, whose name says where they lead", () => {
    const [link] = linksIn("[the config](src/config.ts#L7)", "src/config.ts");
    expect(link?.textContent).toBe("the config");
    expect(link?.getAttribute("aria-label")).toBe("the config (src/config.ts, line 7)");
    expect(link && placeOf(link)).toMatchObject({ path: "src/config.ts", line: 7 });
  });

  it("are made of the path of a code block, which then can be compared", () => {
    const [link] = linksIn("```ts src/a.ts\nimport './b.ts';\n```", "src/a.ts", "./b.ts");
    expect(link?.className).toContain("codePath");
    expect(container.querySelector(".codeBlock")?.classList.contains("hasFile")).toBe(true);
    expect(container.querySelectorAll("[role=link]")).toHaveLength(1);
  });

  it("are not made of what is no file, nor of what is a link already", () => {
    expect(linksIn("See src/a.ts and [src/b.ts](https://example.com/src/b.ts)", "src/b.ts")).toEqual([]);
    expect(container.querySelectorAll("a")).toHaveLength(1);
  });

  it("are made once, however often a block is looked at", () => {
    linksIn("See src/a.ts.", "src/a.ts");
    for (const block of container.children) linkPaths(block, new Set(["src/a.ts"]));
    expect(container.querySelectorAll("[role=link]")).toHaveLength(1);
  });
});
