import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import { type ProblemKind, type RemedyId, rowOf } from "../../api/errors/catalogue.ts";
import { isAbortError } from "../../common/clock.ts";
import type { Logger } from "../../common/logger.ts";
import type { Claims } from "./claims.ts";
import { type Again, remediesFor } from "./problemView.ts";
import { remedies, type RemedyContext } from "./remedies.ts";
import { sentenceOf } from "./wording.ts";

/** Shows one notification; resolves with the chosen button, or undefined when it was closed. */
export type ShowNotification = (
  severity: "error" | "warning",
  text: string,
  buttons: readonly string[],
) => Promise<string | undefined>;

export interface ProblemsDeps {
  readonly show: ShowNotification;
  /** Takes toasts from the screen. VS Code cannot close a single one; what is hidden stays in the bell. */
  readonly hideToasts: () => void;
  readonly run: (id: RemedyId, context: RemedyContext) => Promise<void>;
  readonly claims: Claims;
  readonly logger: Logger;
}

/** What is special about a failure that is reported. */
export interface ReportOptions extends Pick<Again, "waiting" | "also"> {
  /**
   * Does what failed again, with the same values: the command behind Retry where no turn failed. It reports its own
   * failures; what it throws all the same is logged.
   */
  readonly retry?: (() => unknown) | undefined;
}

/** How many failures are remembered as shown. */
const remembered = 500;

/** The only place that tells the user of failures by notification: each once, with its remedies. */
export class Problems {
  readonly #deps: ProblemsDeps;
  /** Failures that were shown or claimed here, oldest first. */
  readonly #known = new Set<string>();
  /** Notifications on screen whose problem is not solved, by what the trouble is. */
  readonly #open = new Map<string, ProblemKind>();

  constructor(deps: ProblemsDeps) {
    this.#deps = deps;
  }

  /**
   * Shows a failure once and runs the remedy that the user picks. Resolves when the notification is answered or
   * closed, so callers normally do not wait. Never rejects.
   * @param key what failed, the same for everybody who meets it: a response id, else a turn id or an attempt's own id.
   * @param options.retry for a command that failed: the user is offered to run it again
   */
  async report(
    error: unknown,
    context: RemedyContext,
    key: string,
    { waiting, also, retry }: ReportOptions = {},
  ): Promise<void> {
    if (isAbortError(error) || this.#known.has(key)) return;
    this.#remember(key);
    const problem = asAgent37Error(error);
    this.#deps.logger.error(`Reported to the user: ${problem.code}`, problem);
    if (!(await this.#deps.claims.claim(key)) || !this.#known.has(key)) return;
    const ids = remediesFor(problem, context, { waiting, also, repeatable: retry !== undefined });
    const { kind, severity } = rowOf(problem);
    this.#open.set(key, kind);
    const chosen = await this.#deps.show(
      severity,
      sentenceOf(problem),
      ids.map((id) => remedies[id].label()),
    );
    const solved = !this.#open.delete(key);
    const id = ids.find((candidate) => remedies[candidate].label() === chosen);
    if (!id || (solved && !remedies[id].harmless)) return;
    // A remedy that fails again is a failure of its own.
    if (!remedies[id].harmless) this.#known.delete(key);
    try {
      if (id === "retry" && retry && context.turnId === undefined) await retry();
      else await this.#deps.run(id, { ...context, param: context.param ?? problem.param });
    } catch (failure) {
      this.#deps.logger.error(`The remedy ${id} failed.`, failure);
    }
  }

  /**
   * The failure was remedied elsewhere: its notification leaves the screen as far as VS Code allows, and its buttons
   * do nothing any more that could do harm. When it fails again it is shown again.
   */
  resolve(key: string): void {
    this.#known.delete(key);
    if (this.#open.delete(key)) this.#deps.hideToasts();
  }

  /** The trouble of all open failures of a kind is over, as after a new API key. */
  resolveKind(kind: ProblemKind): void {
    for (const [key, open] of [...this.#open]) if (open === kind) this.resolve(key);
  }

  #remember(key: string): void {
    this.#known.add(key);
    for (const oldest of this.#known) {
      if (this.#known.size <= remembered) break;
      this.#known.delete(oldest);
    }
  }
}
