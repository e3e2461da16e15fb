import type { DialectId } from "../wire.ts";
import type { Dialect } from "./dialect.ts";
import { gateway } from "./gateway.ts";
import { twoPlane } from "./twoPlane.ts";
import { unified } from "./unified.ts";

/** Every dialect by its id. */
export const dialects: Readonly<Record<DialectId, Dialect>> = { unified, "two-plane": twoPlane, gateway };
