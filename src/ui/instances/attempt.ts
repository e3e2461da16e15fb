import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import type { RemedyId } from "../../api/errors/catalogue.ts";
import { isAbortError } from "../../common/clock.ts";
import type { InstancesUiDeps } from "./deps.ts";

type AttemptDeps = Pick<InstancesUiDeps, "instances" | "problems">;

/**
 * Does something to an instance once everything has been asked. What fails is reported with a Retry that does the same
 * again without asking, and with the way to what the instance itself says.
 * @param id of the instance, where there is one
 * @returns whether it was done
 */
export async function attempt(
  deps: AttemptDeps,
  id: string | undefined,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    reportFailure(deps, id, error, () => attempt(deps, id, work));
    return false;
  }
}

/** Reports a failure around an instance; where the instance has failed itself, its reason is a button away. */
export function reportFailure(
  { instances, problems }: AttemptDeps,
  id: string | undefined,
  error: unknown,
  retry: () => unknown,
): void {
  if (isAbortError(error)) return;
  const instance = id === undefined ? undefined : instances.find(id);
  const isTroubled = instance?.status === "failed" || instance?.statusReason !== undefined;
  const also: readonly RemedyId[] = isTroubled ? ["showInstanceProblem"] : [];
  const key = `${asAgent37Error(error).code}:${crypto.randomUUID()}`;
  void problems.report(error, { instanceId: id }, key, { retry, also });
}
