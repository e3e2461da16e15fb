/**
 * The scripts that the page needs from the start, besides the one that it names. esbuild.mjs puts in what it has built;
 * fetched beside each other they are there sooner than one after the other.
 */
export const firstScripts: readonly string[] = [];
