/**
 * `npm test`: everything, in order, and as the last line how many checks and tests passed and failed. Words after it
 * choose suites: `npm test -- check unit`.
 */
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { ensurePackage } from "./package.ts";
import { type Counts, mochaCounts, playwrightCounts, settle, sum, vitestCounts } from "./reports.ts";
import { ensureChromium } from "./vscode/chromium.ts";
import { ensureVSCode, VSCODE_VERSIONS } from "./vscode/install.ts";

const root = path.resolve(import.meta.dirname, "..");
const reports = path.join(root, "test-results/reports");
/** A suite that takes longer hangs. */
const suiteTimeoutMs = 25 * 60_000;

const suites = ["check", "package", "unit", "integration", "e2e"] as const;
type Suite = (typeof suites)[number];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((word) => !suites.some((suite) => suite === word));
if (unknown.length > 0)
  throw new Error(`No suite is called ${unknown.join(", ")}; there are ${suites.join(", ")}`);
const wants = (suite: Suite): boolean => chosen.length === 0 || chosen.includes(suite);

const started = Date.now();
const results: { name: string; counts: Counts; seconds: number }[] = [];

await mkdir(reports, { recursive: true });

// Downloading waits for the network and for the compiler of native packages; the checks fill that time.
const needsVSCode = wants("integration") || wants("e2e");
const chromium = needsVSCode || wants("unit") ? installed("Chromium", installChromium) : Promise.resolve();
const vscode = needsVSCode ? chromium.then(() => installed("VS Code", installVSCode)) : chromium;

if (wants("check")) await pairwise(["types", "lint", "imports", "format"], check);
if (wants("package") || needsVSCode) await suite("package", packageExtension);
await chromium;
if (wants("unit")) await suite("unit", unit);
await vscode;
if (wants("integration")) await pairwise(VSCODE_VERSIONS, integration);
if (wants("e2e")) await suite("e2e", e2e);

const total = sum(results.map((result) => result.counts));
heading("Summary", started);
for (const { name, counts, seconds } of results)
  print(`  ${name.padEnd(20)} ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
print(`${total.passed} passed, ${total.failed} failed`);
// Whatever still holds the process open must not keep a finished run from ending.
process.exit(total.failed === 0 ? 0 : 1);

/** The headless shell saves minutes, so a machine that only tests gets it beside its browser. */
async function installChromium(): Promise<void> {
  await ensureChromium({ shell: Boolean(process.env["CI"]) });
}

/** One after the other, since npm fills both cores. */
async function installVSCode(): Promise<void> {
  for (const version of VSCODE_VERSIONS) await ensureVSCode(version);
}

/** Installs what tests need. If that cannot be had, it counts as failed, and the tests say what they miss. */
async function installed(name: string, install: () => Promise<void>): Promise<void> {
  try {
    await install();
  } catch (error) {
    print(`${name} could not be installed: ${String(error)}`);
    results.push({ name, counts: { passed: 0, failed: 1 }, seconds: 0 });
  }
}

/** One check counts as one test. Its output appears in one piece, since another one runs beside it. */
async function check(name: string): Promise<void> {
  await suite(`check ${name}`, async (since) => {
    const { exitCode, output } = await exec("npm", ["run", "--silent", `check:${name}`], { collect: true });
    heading(`check ${name}`, since);
    process.stdout.write(output);
    return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  });
}

async function packageExtension(): Promise<Counts> {
  heading("package");
  await ensurePackage();
  return { passed: 1, failed: 0 };
}

async function unit(): Promise<Counts> {
  heading("unit");
  const report = await freshReport("unit");
  const { exitCode } = await exec("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${report}`,
  ]);
  return settle(await read(report, vitestCounts), exitCode);
}

/**
 * The suites that run inside the extension host, which waits more than it works: one version beside the other. Their
 * runner writes mocha's JSON report where it is told to.
 */
async function integration(version: string): Promise<void> {
  await suite(`integration ${version}`, async (since) => {
    const report = await freshReport(`integration-${version}`);
    const { exitCode, output } = await exec("node", ["test/integration/run.ts", version], {
      env: { INTEGRATION_REPORT: report },
      collect: true,
    });
    heading(`integration on VS Code ${version}`, since);
    process.stdout.write(output);
    return settle(await read(report, mochaCounts), exitCode);
  });
}

async function e2e(): Promise<Counts> {
  heading("e2e: the packaged extension in a browser");
  const report = await freshReport("e2e");
  const { exitCode } = await exec("playwright", ["test", "--reporter=list,json"], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return settle(await read(report, (json) => playwrightCounts(json, VSCODE_VERSIONS)), exitCode);
}

/** Runs a suite and records what it counts for; one that throws has failed. */
async function suite(name: string, work: (since: number) => Promise<Counts>): Promise<void> {
  const since = Date.now();
  const counts = await work(since).catch((error: unknown) => {
    print(String(error));
    return { passed: 0, failed: 1 };
  });
  results.push({ name, counts, seconds: Math.round((Date.now() - since) / 1000) });
}

/** Works through the items, two at a time. */
async function pairwise<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

interface ExecOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Gives the output back instead of printing it. */
  readonly collect?: boolean;
}

/** Runs a program of this project to its end. A signal, a timeout and a program that is not there give code 1. */
async function exec(
  command: string,
  args: readonly string[],
  { env = {}, collect = false }: ExecOptions = {},
): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: {
        ...process.env,
        PATH: `${root}/node_modules/.bin${path.delimiter}${process.env["PATH"] ?? ""}`,
        ...env,
      },
      stdio: ["ignore", collect ? "pipe" : "inherit", collect ? "pipe" : "inherit"],
      timeout: suiteTimeoutMs,
    });
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", (error) => {
      resolve({ exitCode: 1, output: `${output}${String(error)}\n` });
    });
    child.once("close", (code, signal) => {
      if (signal)
        print(`${command} was ended by ${signal} (the limit is ${suiteTimeoutMs / 60_000} minutes)`);
      resolve({ exitCode: code ?? 1, output });
    });
  });
}

/** Where a suite writes its report; the one of an earlier run is gone, so it cannot be taken for this run's. */
async function freshReport(name: string): Promise<string> {
  const file = path.join(reports, `${name}.json`);
  await rm(file, { force: true });
  return file;
}

async function read(file: string, counts: (report: unknown) => Counts): Promise<Counts | undefined> {
  try {
    return counts(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    print(`No report: ${String(error)}`);
    return undefined;
  }
}

function heading(text: string, since?: number): void {
  const took = since === undefined ? "" : ` (${Math.round((Date.now() - since) / 1000)} s)`;
  print(`\n=== ${text}${took}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
