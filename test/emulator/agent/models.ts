export interface ModelEntry {
  id: string;
  provider: string;
  label: string;
  source: "current" | "catalog" | "custom" | "alias";
}

export interface ModelCatalogue {
  defaultModel: string | null;
  defaultProvider: string | null;
  models: ModelEntry[];
}

const entry = (
  id: string,
  provider: string,
  label: string,
  source: ModelEntry["source"] = "catalog",
): ModelEntry => ({
  id,
  provider,
  label,
  source,
});

const catalogues: Record<string, ModelCatalogue> = {
  hermes: {
    defaultModel: "default",
    defaultProvider: "custom:Agent37",
    models: [
      entry("default", "custom:Agent37", "default", "custom"),
      entry("@anthropic:claude-sonnet-4-5", "anthropic", "Claude Sonnet 4.5"),
      entry("@openai:gpt-5.2", "openai", "gpt-5.2"),
      entry("fast", "custom:Agent37", "fast", "alias"),
    ],
  },
  openclaw: {
    defaultModel: "agent37/default",
    defaultProvider: "agent37",
    models: [
      entry("agent37/default", "agent37", "Default", "current"),
      entry("openai/gpt-5.2", "openai", "GPT 5.2"),
    ],
  },
  "claude-code": {
    defaultModel: "default",
    defaultProvider: "anthropic",
    models: ["default", "fable", "opus", "sonnet", "haiku"].map((id) => entry(id, "anthropic", id, "alias")),
  },
  codex: {
    defaultModel: "gpt-5.2",
    defaultProvider: "openai",
    models: [entry("gpt-5.2", "openai", "GPT 5.2")],
  },
};

/** The harnesses that the contract names. */
export const knownAgents = ["hermes", "openclaw", "claude-code", "codex", "grok", "opencode", "pi"];

/** What a harness can run; empty for one without a key of its own. */
export function modelCatalogue(agent: string): ModelCatalogue {
  return catalogues[agent] ?? { defaultModel: null, defaultProvider: null, models: [] };
}
