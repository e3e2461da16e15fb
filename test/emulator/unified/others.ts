import { execute } from "../files/exec.ts";
import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import { badField, integerField } from "../http/fields.ts";
import type { Router } from "../http/router.ts";
import { hex } from "../state/ids.ts";
import { runningInstance } from "./shapes.ts";

/** Exec, embeds and templates of the unified dialect. */
export function addUnifiedOthers(router: Router): void {
  router
    .add("POST", "/v1/instances/:id/exec", async (x) => {
      const instance = runningInstance(x);
      const { command } = x.json();
      if (typeof command !== "string" || command === "") throw badField(x, "command", "command is required.");
      x.send(200, await execute(x.world, instance, command));
    })
    .add("POST", "/v1/instances/:id/embeds", embeds)
    .add("GET", "/v1/templates", (x) =>
      x.send(200, { data: [...x.world.templates.keys()].map(templateObject) }),
    )
    .add("GET", "/v1/templates/:id", (x) => x.send(200, templateObject(template(x))))
    .add("POST", "/v1/templates", (x) => {
      const { name, image } = x.json();
      if (typeof name !== "string" || name === "") throw badField(x, "name", "name is required.");
      if (typeof image !== "string" || image === "") throw badField(x, "image", "image is required.");
      const now = x.world.clock.seconds();
      const row = {
        name,
        agents: ["hermes"],
        revision: 1,
        description: null,
        default_port: null,
        created: now,
        updated: now,
      };
      x.world.templates.set(name, row);
      x.send(200, templateObject(name));
    })
    .add("DELETE", "/v1/templates/:id", (x) => {
      const name = template(x);
      x.world.templates.delete(name);
      x.send(200, { id: `tmpl_${name}`, deleted: true });
    });
}

function embeds(x: Exchange): void {
  const instance = runningInstance(x);
  const body = x.json();
  const surfaces = body["surfaces"];
  const known = ["terminal", "desktop", "files"];
  if (
    !Array.isArray(surfaces) ||
    surfaces.length === 0 ||
    !surfaces.every((name) => known.includes(String(name)))
  ) {
    throw badField(x, "surfaces", `surfaces must name some of ${known.join(", ")}.`);
  }
  const seconds = integerField(x, body, "expires_in", 1, 86_400) ?? 3600;
  const urls = surfaces.map((name) => [
    `${String(name)}_url`,
    `${x.world.origin}/agent/${instance.id}-embed/#token=${hex(16)}`,
  ]);
  x.send(200, { ...Object.fromEntries(urls), expires_at: x.world.clock.seconds() + seconds });
}

function templateObject(name: string) {
  return { id: `tmpl_${name}`, name, tag: `${name}:v1`, status: "ready" };
}

function template(x: Exchange): string {
  const name = x.param("id").replace(/^tmpl_/, "");
  if (!x.world.templates.has(name))
    throw new ApiError("template_not_found", { status: 404, message: "No such template." });
  return name;
}
