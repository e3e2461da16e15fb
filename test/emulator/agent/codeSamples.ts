const lines: Record<string, (n: number) => string> = {
  ts: (n) => `const value${String(n)}: number = compute(${String(n)}); // line ${String(n)}`,
  js: (n) => `const value${String(n)} = compute(${String(n)}); // line ${String(n)}`,
  py: (n) => `value_${String(n)} = compute(${String(n)})  # line ${String(n)}`,
  rust: (n) => `let value_${String(n)}: u32 = compute(${String(n)}); // line ${String(n)}`,
  sh: (n) => `echo "line ${String(n)}" >> "$HOME/out.txt"`,
  json: (n) => `  "key${String(n)}": ${String(n)},`,
  diff: (n) => (n % 2 === 0 ? `+ line ${String(n)}` : `- line ${String(n)}`),
};
const aliases: Record<string, string> = {
  typescript: "ts",
  javascript: "js",
  python: "py",
  rs: "rust",
  bash: "sh",
  shell: "sh",
};

/** A fenced code block of `count` numbered lines. */
export function codeSample(language: string, count: number): string {
  const name = language.toLowerCase();
  const line = lines[aliases[name] ?? name] ?? ((n: number) => `line ${String(n)}`);
  const body = Array.from({ length: count }, (_, index) => line(index + 1));
  return `Here is the code:\n\n\`\`\`${language}\n${body.join("\n")}\n\`\`\`\n`;
}
