import { everyConstruct } from "./markdownSamples.ts";
import { ponder, say, useTool } from "./script.ts";
import type { Step } from "./script.ts";

/** The answer to anything that is no command: thinking, tools of every outcome, and all of Markdown. */
export function* demo(random: () => number): Generator<Step> {
  yield* ponder("The user wants something done. I look at the project first, then I run its tests. ", random);
  yield* useTool("read_file", "README.md", { path: "README.md" }, { durationMs: 41 });
  yield* say("I read the README. ", random);
  yield* useTool(
    "terminal",
    "npm test",
    { command: "npm test", timeout: 60 },
    { error: "npm ERR! missing script: test" },
  );
  yield* ponder("There is no such script. The build will do. ", random);
  yield* useTool(
    "terminal",
    "npm run build && echo done",
    { command: "npm run build && echo done", env: { CI: "true" } },
    { durationMs: 1874 },
  );
  yield* say("The tests are missing, the build is green.\n\n", random);
  yield* say(everyConstruct, random);
}
