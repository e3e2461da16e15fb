import * as v from "valibot";
import type { Template } from "../wire.ts";
import { detectTemplates, type AccountDialect } from "./detect.ts";
import type { AccountApi } from "./dialect.ts";
import { readInstance } from "./instance.ts";
import { maybe, read, readPage, readRows, strings, text } from "./shapes.ts";

const template = v.object({
  name: maybe(text),
  tag: maybe(text),
  id: maybe(text),
  description: maybe(text),
  agents: maybe(strings),
  scope: maybe(text),
});

/** The calls that every account answers alike; their rows tell the dialect. */
export function accountApi(assume: AccountDialect): AccountApi {
  return {
    listInstances: (cursor) => ({
      name: "list instances",
      method: "GET",
      place: "base",
      path: ["instances"],
      query: { cursor },
      patience: "read",
      decode(json) {
        const { rows, nextCursor } = readPage(json);
        return { items: readRows(rows, (row) => readInstance(row, assume)), nextCursor };
      },
    }),
    listTemplates: () => ({
      name: "list templates",
      method: "GET",
      place: "base",
      path: ["templates"],
      patience: "read",
      decode(json) {
        const { rows } = readPage(json);
        return { templates: readRows(rows, readTemplate).filter(hasName), dialect: detectTemplates(rows) };
      },
    }),
  };
}

/** Custom templates of the unified dialect are created from by tag, the others by name. */
function readTemplate(row: unknown): Template {
  const raw = read(template, row);
  return {
    name: raw.tag ?? raw.name ?? raw.id ?? "",
    description: raw.description,
    agents: raw.agents ?? [],
    scope: raw.scope,
  };
}

function hasName({ name }: Template): boolean {
  return name !== "";
}
