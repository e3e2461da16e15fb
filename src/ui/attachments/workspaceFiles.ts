import type { SnapshotKey } from "fuzzysort";
import * as vscode from "vscode";
import type { Clock } from "../../common/clock.ts";
import type { Logger } from "../../common/logger.ts";
import { fileOffer } from "./fileOffers.ts";
import type { Offer } from "./offers.ts";

/** More files than these are not looked through; who has more types a path. */
const maxFiles = 20_000;
/** A list younger than this counts as the present one, in milliseconds. */
const freshMs = 5_000;
/** A list younger than this is used while the next one is made, in milliseconds. */
const usableMs = 60_000;

interface Listing {
  readonly offers: readonly Offer[];
  readonly snapshot: SnapshotKey<Offer>;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The files of the workspace without those that the user keeps out of searches. */
export class WorkspaceFiles {
  readonly #clock: Clock;
  readonly #logger: Logger;
  #listing: Listing | undefined;
  #reading: Promise<Listing> | undefined;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Empty where the workspace cannot be listed. */
  async list(): Promise<readonly Offer[]> {
    return (await this.#current()).offers;
  }

  /** What matches, best first, each with its score between 0 and 1. */
  async search(query: string, limit: number): Promise<readonly (readonly [Offer, number])[]> {
    const { snapshot } = await this.#current();
    const fuzzysort = await loadFuzzysort();
    return fuzzysort.go(query, snapshot, { limit, threshold }).map(({ obj, score }) => [obj, score]);
  }

  async #current(): Promise<Listing> {
    const age = this.#listing ? this.#clock.now() - this.#listing.at : Infinity;
    if (this.#listing && age < freshMs) return this.#listing;
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#listing && age < usableMs ? this.#listing : this.#reading;
  }

  async #read(): Promise<Listing> {
    const collator = new Intl.Collator(vscode.env.language, { numeric: true });
    const offers = (await this.#find())
      .map(fileOffer)
      .sort((a, b) => collator.compare(a.searched, b.searched));
    const fuzzysort = await loadFuzzysort();
    const snapshot = fuzzysort.snapshot(offers, { key: "searched" });
    return (this.#listing = { offers, snapshot, at: this.#clock.now() });
  }

  async #find(): Promise<readonly vscode.Uri[]> {
    try {
      return await vscode.workspace.findFiles("**/*", excluded(), maxFiles);
    } catch (error) {
      this.#logger.warn("The files of the workspace could not be listed.", error);
      return [];
    }
  }
}

/** Worse matches are not shown: they look like none. */
export const threshold = 0.2;

/** Loaded with the first search. */
export async function loadFuzzysort(): Promise<typeof import("fuzzysort").default> {
  return (await import("fuzzysort")).default;
}

/** As a glob; what `files.exclude` names, VS Code leaves out by itself. */
function excluded(): string {
  const patterns = vscode.workspace.getConfiguration("search").get<Record<string, unknown>>("exclude") ?? {};
  const inForce = Object.keys(patterns).filter((pattern) => patterns[pattern] === true);
  return `{${["**/node_modules/**", "**/.git/**", ...inForce].join(",")}}`;
}
