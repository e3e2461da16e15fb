import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Problems } from "../problems/problems.ts";

/** Why commands on an instance fail at the moment: told by one notification, however many of them fail. */
export class Outage {
  readonly #problems: Problems;
  readonly #instanceId: string;
  #current: { readonly code: string; readonly key: string } | undefined;

  constructor(problems: Problems, instanceId: string) {
    this.#problems = problems;
    this.#instanceId = instanceId;
  }

  report(error: Agent37Error): void {
    const { code } = error;
    if (this.#current?.code !== code) {
      this.over();
      this.#current = { code, key: `terminal:${crypto.randomUUID()}` };
    }
    void this.#problems.report(error, { instanceId: this.#instanceId }, this.#current.key);
  }

  /** A command has run. */
  over(): void {
    if (this.#current) this.#problems.resolve(this.#current.key);
    this.#current = undefined;
  }
}
