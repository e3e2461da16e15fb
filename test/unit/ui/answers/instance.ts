/** An instance with files that answers name. */
import type { Instance } from "../../../../src/api/wire.ts";
import { Homes } from "../../../../src/core/files/homes.ts";

/**
 * The demo agent with `report.md` and `src/a.ts` in its home; `lists` are the directories that were asked for.
 * @param status undefined: no instance is selected
 */
export function onInstance(status: string | undefined) {
  const lists: string[] = [];
  const entry = (name: string, type: "file" | "directory") => ({ name, path: name, type, hidden: false });
  const directories: Record<string, ReturnType<typeof entry>[]> = {
    "/home/node": [entry("report.md", "file"), entry("src", "directory")],
    "/home/node/src": [entry("a.ts", "file")],
    "/etc": [entry("hosts", "file")],
    "~": [entry("report.md", "file")],
  };
  const instance =
    status === undefined ? undefined : ({ id: "Demo", dialect: "two-plane", status } as unknown as Instance);
  const deps = {
    files: {
      list: async ({ path }: { path: string }) => {
        lists.push(path);
        const entries = directories[path];
        if (!entries) throw new Error("not there");
        return { entries, truncated: false };
      },
    },
    homes: new Homes({
      listDirectory: async () => {
        lists.push("home");
        return { path: "/home/node", entries: [], truncated: false };
      },
    }),
    instances: { find: () => undefined, selected: instance },
  };
  return { lists, deps };
}
