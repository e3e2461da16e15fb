/** Words in a tool's name, and the codicon for it. The first match wins; harnesses name their tools freely. */
const icons: readonly (readonly [RegExp, string])[] = [
  [/terminal|shell|bash|exec|command|process/, "terminal"],
  [/search|grep|find|glob/, "search"],
  [/browser|web|http|fetch|url|navigate/, "globe"],
  [/write|edit|patch|create_file|replace/, "edit"],
  [/read|file|cat|view/, "file"],
  [/memory|remember/, "bookmark"],
  [/todo|plan|task/, "checklist"],
  [/image|vision|screenshot|photo/, "device-camera"],
  [/python|code|script/, "code"],
  [/agent|delegate/, "organization"],
];

export function toolIcon(tool: string): string {
  const name = tool.toLowerCase();
  return icons.find(([pattern]) => pattern.test(name))?.[1] ?? "tools";
}
