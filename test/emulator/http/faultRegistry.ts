import type { ActiveFault, Fault, LoggedRequest } from "../control/controlTypes.ts";
import { matchesPath } from "./pathGlob.ts";

interface Armed {
  fault: ActiveFault;
  left: number;
  toPass: number;
  /** Clock ms until which a rate window stays closed. */
  closedUntil: number | null;
}

type Target = Pick<LoggedRequest, "method" | "path" | "dialect" | "plane">;

/** Whether a request belongs to a dialect or to one of its planes. */
export function matchesDialect(
  request: Pick<LoggedRequest, "dialect" | "plane">,
  wanted: string | undefined,
): boolean {
  return wanted === undefined || request.dialect === wanted || request.plane === wanted;
}

/** The armed faults in the order they were added; the first that matches a request takes it. */
export class FaultRegistry {
  #armed: Armed[] = [];
  #nextId = 1;

  add(fault: Fault): ActiveFault {
    const active: ActiveFault = { ...fault, id: fault.id ?? `fault-${String(this.#nextId++)}`, hits: 0 };
    this.#armed = this.#armed.filter((armed) => armed.fault.id !== active.id);
    this.#armed.push({ fault: active, left: fault.times ?? 1, toPass: fault.after ?? 0, closedUntil: null });
    return active;
  }

  list(): ActiveFault[] {
    return this.#armed.map((armed) => ({ ...armed.fault }));
  }

  clear(id?: string): void {
    this.#armed = id === undefined ? [] : this.#armed.filter((armed) => armed.fault.id !== id);
  }

  /** Takes the fault for a request, if one is due. `patience` multiplies rate windows (see retryAfterIgnored). */
  take(request: Target, now: number, patience = 1): ActiveFault | undefined {
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (fault.method !== undefined && fault.method.toUpperCase() !== request.method) continue;
      if (!matchesPath(request.path, fault.path) || !matchesDialect(request, fault.dialect)) continue;
      if (armed.closedUntil !== null && now < armed.closedUntil) {
        fault.hits += 1;
        return fault;
      }
      if (armed.toPass > 0) {
        armed.toPass -= 1;
        continue;
      }
      if (armed.left === 0) continue;
      armed.left -= 1;
      fault.hits += 1;
      armed.closedUntil = closes(fault, now, patience);
      return fault;
    }
    return undefined;
  }
}

function closes({ action }: Fault, now: number, patience: number): number | null {
  if (action.kind !== "error" || action.window !== true || action.retryAfter === undefined) return null;
  const wait = /^\d+$/.test(action.retryAfter)
    ? Number(action.retryAfter) * 1000
    : Date.parse(action.retryAfter) - now;
  return now + Math.max(0, wait) * patience;
}
