/** What the suites tell their runner, one JSON object a line, from inside the extension host. */
export type SuiteEvent =
  | { readonly kind: "pass"; readonly title: string; readonly durationMs: number }
  | { readonly kind: "fail"; readonly title: string; readonly message: string; readonly stack: string }
  | { readonly kind: "pending"; readonly title: string }
  | { readonly kind: "end" }
  /** The suites could not be loaded or run. */
  | { readonly kind: "broken"; readonly message: string };

/** The environment variables that connect the extension host with the runner. */
export const environment = {
  /** The file that events are appended to. */
  events: "AGENT37_TEST_EVENTS",
  /** A regular expression: only tests whose title matches run. */
  grep: "AGENT37_TEST_GREP",
  /** `url` of the emulator that the extension talks to. */
  emulator: "AGENT37_TEST_EMULATOR",
  /** The extension's bundles, as esbuild tells them. */
  meta: "AGENT37_TEST_META",
} as const;
