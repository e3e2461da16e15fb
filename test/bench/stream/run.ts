/** Bench (c): what a stream costs on its way through the host. */
import type { BenchOptions } from "../options.ts";
import type { Section } from "../table.ts";
import { benchDecoding } from "./decode.ts";
import { benchHostPath } from "./hostPath.ts";
import { benchHttp } from "./http.ts";

export async function benchStream({ repeats, log }: BenchOptions): Promise<Section[]> {
  log("stream in memory");
  const decoding = await benchDecoding(repeats);
  log("stream over HTTP");
  const http = await benchHttp(repeats);
  log("from the reducer to the view");
  return [decoding, http, await benchHostPath(repeats)];
}
