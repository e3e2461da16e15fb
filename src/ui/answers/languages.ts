/** What a code fence calls its language, as VS Code knows it. */
interface Language {
  /** VS Code's language id. */
  readonly id: string;
  /** The usual end of a file's name, or a whole name such as `Dockerfile`. */
  readonly file: `.${string}` | "Dockerfile" | "Makefile";
}

const text: Language = { id: "plaintext", file: ".txt" };

/** Agents write names, short names and file extensions; what is not here is plain text. */
const languages: Readonly<Record<string, Language>> = {
  ...named({ id: "bat", file: ".bat" }, "bat", "batch", "cmd"),
  ...named({ id: "c", file: ".c" }, "c", "h"),
  ...named({ id: "clojure", file: ".clj" }, "clojure", "clj"),
  ...named({ id: "cpp", file: ".cpp" }, "cpp", "c++", "cc", "hpp"),
  ...named({ id: "csharp", file: ".cs" }, "csharp", "cs", "c#"),
  ...named({ id: "css", file: ".css" }, "css"),
  ...named({ id: "dart", file: ".dart" }, "dart"),
  ...named({ id: "diff", file: ".diff" }, "diff", "patch"),
  ...named({ id: "dockerfile", file: "Dockerfile" }, "dockerfile", "docker"),
  ...named({ id: "elixir", file: ".ex" }, "elixir", "ex"),
  ...named({ id: "go", file: ".go" }, "go", "golang"),
  ...named({ id: "graphql", file: ".graphql" }, "graphql", "gql"),
  ...named({ id: "html", file: ".html" }, "html", "htm"),
  ...named({ id: "ini", file: ".ini" }, "ini", "conf"),
  ...named({ id: "java", file: ".java" }, "java"),
  ...named({ id: "javascript", file: ".js" }, "javascript", "js", "mjs", "cjs", "node"),
  ...named({ id: "javascriptreact", file: ".jsx" }, "javascriptreact", "jsx"),
  ...named({ id: "json", file: ".json" }, "json"),
  ...named({ id: "jsonc", file: ".jsonc" }, "jsonc", "json5"),
  ...named({ id: "kotlin", file: ".kt" }, "kotlin", "kt", "kts"),
  ...named({ id: "less", file: ".less" }, "less"),
  ...named({ id: "lua", file: ".lua" }, "lua"),
  ...named({ id: "makefile", file: "Makefile" }, "makefile", "make"),
  ...named({ id: "markdown", file: ".md" }, "markdown", "md"),
  ...named({ id: "objective-c", file: ".m" }, "objectivec", "objective-c", "objc"),
  ...named({ id: "perl", file: ".pl" }, "perl", "pl"),
  ...named({ id: "php", file: ".php" }, "php"),
  ...named({ id: "powershell", file: ".ps1" }, "powershell", "ps1", "pwsh"),
  ...named({ id: "proto3", file: ".proto" }, "proto", "protobuf"),
  ...named({ id: "python", file: ".py" }, "python", "py", "python3"),
  ...named({ id: "r", file: ".r" }, "r"),
  ...named({ id: "ruby", file: ".rb" }, "ruby", "rb"),
  ...named({ id: "rust", file: ".rs" }, "rust", "rs"),
  ...named({ id: "scala", file: ".scala" }, "scala"),
  ...named({ id: "scss", file: ".scss" }, "scss"),
  ...named({ id: "shellscript", file: ".sh" }, "shellscript", "bash", "sh", "shell", "zsh", "console"),
  ...named({ id: "sql", file: ".sql" }, "sql"),
  ...named({ id: "svelte", file: ".svelte" }, "svelte"),
  ...named({ id: "swift", file: ".swift" }, "swift"),
  ...named({ id: "terraform", file: ".tf" }, "terraform", "hcl", "tf"),
  ...named({ id: "toml", file: ".toml" }, "toml"),
  ...named({ id: "typescript", file: ".ts" }, "typescript", "ts", "mts", "cts"),
  ...named({ id: "typescriptreact", file: ".tsx" }, "typescriptreact", "tsx"),
  ...named({ id: "vue", file: ".vue" }, "vue"),
  ...named({ id: "xml", file: ".xml" }, "xml", "svg"),
  ...named({ id: "yaml", file: ".yaml" }, "yaml", "yml"),
};

function named(language: Language, ...names: readonly string[]): Record<string, Language> {
  return Object.fromEntries(names.map((name) => [name, language]));
}

function languageOf(fence: string): Language {
  const name = fence.trim().toLowerCase();
  return Object.hasOwn(languages, name) ? (languages[name] ?? text) : text;
}

/** VS Code's language id for what a code fence names. */
export function languageId(fence: string): string {
  return languageOf(fence).id;
}

/** The name of a new file with code in this language. */
export function fileNameFor(fence: string): string {
  const { file } = languageOf(fence);
  return file.startsWith(".") ? `answer${file}` : file;
}
