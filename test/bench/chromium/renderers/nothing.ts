/** Renders nothing: what remains is the cost of the bench itself. */
import type { Renderer } from "../page/renderer.ts";

export function create(): Renderer {
  return { mount() {}, append() {}, end() {}, html: () => "" };
}
