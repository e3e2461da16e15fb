/**
 * Who may import whom. The house is described in CONTRIBUTING.md; test/unit/architecture shows that each rule bites.
 * Type-only imports count: a type from above is a dependency on above.
 */

/** Each folder of src and what it may import from src, as path patterns; arrows only go down. */
const layers = {
  ui: [
    "ui",
    "platform",
    "core",
    "protocol",
    "common",
    "api/wire\\.ts",
    "api/wire",
    "api/client\\.ts",
    "api/errors",
  ],
  platform: ["platform", "core", "common"],
  core: ["core", "api", "common"],
  api: ["api", "common"],
  protocol: ["protocol", "common"],
  webview: ["webview", "protocol", "common"],
  common: ["common"],
};

const inSrc = (patterns) => `^src/(${patterns.join("|")})(/|$)`;

/** A folder of `parent` reaches its siblings through extension.ts only; `shared` ones are open to all. */
const siblings = (parent, shared = []) => [
  {
    name: `${parent}-siblings`,
    comment: `Folders in ${parent}/ do not import each other; extension.ts connects them.`,
    severity: "error",
    from: { path: `^src/${parent}/([^/]+)/` },
    to: {
      path: `^src/${parent}/[^/]+/`,
      pathNot: [`^src/${parent}/$1/`, ...shared.map((name) => `^src/${parent}/${name}/`)],
    },
  },
  {
    name: `${parent}-shared-files`,
    comment: `A file beside the folders of ${parent}/ is shared by them and therefore imports none of them.`,
    severity: "error",
    from: { path: `^src/${parent}/[^/]+$` },
    to: { path: `^src/${parent}/[^/]+/` },
  },
];

module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `layer-${layer}`,
      comment: `${layer} may import: ${allowed.join(", ")}`,
      severity: "error",
      from: { path: `^src/${layer}/` },
      to: { path: "^src/", pathNot: inSrc(allowed) },
    })),
    {
      name: "layer-extension",
      comment: "The host never loads the browser's bundle as a module.",
      severity: "error",
      from: { path: "^src/[^/]+$" },
      to: { path: "^src/webview/" },
    },
    {
      name: "one-root",
      comment: "extension.ts is the only file beside the folders, and nothing imports it.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/[^/]+$" },
    },
    {
      name: "ui-client-types",
      comment: "ui gets its client from extension.ts; it knows the client's type, not how to make one.",
      severity: "error",
      from: { path: "^src/ui/" },
      to: { path: "^src/api/client\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    ...siblings("core"),
    ...siblings("ui", ["problems"]),
    {
      name: "vscode-only-above",
      comment: "VS Code is known in extension, platform and ui alone.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/extension\\.ts$", "^src/(platform|ui)/"] },
      to: { path: "^vscode$|^node_modules/@types/vscode/" },
    },
    {
      name: "undici-only-in-http",
      comment: "Connections are made in one place, where proxy, TLS and redaction are.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/api/http/" },
      to: { path: "^undici$|node_modules/undici(-types)?/" },
    },
    {
      name: "common-imports-nothing",
      comment: "common serves both sides, so it knows neither Node nor packages.",
      severity: "error",
      from: { path: "^src/common/" },
      to: { pathNot: "^src/" },
    },
    {
      name: "browser-has-no-node",
      comment: "protocol and webview run in a browser.",
      severity: "error",
      from: { path: "^src/(webview|protocol)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "emulator-knows-only-wire-types",
      comment: "A client's misunderstanding must not cancel out in its test double.",
      severity: "error",
      from: { path: "^test/emulator/" },
      to: { path: "^src/", pathNot: "^src/api/wire(\\.ts$|/)" },
    },
    {
      name: "emulator-wire-types-only",
      comment: "Of api/wire the emulator may use types, not code.",
      severity: "error",
      from: { path: "^test/emulator/" },
      to: { path: "^src/api/wire(\\.ts$|/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "src-without-test",
      comment: "What ships does not import what tests it.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^test/" },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or want a third. A cycle of types counts.",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true },
    },
    {
      name: "no-cycles-in-tests",
      comment: "Helpers of tests may know each other's types, but loading them has an order.",
      severity: "error",
      from: { pathNot: "^src/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-orphans",
      comment: "A file in src that no bundle reaches is dead, even when a test uses it.",
      severity: "error",
      from: { path: "^src/(extension|webview/main|webview/report/report)\\.ts$" },
      to: {
        path: "^src/",
        pathNot: ["^src/(extension|webview/main|webview/report/report)\\.ts$", "\\.d\\.ts$"],
        reachable: false,
      },
    },
    {
      name: "resolvable",
      comment: "The import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^vscode$" },
    },
    {
      name: "declared",
      comment: "The package is not in package.json, so another one brought it by chance.",
      severity: "error",
      from: {},
      // The package "vscode" is VS Code itself, of which only the types are installed.
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"], pathNot: "^node_modules/@types/vscode/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|\\.vscode-test|test-results)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".js", ".mjs", ".cjs", ".d.ts", ".json", ".css"],
    },
    moduleSystems: ["es6", "cjs", "tsd"],
  },
};
