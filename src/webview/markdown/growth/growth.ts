import type { Definitions } from "../definitions.ts";
import type { Mounted } from "../mount.ts";
import type { SourceBlock } from "../parser.ts";

/** A long block that grows at its end, without going over what it has shown already. */
export interface Growth {
  /**
   * Shows more of the block.
   * @returns false when the text is not simply more of the same: it is to be parsed as a whole
   */
  push(added: string): boolean;
  /** What shows the block at this moment. */
  readonly mounted: Mounted;
}

/** A block that is open, the only one of its flow. */
export interface OpenBlock {
  readonly block: SourceBlock;
  readonly mounted: Mounted;
  /** All of its text, also what is not shown yet. */
  readonly source: string;
  readonly definitions: Definitions;
  /** How long blocks within it grow. */
  readonly grow: Grow;
}

/** The way in which an open block grows; undefined for one that has none of its own. */
export type Grow = (open: OpenBlock) => Growth | undefined;
