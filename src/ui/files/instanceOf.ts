import type { Instance } from "../../api/wire.ts";
import type { Instances } from "../../core/instances/instances.ts";

/** The instance with this id, without regard to case: a URI gives it back in lower case. */
export function instanceOf(
  instances: Pick<Instances, "list" | "selected">,
  id: string,
): Instance | undefined {
  const same = (candidate: Instance | undefined): boolean => candidate?.id.toLowerCase() === id.toLowerCase();
  return instances.list.find(same) ?? (same(instances.selected) ? instances.selected : undefined);
}
