/** `npm run bench`: measures, prints tables with ratios, and judges nothing. */
import { writeFile } from "node:fs/promises";
import { profileRenderer } from "./chromium/profile.ts";
import { benchRenderers } from "./chromium/run.ts";
import { describeMachine, startCpuWatch } from "./machine.ts";
import { parseOptions, usage } from "./options.ts";
import { type Section, toMarkdown, toText } from "./table.ts";

const started = Date.now();
const elapsed = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

if (process.argv.includes("--help")) {
  print(usage);
  process.exit(0);
}

const options = parseOptions(process.argv.slice(2), (line) => {
  process.stderr.write(`${elapsed().padStart(6)}  ${line}\n`);
});
const cpu = startCpuWatch();
const results: { title: string; sections: readonly Section[] }[] = [];
let chromium: string | undefined;

if (options.profile) {
  add("Where the time of the renderer goes", await profileRenderer(options));
} else if (options.only.includes("renderer")) {
  const { sections, chromium: version } = await benchRenderers(options);
  chromium = version;
  add("Renderers in Chromium", sections);
}

if (!options.profile && options.only.includes("sse"))
  add("Streams through the host", await (await import("./stream/run.ts")).benchStream(options));
if (!options.profile && options.only.includes("vscode"))
  add("Real VS Code", await (await import("./vscode/run.ts")).benchVsCode(options));

const machine = [
  describeMachine(chromium),
  ...cpu.notes(),
  `${options.quick ? "Quick run, " : ""}${options.repeats} ${options.repeats === 1 ? "repeat" : "repeats, medians"}. It took ${elapsed()}.`,
];
print(`\n${machine.join("\n")}`);
if (options.markdown !== undefined) {
  const body = results.flatMap(({ title, sections }) => [
    `## ${title}`,
    ...sections.map((section) => toMarkdown(section)),
  ]);
  await writeFile(options.markdown, `${[machine.join(" "), ...body].join("\n\n")}\n`);
}
// A browser that is slow to end must not keep a finished run from ending.
process.exit(0);

function add(title: string, sections: readonly Section[]): void {
  results.push({ title, sections });
  print(`\n=== ${title}`);
  for (const section of sections) print(`\n${toText(section)}`);
}
