import type { Mention } from "../../core/attachments/attachmentSource.ts";
import { distinct } from "./fileOffers.ts";
import type { Offer } from "./offers.ts";
import { loadFuzzysort, threshold, type WorkspaceFiles } from "./workspaceFiles.ts";

const maxMentions = 50;
/** What was offered and can still be chosen: many lists of the picker. */
const maxOffered = 2_000;
/** What is in front of the user is more likely meant than what is far away. */
const nearBonus = 0.1;

export interface MentionPlaces {
  /** Things at hand, the likeliest first. */
  readonly near: () => readonly Offer[];
  /** Offered for a query only. */
  readonly symbols: () => Promise<readonly Offer[]>;
  readonly files: Pick<WorkspaceFiles, "search">;
}

/** What the `@` picker offers. Only what was offered can be chosen: the choice comes from the less trusted side. */
export class Mentions {
  readonly #places: MentionPlaces;
  /** By id, the one that was offered last at the end. */
  readonly #offered = new Map<string, Offer>();

  constructor(places: MentionPlaces) {
    this.#places = places;
  }

  /** What matches, best first; without a query what is at hand. */
  async find(query: string): Promise<readonly Mention[]> {
    const trimmed = query.trim();
    const offers = trimmed === "" ? this.#places.near() : await this.#search(trimmed);
    const shown = distinct(offers.slice(0, maxMentions));
    for (const offer of shown) this.#remember(offer);
    return shown.map(({ id, label, description, icon }) => ({
      id,
      label,
      icon,
      ...(description !== "" && { description }),
    }));
  }

  /** Undefined for what was never offered. */
  offered(id: string): Offer | undefined {
    return this.#offered.get(id);
  }

  async #search(query: string): Promise<readonly Offer[]> {
    const near = this.#places.near();
    const [symbols, files] = await Promise.all([
      this.#places.symbols(),
      this.#places.files.search(query, maxMentions),
    ]);
    const fuzzysort = await loadFuzzysort();
    const scored = new Map(files.map(([offer, score]) => [offer.id, { offer, score }]));
    for (const { obj: offer, score } of fuzzysort.go(query, [...near, ...symbols], {
      key: "searched",
      limit: 0,
      threshold,
    }))
      scored.set(offer.id, { offer, score: score + (near.includes(offer) ? nearBonus : 0) });
    return [...scored.values()].sort((a, b) => b.score - a.score).map(({ offer }) => offer);
  }

  #remember(offer: Offer): void {
    this.#offered.delete(offer.id);
    this.#offered.set(offer.id, offer);
    for (const id of this.#offered.keys()) {
      if (this.#offered.size <= maxOffered) return;
      this.#offered.delete(id);
    }
  }
}
