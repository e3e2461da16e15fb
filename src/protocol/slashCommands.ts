/** What the composer can do by a word after `/`. Kept apart from the schemas, whose validator the view does not carry. */
export const slashCommands = [
  "new",
  "model",
  "effort",
  "agent",
  "attach",
  "sessions",
  "rename",
  "export",
  "stop",
] as const;
export type SlashCommand = (typeof slashCommands)[number];
