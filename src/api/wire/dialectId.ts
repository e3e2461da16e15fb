/**
 * How an instance is spoken to. `unified`: one base URL for everything. `two-plane`: lifecycle at the base URL,
 * chat at the instance's own URL. `gateway`: a two-plane Agent API without key and without lifecycle.
 */
export type DialectId = "unified" | "two-plane" | "gateway";
