// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { Painter } from "../../../../src/webview/highlight/painter.ts";
import type { Token } from "../../../../src/webview/highlight/tokens.ts";

afterEach(() => document.body.replaceChildren());

function codeOf(...chunks: readonly string[]): HTMLElement {
  const code = document.createElement("code");
  if (chunks.length === 1) code.append(...chunks);
  else {
    for (const text of chunks) {
      const chunk = document.createElement("span");
      chunk.className = "codeChunk";
      chunk.append(text);
      code.append(chunk);
    }
  }
  document.body.append(code);
  return code;
}

function paint(code: Element, ...tokens: readonly Token[]): void {
  const painter = new Painter(code);
  for (const token of tokens) painter.add(token);
}

const comment = ["hljs-comment"];

describe("Painter", () => {
  it("wraps what has a kind, also within something else", () => {
    const code = codeOf("let `${1}`");
    paint(
      code,
      { text: "let", classes: ["hljs-keyword"] },
      { text: " ", classes: [] },
      { text: "`${", classes: ["hljs-string"] },
      { text: "1", classes: ["hljs-string", "hljs-number"] },
      { text: "}`", classes: ["hljs-string"] },
    );
    expect(code.innerHTML).toBe(
      '<span class="hljs-keyword">let</span> <span class="hljs-string">`${<span class="hljs-number">1</span>}`</span>',
    );
  });

  it("shows code as text, whatever is in it", () => {
    const code = codeOf("<img src=x onerror=alert(1)>");
    paint(code, { text: "<img src=x onerror=alert(1)>", classes: ["hljs-tag"] });
    expect(code.textContent).toBe("<img src=x onerror=alert(1)>");
    expect(code.querySelector("img")).toBeNull();
  });

  it("goes on with a construct in the next chunk, and leaves the chunks in place", () => {
    const code = codeOf("/* a\n", "b\n", "c */ d\n");
    const chunks = [...code.children];
    paint(code, { text: "/* a\nb\nc */", classes: comment }, { text: " d\n", classes: [] });
    expect([...code.children]).toEqual(chunks);
    expect(chunks.map((chunk) => chunk.innerHTML)).toEqual([
      '<span class="hljs-comment">/* a\n</span>',
      '<span class="hljs-comment">b\n</span>',
      '<span class="hljs-comment">c */</span> d\n',
    ]);
  });

  it("colors each chunk as soon as all of it has been read", () => {
    const code = codeOf("// a\n", "// b\n");
    const painter = new Painter(code);
    painter.add({ text: "// a\n// ", classes: comment });
    expect([...code.children].map(({ childElementCount }) => childElementCount)).toEqual([1, 0]);
    painter.add({ text: "b\n", classes: comment });
    expect([...code.children].map(({ childElementCount }) => childElementCount)).toEqual([1, 1]);
  });

  it("waits until nothing in the chunk is selected", () => {
    const code = codeOf("// a\n", "// b\n");
    const [first, second] = code.children;
    const text = first?.firstChild as Text;
    document.getSelection()?.setBaseAndExtent(text, 1, text, 4);
    paint(code, { text: "// a\n// b\n", classes: comment });
    expect(first?.firstChild).toBe(text);
    expect(second?.firstElementChild).not.toBeNull();
    expect(String(document.getSelection())).toBe("/ a");
    document.getSelection()?.removeAllRanges();
    document.dispatchEvent(new Event("selectionchange"));
    expect(first?.innerHTML).toBe('<span class="hljs-comment">// a\n</span>');
  });

  it("leaves code alone that is not what was read", () => {
    const code = codeOf("other");
    paint(code, { text: "// a\n", classes: comment });
    expect(code.innerHTML).toBe("other");
    paint(code, { text: "longer than that", classes: comment });
    expect(code.innerHTML).toBe("other");
  });
});
