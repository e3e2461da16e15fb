/** Does something with each item, a few at once. The first failure ends the others and is thrown. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  outer: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([outer, failed.signal]);
  const queue = [...items];
  let first: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    try {
      for (let item = queue.shift(); item !== undefined && !signal.aborted; item = queue.shift())
        await work(item, signal);
    } catch (error) {
      first ??= { error };
      failed.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  outer.throwIfAborted();
  if (first) throw first.error;
}
