import { codeSample } from "./codeSamples.ts";

export const unicodeSample = [
  "Emoji: 😀 👩‍💻 🏳️‍🌈 🇺🇳 👍🏽 ❤️ 1️⃣",
  "CJK: 漢字かな交じり文、한국어 문장, 中文（全角）。",
  "RTL: שלום עולם — مرحبا بالعالم ‏123‏",
  "Combining: é e\u0301 ñ n\u0303 ạ̈ Z̸͎a̴l̵g̶o",
  "Astral: 𝒜𝓁𝓅𝒽𝒶 𐍈 🀄 𠜎",
  "Greek, Cyrillic, Thai, Devanagari: Ωμέγα, Привет, สวัสดี, नमस्ते",
  "Invisible: a\u200bb\u00a0c\u2060d",
].join("\n\n");

export const htmlSample = [
  "Raw HTML must show as text:",
  '<script>document.title = "hacked"</script>',
  '<b>not bold</b> and <img src=x onerror="document.title=\'hacked\'"> and <iframe src="https://example.org"></iframe>',
  "<details><summary>Not a disclosure</summary>hidden</details>",
  "[a link](javascript:alert(1)) and [another](data:text/html,x) and [a command](command:workbench.action.quit)",
  "&lt;already escaped&gt; &amp; &copy;",
].join("\n\n");

/** A wide table with numbered rows. */
export function tableSample(rows: number): string {
  const head = "| # | Name | Left | Centre | Right | Note |\n| --- | --- | :-- | :-: | --: | --- |";
  const body = Array.from({ length: rows }, (_, index) => {
    const n = String(index + 1);
    return `| ${n} | item \`${n}\` | left ${n} | **${n}** | ${String((index + 1) * 1024)} | a cell with *emphasis* and a pipe \\| |`;
  });
  return [head, ...body].join("\n");
}

export const everyConstruct = `# Heading 1

## Heading 2

### Heading 3 with \`code\`

A paragraph with **bold**, *italic*, ***both***, ~~struck~~, \`inline code\` and a [link](https://example.org/path?q=1).
An autolink: https://example.org. A hard break  
ends this line.

- a list
- with items
  - nested once
    - nested twice
  - and back
- last

1. first
2. second
   1. inner
   2. inner
3. third

- [x] done
- [ ] not done

> A quote
>
> > with a quote inside

| Name | Size | Right |
| --- | :-: | --: |
| alpha | 1 | 10 |
| beta | 22 | 200 |

\`\`\`ts
export function add(a: number, b: number): number {
  return a + b; // <not html>
}
\`\`\`

\`\`\`python
def add(a: int, b: int) -> int:
    return a + b
\`\`\`

\`\`\`diff
- old line
+ new line
\`\`\`

\`\`\`
no language, "quotes" & <angle> brackets
\`\`\`

    an indented code block

![an image](https://example.org/image.png)

A long line: ${"lorem ipsum dolor sit amet ".repeat(16)}

averylongwordwithoutanyspace${"x".repeat(240)}

---

${htmlSample}

${unicodeSample}

The end.
`;

/** Markdown of about `bytes` bytes: numbered sections with prose, lists, code and tables. */
export function mixedMarkdown(bytes: number, random: () => number): string {
  const parts: string[] = [];
  let length = 0;
  for (let section = 1; length < bytes; section += 1) {
    const n = String(section);
    const kinds = [
      `Paragraph ${n}: ${"the quick brown fox jumps over the lazy dog. ".repeat(6)}`,
      `- item ${n}.1 with **bold**\n- item ${n}.2 with \`code\`\n  - item ${n}.2.1\n- item ${n}.3 😀 漢字`,
      codeSample(["ts", "py", "rust", "sh", "json"][section % 5] ?? "ts", 12),
      tableSample(6),
      `> Quote ${n}: ${"short words in a row ".repeat(8)}`,
    ];
    const part = `## Section ${n}\n\n${kinds[Math.floor(random() * kinds.length)] ?? ""}\n\n`;
    parts.push(part);
    length += Buffer.byteLength(part);
  }
  return parts.join("");
}
