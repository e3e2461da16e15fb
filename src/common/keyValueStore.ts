/**
 * Small records that outlive the program. Whatever comes back is checked by the caller's parser, since an older or
 * newer version, or a hand, may have written it.
 */
export interface KeyValueStore {
  /**
   * The record under `key`; undefined when there is none or when `parse` throws, in which case the broken record is
   * dropped and logged. `v.parser(schema)` of valibot is such a parser.
   */
  get<T>(key: string, parse: (stored: unknown) => T): T | undefined;
  /** Keeps a JSON value; undefined deletes the record. */
  set(key: string, value: unknown): Promise<void>;
  /** The keys of all records. */
  keys(): readonly string[];
}
