import type { FileAttachment } from "../../common/attachment.ts";

/** The folder for uploads in the agent's home, and in it a folder or a name that no other file has: 8 hex digits or more. */
const uploaded = /^(?:~|\/root|\/home\/[^/]+)\/uploads\/(?:[0-9a-f]{8,}\/(.+)|([^/]+))$/;
const uniquePart = /(?<=.)-[0-9a-f]{8,}(?=\.[^.]{1,20}$|$)/;

/**
 * A file of a message that was sent: all that is known of it is where it is on the instance. What was added to its path
 * to keep it apart from others is left out where it can be recognized.
 */
export function remoteFile(remotePath: string, index: number): FileAttachment {
  const [, below, flat] = uploaded.exec(remotePath) ?? [];
  const path = below ?? flat?.replace(uniquePart, "") ?? remotePath;
  const name = path.slice(path.lastIndexOf("/") + 1) || path;
  return { kind: "file", id: `remote-${index}`, name, path, source: { remotePath } };
}
