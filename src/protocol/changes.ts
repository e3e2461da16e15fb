/**
 * The fields of a plain object that are others than they were. A field that is gone is null: a message is JSON, which
 * knows no undefined, and no field has null for a value.
 */
export type Changes<T> = { readonly [K in keyof T]?: T[K] | null };

/** What leads from one object to the other; undefined where nothing does. Values are compared by identity. */
export function changesOf<T extends object>(before: T, after: T): Changes<T> | undefined {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof T>;
  const changed = [...keys].filter((key) => before[key] !== after[key]);
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((key) => [key, after[key] ?? null])) as Changes<T>;
}

/** The object with the changes. */
export function withChanges<T extends object>(before: T, changes: Changes<T>): T {
  const changed = Object.entries(changes).map(([key, value]) => [key, value ?? undefined]);
  return { ...before, ...(Object.fromEntries(changed) as Partial<T>) };
}
