/** How long to wait before a file is asked for again, in milliseconds. */
const pausesMs = [300, 1000];

/**
 * Loads a file of the page. One that could not be had, as during an update or a lost connection, is asked for again.
 * @throws what the last attempt has thrown.
 */
export async function loadPatiently<T>(load: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return load();
}
