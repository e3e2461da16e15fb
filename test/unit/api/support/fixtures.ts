import { readFileSync } from "node:fs";

const folder = new URL("../../../fixtures/", import.meta.url);

/** The bytes of a recorded stream, such as `plain.sse`. */
export function streamBytes(name: string): Buffer {
  return readFileSync(new URL(`streams/${name}`, folder));
}

/** A text file of test/fixtures. */
export function fixtureText(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}
