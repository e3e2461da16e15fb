import type { CreateInstanceRequest, Instance, Template } from "../../../api/wire.ts";
import { Creation } from "../../../core/instances/creation.ts";
import { parseUsd } from "../../../core/spend/usd.ts";
import type { SleepChoice } from "../sleepItems.ts";

/** Without a cap the first message fails. */
export const defaultCapUsd = 1;

/** What the user has answered so far; kept for Back and for another try. */
export class CreateDraft {
  readonly templates: readonly Template[];
  readonly dialect: "unified" | "two-plane";
  template: Template | undefined;
  vcpu: number | undefined;
  diskGb: number | undefined;
  name = "";
  cap = String(defaultCapUsd);
  sleep: SleepChoice = { idleMs: undefined };
  #creation: Creation | undefined;

  constructor(templates: readonly Template[], dialect: "unified" | "two-plane") {
    this.templates = templates;
    this.dialect = dialect;
  }

  /** Whether what is made will have an agent to chat with; where the server does not say, it will. */
  get hasChat(): boolean {
    return this.template === undefined || this.template.agents.length > 0 || !this.tellsAgents;
  }

  /** Whether the server says which templates have agents. */
  get tellsAgents(): boolean {
    return this.templates.some(({ agents }) => agents.length > 0);
  }

  get request(): CreateInstanceRequest {
    const { idleMs } = this.sleep;
    return {
      template: this.template?.name,
      vcpu: this.vcpu,
      diskGb: this.diskGb,
      name: this.name === "" ? undefined : this.name,
      spendCapUsd: parseUsd(this.cap) ?? defaultCapUsd,
      ...(idleMs !== undefined && { autoSleep: true, idleTimeoutMs: idleMs }),
    };
  }

  /** The creation of what was answered: another try with the same answers goes on with the first one. */
  creation(present: readonly Instance[]): Creation {
    const { request } = this;
    if (JSON.stringify(this.#creation?.request) !== JSON.stringify(request))
      this.#creation = new Creation(request, present);
    return (this.#creation ??= new Creation(request, present));
  }

  /** The last creation has made an instance, whatever has become of it: another try makes another one. */
  forget(): void {
    this.#creation = undefined;
  }
}
