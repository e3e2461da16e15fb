import type { Agent37Client } from "../../api/client.ts";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { mayHaveStarted } from "../../api/errors/mayHaveStarted.ts";
import type { CreateInstanceRequest, Instance } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";

/** How often the list is looked at for an instance whose creation got no answer, and how far apart. */
const looks = { count: 8, everyMs: 2_500 };

/**
 * One wish for an instance. A lost answer does not mean that nothing was created, and the API takes no idempotency key
 * for this call: before the request goes out again, and when its answer is lost, the list is compared with what it was
 * at first, so that one wish never makes two instances.
 */
export class Creation {
  readonly request: CreateInstanceRequest;
  /** Stands for the instance until it has an id of its own. */
  readonly id = `creation ${crypto.randomUUID()}`;
  readonly #before: ReadonlySet<string>;
  #inDoubt = false;

  /** @param before the instances that are there already */
  constructor(request: CreateInstanceRequest, before: readonly Pick<Instance, "id">[]) {
    this.request = request;
    this.#before = new Set(before.map(({ id }) => id));
  }

  /**
   * Creates the instance, or finds the one that an earlier try has left behind; that one may have failed.
   * @throws what the server says
   */
  async run(
    client: Pick<Agent37Client, "createInstance" | "listInstances">,
    clock: Clock,
  ): Promise<Instance> {
    const left = this.#inDoubt ? this.#pick(await client.listInstances()) : undefined;
    if (left) return left;
    try {
      return await client.createInstance(this.request);
    } catch (error) {
      if (!mayHaveStarted(error)) throw error;
      this.#inDoubt = true;
      const made = await this.#lookFor(client, clock, error);
      if (!made) throw error;
      return made;
    }
  }

  /** An answer of the server is looked into once; where there was none, the server may still be at it. */
  async #lookFor(
    client: Pick<Agent37Client, "listInstances">,
    clock: Clock,
    error: Agent37Error,
  ): Promise<Instance | undefined> {
    const count = error.plane === "local" ? looks.count : 1;
    for (let look = 1; ; look += 1) {
      // A list that cannot be read either shows nothing; what counts is the first failure.
      const found = this.#pick(await client.listInstances().catch(() => []));
      if (found || look >= count) return found;
      await clock.sleep(looks.everyMs);
    }
  }

  #pick(list: readonly Instance[]): Instance | undefined {
    return list.find(
      ({ id, name, template, status }) =>
        !this.#before.has(id) &&
        status !== "deleting" &&
        status !== "deleted" &&
        (name ?? "") === (this.request.name ?? "") &&
        isFrom(template, this.request.template),
    );
  }
}

/** A pinned template has its version behind an @. */
function isFrom(actual: string | undefined, wanted: string | undefined): boolean {
  if (actual === undefined || wanted === undefined) return true;
  return actual.split("@")[0] === wanted.split("@")[0];
}
