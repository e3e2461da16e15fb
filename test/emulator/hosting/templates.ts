import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import type { World, WorkspaceTemplate } from "../world.ts";
import { invalid } from "./shapes.ts";

const newestSystem: Record<string, string[]> = {
  "agent37-hermes": ["hermes"],
  "agent37-openclaw": ["openclaw"],
  "agent37-claude-code": ["claude-code"],
  "agent37-codex": ["codex"],
  "agent37-grok": ["grok"],
  "agent37-opencode": ["opencode"],
  "agent37-pi": ["pi"],
  "agent37-n8n": [],
};
const olderSystem: Record<string, string[]> = {
  "agent37-hermes": ["hermes"],
  "agent37-hermes-small": ["hermes"],
  "agent37-openclaw": ["openclaw"],
};

function systemTemplates(world: World): Record<string, string[]> {
  return world.settings.gatewayVersion === "T3" ? newestSystem : olderSystem;
}

/** A template by name, with or without `@version`; the retired small one is still accepted. */
export function findTemplate(world: World, name: string): { agents: string[] } | undefined {
  const bare = name.split("@")[0] ?? name;
  if (bare === "agent37-hermes-small") return { agents: ["hermes"] };
  const agents = Object.hasOwn(systemTemplates(world), bare) ? systemTemplates(world)[bare] : undefined;
  return agents ? { agents } : world.templates.get(bare);
}

export function addTemplates(router: Router): void {
  router
    .add("GET", "/v1/templates", (x) => {
      const system = Object.entries(systemTemplates(x.world)).map(([name, agents]) =>
        systemObject(name, agents),
      );
      x.send(200, { data: [...system, ...[...x.world.templates.values()].map(workspaceObject)] });
    })
    .add("GET", "/v1/templates/:name", (x) => {
      const name = x.param("name").split("@")[0] ?? "";
      const agents = systemTemplates(x.world)[name];
      if (agents) x.send(200, systemObject(name, agents));
      else x.send(200, { ...workspaceObject(owned(x)), revisions: [{ revision: owned(x).revision }] });
    })
    .add("POST", "/v1/templates", (x) => {
      const body = x.json();
      const { name, description } = body;
      if (typeof name !== "string" || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(name))
        throw invalid("name is not valid.");
      if (findTemplate(x.world, name)) throw new ApiError("template_conflict");
      const now = x.world.clock.seconds();
      const template: WorkspaceTemplate = {
        name,
        agents: ["hermes"],
        revision: 1,
        description: typeof description === "string" ? description : null,
        default_port: 3737,
        created: now,
        updated: now,
      };
      x.world.templates.set(name, template);
      x.send(201, workspaceObject(template));
    })
    .add("PATCH", "/v1/templates/:name", (x) => {
      const template = owned(x);
      const { description } = x.json();
      if (typeof description === "string") template.description = description;
      template.updated = x.world.clock.seconds();
      x.send(200, workspaceObject(template));
    })
    .add("DELETE", "/v1/templates/:name", (x) => {
      const { name } = owned(x);
      x.world.templates.delete(name);
      x.send(200, { name, deleted: true });
    });
}

function owned(x: Exchange): WorkspaceTemplate {
  const name = x.param("name").split("@")[0] ?? "";
  if (x.method !== "GET" && Object.hasOwn(systemTemplates(x.world), name)) throw new ApiError("forbidden");
  const template = x.world.templates.get(name);
  if (!template) throw new ApiError("not_found", { message: "No such template." });
  return template;
}

function systemObject(name: string, agents: string[]) {
  const short = name.replace(/^agent37-/, "");
  return {
    name,
    scope: "system",
    agents,
    revision: null,
    image_ref: `ghcr.io/example/${short}:2026.10.05a`,
    description: short,
    default_port: agents.length > 0 ? 3737 : 5678,
    entrypoint: null,
    created: null,
    updated: null,
  };
}

function workspaceObject(template: WorkspaceTemplate) {
  return { ...template, scope: "workspace", image_ref: null, image_digest: null, entrypoint: null };
}
