import { describe, expect, it } from "vitest";
import { GrowingBlocks, renderBlocks } from "../../../../src/webview/markdown/blocks.ts";

const html = (blocks: readonly { html: string }[]): string => blocks.map((block) => block.html).join("");

const sample = `# Title

First *paragraph* with a [link](https://example.com)
on two lines
===

1. one

2. two
   - nested

     loose
3. three

+ other

\`\`\`ts
const a = "\`\`";

- no list
\`\`\`
> quote
lazy

| a | b |
| --- | ---: |
| 1 | 2 |

    indented

    code
***
- [ ] task
- [x] done

~~old~~ <b>html</b> https://example.com/x
-
end`;

describe("growing Markdown", () => {
  it("shows at each character what a render of the text so far shows", () => {
    const growing = new GrowingBlocks();
    for (let length = 0; length <= sample.length; length++) {
      const text = sample.slice(0, length);
      expect(html(growing.grow(text)), JSON.stringify(text.slice(-20))).toBe(html(renderBlocks(text)));
    }
    expect(html(growing.complete(sample))).toBe(html(renderBlocks(sample)));
  });

  it("is the same with Windows line ends", () => {
    const text = sample.replaceAll("\n", "\r\n");
    const growing = new GrowingBlocks();
    for (let length = 0; length <= text.length; length += 3) growing.grow(text.slice(0, length));
    expect(html(growing.complete(text))).toBe(html(renderBlocks(sample)));
  });

  it("keeps finished blocks the same objects", () => {
    const growing = new GrowingBlocks();
    const early = growing.grow("One\n\nTwo\n\nThree");
    const late = growing.grow("One\n\nTwo\n\nThree is longer\n\nFour\n");
    expect(late[0]).toBe(growing.grow("One\n\nTwo\n\nThree is longer\n\nFour\n and more")[0]);
    expect(early).toHaveLength(3);
    expect(late.map(({ finished }) => finished)).toEqual([true, true, true, false]);
    expect(growing.complete("One\n\nTwo\n\nThree is longer\n\nFour\n and more")[0]).toBe(late[0]);
  });

  it("resolves a link whose definition comes last", () => {
    const text = "See [docs].\n\nMore.\n\n[docs]: https://example.com/docs\n";
    const growing = new GrowingBlocks();
    for (let length = 0; length <= text.length; length++) growing.grow(text.slice(0, length));
    expect(html(growing.complete(text))).toContain('href="https://example.com/docs"');
  });

  it("does not keep a link definition that was cut in the middle", () => {
    const growing = new GrowingBlocks();
    growing.grow("[a]: https://exam");
    growing.grow("[a]: https://example.com\n\nSee [a].\n");
    expect(html(growing.grow("[a]: https://example.com\n\nSee [a].\n\nEnd\n"))).toContain(
      '"https://example.com"',
    );
  });

  it("starts again when the text is another one", () => {
    const growing = new GrowingBlocks();
    growing.grow("One\n\nTwo\n\nThree\n");
    expect(html(growing.grow("Other"))).toBe("<p>Other</p>\n");
  });

  it("parses a long answer in time that grows with its length", () => {
    const growing = new GrowingBlocks();
    let text = "";
    const started = performance.now();
    for (let block = 0; block < 2000; block++)
      growing.grow((text += `Paragraph ${block} with **words**.\n\n`));
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe("Markdown rules", () => {
  const render = (text: string): string => html(renderBlocks(text));

  it("shows raw HTML as text", () => {
    expect(render('<img src=x onerror="alert(1)">')).toBe(
      "<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;</p>\n",
    );
  });

  it("shows an image as a link with its alternative text", () => {
    expect(render("![A chart](https://example.com/c.png)")).toBe(
      '<p><a class="imageLink" href="https://example.com/c.png">A chart</a></p>\n',
    );
  });

  it("writes no style attributes, which the page's policy blocks", () => {
    const table = render("| a |\n| ---: |\n| 1 |");
    expect(table).toContain('<td class="align-right">');
    expect(table).not.toContain("style=");
  });

  it("links bare addresses but not file names", () => {
    expect(render("https://example.com and README.md")).toBe(
      '<p><a href="https://example.com">https://example.com</a> and README.md</p>\n',
    );
  });

  it("does not link to scripts", () => {
    expect(render("[x](javascript:alert(1))")).not.toContain("<a");
  });
});
