import type { Agent37Client } from "../../api/client.ts";
import type { Directory, InstanceRef } from "../../api/wire.ts";
import type { Place } from "./place.ts";

/** The directories that the agents on instances work in, as their servers name them. */
export class Homes {
  readonly #client: Pick<Agent37Client, "listDirectory">;
  /** By instance and its address, since a gateway's id says nothing about the machine. */
  readonly #known = new Map<string, string>();

  constructor(client: Pick<Agent37Client, "listDirectory">) {
    this.#client = client;
  }

  /** Reads the directory, with one request. @throws what the client says */
  async list(instance: InstanceRef, signal?: AbortSignal): Promise<Directory> {
    const directory = await this.#client.listDirectory(instance, undefined, { signal });
    this.#known.set(keyOf(instance), directory.path);
    return directory;
  }

  /** Its place, which is asked for once. @throws what the client says */
  async place(instance: InstanceRef, signal?: AbortSignal): Promise<Place> {
    const path = this.known(instance) ?? (await this.list(instance, signal)).path;
    return { instanceId: instance.id, path };
  }

  /** Its path, if it has been told already. */
  known(instance: InstanceRef): string | undefined {
    return this.#known.get(keyOf(instance));
  }
}

function keyOf({ id, agentUrl = "" }: InstanceRef): string {
  return `${id.toLowerCase()} ${agentUrl}`;
}
