/** The scheme of URIs that name files of instances: `agent37://<instance id>/<path>`. */
export const fileScheme = "agent37";

/** A file or directory of an instance. */
export interface Place {
  /** Without regard to case: URIs give their authority back in lower case. */
  readonly instanceId: string;
  /** As the instance names it: absolute, or `~` and what is below it for the agent's home. Never ends with a slash. */
  readonly path: string;
}

/** A place as the path of a URI: `/home/node/a.txt`, `/~/a.txt`. */
export function uriPathOf(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}

/** The path of a URI as the instance names it; `.`, `..` and double slashes are resolved, so nothing is named twice. */
export function pathOfUri(uriPath: string): string {
  const path = normalized(uriPath);
  return path === "/~" || path.startsWith("/~/") ? path.slice(1) : path;
}

/** The directory above; undefined for the root. The home is treated as if it were below the root. */
export function parentOf({ instanceId, path }: Place): Place | undefined {
  if (path === "/") return undefined;
  const cut = path.lastIndexOf("/");
  return { instanceId, path: cut > 0 ? path.slice(0, cut) : "/" };
}

/** The last part of a path; empty for the root. */
export function nameOf({ path }: Place): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What is called `name` in a directory. */
export function childOf({ instanceId, path }: Place, name: string): Place {
  if (path !== "/") return { instanceId, path: `${path}/${name}` };
  return { instanceId, path: name === "~" ? "~" : `/${name}` };
}

/** The same text for the same place. */
export function placeKey({ instanceId, path }: Place): string {
  return `${instanceId.toLowerCase()}:${path}`;
}

/** Whether a place is a directory's own or anywhere below it. */
export function isWithin(place: Place, directory: Place): boolean {
  const [key, above] = [placeKey(place), placeKey(directory)];
  if (directory.path === "/") return place.instanceId.toLowerCase() === directory.instanceId.toLowerCase();
  return key === above || key.startsWith(`${above}/`);
}

function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
