/** The code in the workloads: lines that look like four languages. */
import { capitalized, identifier, pick, type Random, range, someWords, url } from "./workloadWords.ts";

export type Language = "ts" | "python" | "bash" | "json";

type Line = (random: Random) => string;

const lines: Readonly<Record<Language, readonly Line[]>> = {
  ts: [
    (r) =>
      `  const ${word(r)} = await ${identifier(r)}(${range(r, 0, 99)}, "${someWords(r, 2)}"); // ${someWords(r, 4)}`,
    (r) =>
      `  if (${identifier(r)} !== undefined && ${word(r)}.length > ${range(r, 0, 50)}) return ${identifier(r)};`,
    (r) => `  for (const [key, value] of Object.entries(${word(r)})) map.set(key, \`\${value}:${word(r)}\`);`,
    (r) =>
      `export function ${identifier(r)}${range(r, 1, 999)}<T extends object>(input: T): Promise<T | null> {`,
    (r) => `  throw new Error("${someWords(r, 3)}: " + String(${identifier(r)}));`,
    () => "}",
    () => "",
  ],
  python: [
    (r) =>
      `def ${word(r)}_${range(r, 1, 999)}(self, items: list[str], *, limit: int = ${range(r, 1, 99)}) -> int:`,
    (r) => `    """${capitalized(someWords(r, 6))}."""`,
    (r) => `    for index, item in enumerate(items[:${range(r, 1, 40)}]):  # ${someWords(r, 3)}`,
    (r) => `        result[f"{item}-${word(r)}"] = len(item) * ${range(r, 2, 9)}`,
    (r) => `    raise ValueError("${someWords(r, 3)}")`,
    () => "",
  ],
  bash: [
    (r) => `export ${word(r).toUpperCase()}_DIR="\${HOME}/${word(r)}"  # ${someWords(r, 3)}`,
    (r) => `for f in "$DIR"/*.log; do grep -n "${word(r)}" "$f" | head -n ${range(r, 1, 40)}; done`,
    (r) => `if [[ -f "${word(r)}.txt" ]]; then echo "${someWords(r, 3)}"; else exit ${range(r, 1, 9)}; fi`,
    (r) => `curl -sS ${url(r)} | jq '.${word(r)}[] | select(.id > ${range(r, 1, 99)})'`,
    (r) => `# ${someWords(r, 6)}`,
  ],
  json: [
    (r) => `  "${word(r)}_${range(r, 1, 9999)}": "${someWords(r, 3)}",`,
    (r) => `  "${word(r)}_${range(r, 1, 9999)}": ${range(r, 0, 99_999)},`,
    (r) => `  "${word(r)}_${range(r, 1, 9999)}": [${range(r, 0, 9)}, ${range(r, 0, 9)}, true, null],`,
    (r) => `  "${word(r)}_${range(r, 1, 9999)}": { "${word(r)}": ${range(r, 0, 9)}.5, "${word(r)}": false },`,
  ],
};

/** A fence with that many lines, or as many as `length` UTF-16 units hold. The last line may be cut short. */
export function fencedCode(random: Random, language: Language, count: number, length = Infinity): string {
  const open = `\`\`\`${language}\n`;
  const close = "\n```";
  const room = length - open.length - close.length - 1;
  const code: string[] = [];
  for (let size = 0; code.length < count && size < room;) {
    const line = pick(random, lines[language])(random);
    code.push(line);
    size += line.length + 1;
  }
  const fence = `${open}${code.join("\n").slice(0, room)}${close}`;
  return length === Infinity ? fence : `${fence}\n`;
}

function word(random: Random): string {
  return someWords(random, 1);
}
