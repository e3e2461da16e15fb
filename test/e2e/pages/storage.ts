import type { Frame, Page } from "@playwright/test";

/** Everything that the page's origin keeps in this browser, as texts: IndexedDB, local and session storage. */
export async function storedTexts(page: Page | Frame): Promise<string[]> {
  return page.evaluate(async () => {
    const texts: string[] = [];
    const text = (value: unknown): string => {
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
      if (typeof value === "string") return value;
      return JSON.stringify(value, (_, inner: unknown) =>
        inner instanceof ArrayBuffer || ArrayBuffer.isView(inner) ? new TextDecoder().decode(inner) : inner,
      );
    };
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
    for (const storage of [localStorage, sessionStorage]) {
      for (const [name, value] of Object.entries(storage)) texts.push(`${name} = ${text(value)}`);
    }
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await done(indexedDB.open(name));
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName, "readonly").objectStore(storeName);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        values.forEach((value, index) => {
          texts.push(`${name}/${storeName}/${text(keys[index])} = ${text(value)}`);
        });
      }
      database.close();
    }
    return texts;
  });
}
