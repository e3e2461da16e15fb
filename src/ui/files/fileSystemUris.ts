import * as vscode from "vscode";
import { fileScheme, pathOfUri, type Place, uriPathOf } from "../../core/files/place.ts";

/** The URI of a file on an instance. `path` is as the instance names it: absolute, or below `~`. */
export function uriOf(instance: { readonly id: string }, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: fileScheme, authority: instance.id, path: uriPathOf(path) });
}

/** The URI of a place. */
export function uriOfPlace({ instanceId, path }: Place): vscode.Uri {
  return uriOf({ id: instanceId }, path);
}

/** The place that a URI names; undefined for URIs of other schemes or without an instance. */
export function placeOf(uri: vscode.Uri): Place | undefined {
  if (uri.scheme !== fileScheme || uri.authority === "") return undefined;
  return { instanceId: uri.authority, path: pathOfUri(uri.path) };
}
