import { readFileSync } from "node:fs";
import path from "node:path";
import {
  Agent37Error,
  type Agent37ErrorFields,
  type Plane,
} from "../../../../src/api/errors/agent37Error.ts";
import { localCodes } from "../../../../src/api/errors/localError.ts";

const listed = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../../fixtures/errors.json"), "utf8"),
) as { code: string; plane: Plane[] }[];

/** Every documented code on every plane it is documented for, and every local one. */
export const everyCode: readonly (readonly [code: string, plane: Plane])[] = [
  ...listed.flatMap(({ code, plane }) => plane.map((each) => [code, each] as const)),
  ...localCodes.map((code) => [code, "local"] as const),
];

export function failure(code: string, fields: Partial<Agent37ErrorFields> = {}): Agent37Error {
  return new Agent37Error({ code, message: "Server words.", plane: "unified", ...fields });
}
