import { LitElement } from "lit";

/**
 * An element without a shadow root: one style sheet serves the whole page, a selection can span turns, and labels and
 * live regions refer to each other freely.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
