/** Link definitions, `[label]: target`. The first of a label counts, and it counts for the text before it as well. */
import { type Env, normalizeLabel, type Token } from "./parser.ts";

type References = NonNullable<Env["references"]>;

export class Definitions {
  readonly #references: References;
  readonly #onAdded: (labels: readonly string[]) => void;

  /**
   * @param outer definitions that count here, too
   * @param onAdded told of labels that have a definition now
   */
  constructor(outer: Env = {}, onAdded: (labels: readonly string[]) => void = () => {}) {
    this.#references = inherit(outer.references);
    this.#onAdded = onAdded;
  }

  /** For finished text. */
  get env(): Env {
    return { references: this.#references };
  }

  /** For text that may still change: what a parse of it adds does not stick. */
  openEnv(): Env {
    return { references: inherit(this.#references) };
  }

  /** Keeps the definitions among the tokens of finished text, as the parse that gave the tokens has put them into `env`. */
  add(tokens: readonly Token[], env: Env): void {
    const added: string[] = [];
    for (const { type, meta } of tokens) {
      if (type !== "reference_definition") continue;
      const label = String(meta?.["label"]);
      const definition = env.references?.[label];
      if (!definition || this.#references[label]) continue;
      this.#references[label] = definition;
      added.push(label);
    }
    if (added.length > 0) this.#onAdded(added);
  }
}

/** An object that has what `outer` has, without copying it. */
function inherit(outer: References | undefined): References {
  return Object.create(outer ?? null) as References;
}

/** The labels that a text may use, as definitions are found by. */
export function labelsIn(source: string): ReadonlySet<string> {
  const labels = source.matchAll(/\[((?:[^[\]\\]|\\.)+)\]/g);
  return new Set(Array.from(labels, ([, label = ""]) => normalizeLabel(label)));
}
