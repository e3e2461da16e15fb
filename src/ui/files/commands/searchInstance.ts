import type { Agent37Client } from "../../../api/client.ts";
import { capabilities, type Instance } from "../../../api/wire.ts";
import type { InstanceFiles } from "../../../core/files/files.ts";
import { FilesError } from "../../../core/files/filesError.ts";
import { childOf, type Place } from "../../../core/files/place.ts";

/** How many files are shown; whoever looks for one of more writes more of its name. */
export const maxFound = 200;
/** How many directories are looked into where the instance cannot search by itself. */
const maxDirectories = 200;
/** How long the instance searches, in seconds. A large disk is not worth more. */
const maxSeconds = 20;
/** A line of the output that no path is like: they begin with `./`. */
const lateMark = "late";

export interface Found {
  /** Paths below the directory, with `/`, best first. */
  readonly paths: readonly string[];
  /** There may be more. */
  readonly isCut: boolean;
}

type SearchDeps = { readonly client: Pick<Agent37Client, "exec">; readonly files: InstanceFiles };

/**
 * Finds files by a part of their name, or of their path where there is a `/` in it, without regard to case. What is
 * hidden or in node_modules comes last.
 * @throws what the client says; AbortError
 */
export async function searchInstance(
  deps: SearchDeps,
  instance: Instance,
  directory: Place,
  query: string,
  signal: AbortSignal,
): Promise<Found> {
  return capabilities[instance.dialect].exec
    ? askInstance(deps.client, instance, directory, query, signal)
    : walk(deps.files, directory, query, signal);
}

async function askInstance(
  client: SearchDeps["client"],
  instance: Instance,
  directory: Place,
  query: string,
  signal: AbortSignal,
): Promise<Found> {
  const command = findCommand(directory.path, query);
  const { exitCode, stdout, truncated } = await client.exec(instance, command, { signal });
  // Whatever a search says, it ends well; the way into the directory does not.
  if (exitCode !== 0) throw new FilesError("notFound", directory);
  const lines = stdout.split("\n");
  const paths = lines.filter((line) => line.startsWith("./")).map((line) => line.slice(2));
  return {
    paths: paths.slice(0, maxFound),
    isCut: truncated || lines.includes(lateMark) || paths.length > maxFound,
  };
}

/**
 * What the instance runs: two searches, the second through what the first has left out, cut where enough is found.
 * It stays on one file system, so that a search from the root does not go through /proc.
 */
export function findCommand(directory: string, query: string): string {
  const aside = String.raw`-name node_modules -o -name '.?*'`;
  const test = `${query.includes("/") ? "-ipath" : "-iname"} ${quoted(`*${literally(query)}*`)}`;
  const files = String.raw`\( -type f -o -type l \)`;
  const near = String.raw`find . -xdev \( ${aside} \) -prune -o ${files} ${test} -print`;
  const hidden = String.raw`find . -xdev \( -path '*/node_modules/*' -o -path '*/.*' \) ${files} ${test} -print`;
  const limit = `if command -v timeout >/dev/null; then set -- timeout ${maxSeconds}; fi`;
  // 124 is how `timeout` says that the time was over.
  const late = `[ $? -ne 124 ] || echo ${lateMark}`;
  const both = `{ "$@" ${near}; ${late}; "$@" ${hidden}; ${late}; }`;
  return `cd ${shellPath(directory)} && { set --; ${limit}; ${both} 2>/dev/null | head -n ${maxFound + 1}; }`;
}

/** A word that the shell takes as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A path for the shell, which knows where the home is. It never looks like an option. */
function shellPath(path: string): string {
  if (path === "~") return '"$HOME"';
  return path.startsWith("~/") ? `"$HOME"/${quoted(path.slice(2))}` : quoted(path);
}

/** Signs that would make a pattern stand for themselves. */
function literally(text: string): string {
  return text.replace(/[\\*?[\]]/g, String.raw`\$&`);
}

/** Goes through the directories one by one, those that are hidden or full of packages at the end. */
async function walk(files: InstanceFiles, root: Place, query: string, signal: AbortSignal): Promise<Found> {
  const wanted = query.toLowerCase();
  const paths: string[] = [];
  const near = [{ place: root, below: "" }];
  const aside: typeof near = [];
  let isCut = false;
  for (let looked = 0; ; looked += 1) {
    const next = near.shift() ?? aside.shift();
    if (!next) break;
    if (looked >= maxDirectories || paths.length > maxFound) {
      isCut = true;
      break;
    }
    const listing = await files.list(next.place, { signal }).catch((error: unknown) => {
      // One directory that cannot be read does not end the search, unless it is the one to search in.
      if (signal.aborted || next.below === "") throw error;
      return { entries: [], truncated: true };
    });
    isCut ||= listing.truncated;
    for (const { name, type } of listing.entries) {
      const path = `${next.below}${name}`;
      if (type === "directory") {
        const isAside = name.startsWith(".") || name === "node_modules";
        (isAside ? aside : near).push({ place: childOf(next.place, name), below: `${path}/` });
      } else if ((wanted.includes("/") ? `/${path}` : name).toLowerCase().includes(wanted)) paths.push(path);
    }
  }
  return { paths: paths.slice(0, maxFound), isCut: isCut || paths.length > maxFound };
}
